#!/bin/sh
# Area of a float unit's lanes and sequencer on iCE40 (Yosys), beside what they may take; then in gates of the 0.18 um
# library osu018, with area x time of a result beside arithmetic units mapped to the same library. The array is in neither.
#   scripts/area.sh [VARIANT.yaml]
# SPINTILE is the command, build/release/spintile by default. The library comes from Debian's qflow-tech-osu018 (62 KB), once
# into build/osu018; without a network the second table is left out.
set -eu
cd "$(dirname "$0")/.."
variant=${1:-variants/float_unit.yaml}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${SPINTILE:-build/release/spintile}" generate "$variant" -o "$work/package" --quiet
name=$(sed -n 's/^name: "\(.*\)"/\1/p' "$work/package/variant.yaml")
lanes=$(sed -n 's/^  lanes: //p' "$work/package/variant.yaml")

# Prints the number of cells of block $1 whose type begins with $2.
cells() {
  awk -v type="$2" '$1 ~ "^" type { sum += $2 } END { print sum + 0 }' "$work/$1"
}
for block in sot_lanes sot_sequencer sot_transposer float_frontend float_packets sot_program_store; do
  yosys -q -p "read_verilog $work/package/rtl/*.v; synth_ice40 -top ${name}_$block; tee -o $work/$block stat" \
    >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
  printf '%-18s %5d LUT4 %5d flip-flops\n' "$block" "$(cells "$block" SB_LUT4)" "$(cells "$block" SB_DFF)"
done
status=0
echo "$(cells sot_lanes SB_LUT4) $(cells sot_lanes SB_DFF) $(cells sot_sequencer SB_LUT4) $lanes" | awk '{
  printf "a lane: %.1f LUT4 (at most 12), %.1f flip-flops (at most 6); sequencer: %d LUT4 (at most 900)\n", $1/$4, $2/$4, $3
  exit !($1 <= 12 * $4 && $2 <= 6 * $4 && $3 <= 900) }' || status=1

library=build/osu018/usr/share/qflow/tech/osu018/osu018_stdcells.lib
if [ ! -f "$library" ]; then
  mkdir -p build/osu018
  (cd build/osu018 && apt-get -q download qflow-tech-osu018 >/dev/null 2>&1 && dpkg-deb -x qflow-tech-osu018_*.deb .) || {
    echo "no osu018 library to be had: gate equivalents left out"
    exit $status
  }
fi
# Gate equivalents (areas of a NAND2) of block $1.
gates() {
  yosys -q -p "read_verilog $work/package/rtl/*.v; synth -flatten -top ${name}_$1; dfflibmap -liberty $library;
    abc -liberty $library; tee -o $work/$1.gates stat -liberty $library" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
  nand=$(awk '/cell *\(NAND2X1\)/ { found = 1 } found && /area/ { gsub(/[^0-9.]/, ""); print; exit }' "$library")
  awk -v nand="$nand" '/Chip area/ { print $NF / nand }' "$work/$1.gates"
}
# Cycles of an operation without wait states: accesses; loop words and lone mask updates, a few per cent, are left out.
cycles() {
  "${SPINTILE:-build/release/spintile}" fp "$1" --format "$2" --cost --json |
    awk -F'[:,]' '/"reads"|"write_pulses"|"searches"/ && n < 3 { sum += $2; n++ } END { print sum }'
}
lane=$(gates sot_lanes)
sequencer=$(gates sot_sequencer)
awk -v lanes="$lanes" -v all="$lane" -v sequencer="$sequencer" 'BEGIN {
  printf "\nosu018: a lane %.1f GE, sequencer %.0f GE (flip-flops with asynchronous reset)\n", all / lanes, sequencer
  print "area x time of a result, 1024 lanes, GE x cycles:" }'
for operation in add multiply; do
  for format in fp32 bf16; do
    awk -v lane="$lane" -v lanes="$lanes" -v sequencer="$sequencer" -v cycles="$(cycles $operation $format)" \
      -v what="$operation $format" 'BEGIN {
        printf "  %-14s %6d cycles for 1024 results  %8.0f\n", what, cycles, (lane / lanes + sequencer / 1024) * cycles }'
  done
done
cat <<'END'
  combinational, 1 cycle of 13 - 20 ns a result, GE (measured with the same library; operands brought to it from a memory):
  HardFloat fp32 adder 3267, multiplier 7266, fused 10836; FPnew fused fp32 8963, bf16 2476; HardFloat fused bf16 2799
END
exit $status
