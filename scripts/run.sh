#!/usr/bin/env bash
# The main job on the built-in variant: classify digits through the Verilated tile, bit by bit against the golden model.
# Real digits when MNIST is found (SPINTILE_DATA, or ../shared/data), else the built-in ones. Further arguments go to
# `spintile verify`.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/build.sh release spintile_cli
exec build/release/spintile verify "$@"
