#!/usr/bin/env bash
# Sets up, builds, and runs every check of the default run; what .ci/run calls. Ends with ctest's summary.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/build.sh release
lint=0
scripts/lint.sh release || lint=1
[ $lint -eq 0 ] || echo "test: lint found something (above); the tests run all the same"
ctest --preset release -j "$(nproc)"
exit $lint
