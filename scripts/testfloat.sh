#!/usr/bin/env bash
# An outside judge: Berkeley TestFloat's cases and expected results, through `spintile fp --check`. Nothing may differ.
#   scripts/testfloat.sh [LEVEL [OPTION...]]
# LEVEL is 1 (default; 97 M cases, a minute by the value engine, four by the array) or 2 (half an hour; mulAdd, whose second level
# would take days, stays at 1); further options go to `spintile fp`: --engine array.
# TESTFLOAT_GEN names a testfloat_gen whose SoftFloat was built with SPECIALIZE_TYPE=RISCV (one canonical NaN, and
# conversions to integer as the contract has them). Without it one is built here from Debian's source package of QEMU,
# which carries both: 24 MB, once.
# TESTFLOAT_FORMATS: "f16 f32 f64". TESTFLOAT_FUNCTIONS: of "add sub mul div sqrt mulAdd eq lt le integer convert", all.
# TESTFLOAT_ROUNDINGS: of "near_even minMag max min near_maxMag", all. SPINTILE: the command; build/release/spintile.
set -euo pipefail
cd "$(dirname "$0")/.."
level=${1:-1}
[ $# -eq 0 ] || shift
spintile=${SPINTILE:-build/release/spintile}
read -ra floats <<<"${TESTFLOAT_FORMATS:-f16 f32 f64}"
read -ra functions <<<"${TESTFLOAT_FUNCTIONS:-add sub mul div sqrt mulAdd eq lt le integer convert}"
read -ra roundings <<<"${TESTFLOAT_ROUNDINGS:-near_even minMag max min near_maxMag}"

build_generator() {
  local folder=$PWD/build/testfloat
  generator=$folder/berkeley-testfloat-3/build/Linux-x86_64-GCC/testfloat_gen
  [ -x "$generator" ] && return
  mkdir -p "$folder/apt/lists/partial"
  # A source list of its own: the machine's may lack deb-src, and stays as it is.
  echo 'deb-src http://deb.debian.org/debian bookworm main' >"$folder/apt/sources.list"
  local apt=(apt-get -q -o Dir::Etc::sourcelist="$folder/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::State::lists="$folder/apt/lists" -o APT::Sandbox::User=root)
  "${apt[@]}" update
  (cd "$folder" && "${apt[@]}" source --tar-only --download-only qemu)
  tar xf "$folder"/qemu_*.orig.tar.xz -C "$folder" --strip-components=3 --wildcards '*/tests/fp/berkeley-*'
  make -s -C "$folder/berkeley-softfloat-3/build/Linux-x86_64-GCC" SPECIALIZE_TYPE=RISCV -j2 >/dev/null
  make -s -C "$(dirname "$generator")" -j2 testfloat_gen >/dev/null
}

generator=${TESTFLOAT_GEN:-}
[ -n "$generator" ] || build_generator

declare -A format=([f16]=fp16 [f32]=fp32 [f64]=fp64) integer=([i32]=int32 [ui32]=uint32 [i64]=int64 [ui64]=uint64)
declare -A operation=([add]=add [sub]=subtract [mul]=multiply [div]=divide [sqrt]=square_root [mulAdd]=multiply_add
  [eq]=equal [lt]=less [le]=less_equal)
declare -A words=([near_even]=nearest_even [minMag]=toward_zero [max]=toward_positive [min]=toward_negative
  [near_maxMag]=nearest_away)
failed=0

# check FUNCTION ROUNDING OPERATION OPTION...: ROUNDING as TestFloat says it.
check() {
  local function=$1 rounding=$2 depth=$level
  shift 2
  [[ $function != *_mulAdd ]] || depth=1
  printf '%-12s %-11s  ' "$function" "$rounding"
  "$generator" -level "$depth" -tininessafter "-r$rounding" -exact "$function" 2>/dev/null |
    "$spintile" fp "$@" --rounding "${words[$rounding]}" --check --quiet "${options[@]}" | tail -n 3 || failed=1
}

options=("$@")
for rounding in "${roundings[@]}"; do
  for float in "${floats[@]}"; do
    for name in "${functions[@]}"; do
      case $name in
        integer)
          for type in i32 ui32 i64 ui64; do
            check "${type}_to_$float" "$rounding" from_integer --format "${format[$float]}" --integer "${integer[$type]}"
            check "${float}_to_$type" "$rounding" to_integer --format "${format[$float]}" --integer "${integer[$type]}"
          done ;;
        convert)
          for to in "${floats[@]}"; do
            [ "$to" = "$float" ] || check "${float}_to_$to" "$rounding" convert --format "${format[$float]}" --to "${format[$to]}"
          done ;;
        *) check "${float}_$name" "$rounding" "${operation[$name]}" --format "${format[$float]}" ;;
      esac
    done
  done
done
exit $failed
