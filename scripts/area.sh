#!/bin/sh
# Area of a float unit's lanes and sequencer on iCE40 (Yosys), beside what they may take.
#   scripts/area.sh [VARIANT.yaml]
# SPINTILE is the command, build/release/spintile by default.
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
echo "$(cells sot_lanes SB_LUT4) $(cells sot_lanes SB_DFF) $(cells sot_sequencer SB_LUT4) $lanes" | awk '{
  printf "a lane: %.1f LUT4 (at most 12), %.1f flip-flops (at most 6); sequencer: %d LUT4 (at most 900)\n", $1/$4, $2/$4, $3
  exit !($1 <= 12 * $4 && $2 <= 6 * $4 && $3 <= 900) }'
