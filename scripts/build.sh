#!/usr/bin/env bash
# build.sh [PRESET] [TARGET...]: sets up and builds; preset `release` and everything when none is named.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=${1:-release}
scripts/setup.sh
cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset" ${2:+--target "${@:2}"}
