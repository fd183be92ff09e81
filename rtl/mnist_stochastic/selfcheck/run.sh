#!/bin/sh
# Checks this package against golden vectors: selfcheck/run.sh [icarus|verilator]
set -eu
tool=${1:-icarus}
CDPATH='' cd -- "$(dirname -- "$0")/.."
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
bench=selfcheck/mnist_stochastic_selfcheck.v

case $tool in
  icarus)
    iverilog -g2005 -I selfcheck -s mnist_stochastic_selfcheck -o "$build/check" -c files.f "$bench"
    vvp -n "$build/check" >"$build/log" ;;
  verilator)
    # It runs for milliseconds: what takes time is to compile it.
    verilator --binary --timing -MAKEFLAGS "OPT_FAST=-O0 OPT_GLOBAL=-O0" -Iselfcheck --top-module mnist_stochastic_selfcheck --Mdir "$build" -o check -F verilator.f "$bench" \
      >"$build/log" 2>&1 || { cat "$build/log"; exit 1; }
    "$build/check" >"$build/log" ;;
  *)
    echo "usage: selfcheck/run.sh [icarus|verilator]" >&2
    exit 2 ;;
esac

cat "$build/log"
grep -q '^PASS' "$build/log"
