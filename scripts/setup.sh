#!/usr/bin/env bash
# Installs what building and testing spintile needs and the machine lacks: Debian 12, Ubuntu 24.04. Safe to repeat.
set -euo pipefail

packages=(
  g++ clang cmake ninja-build ccache                                    # build
  libyaml-cpp-dev libfmt-dev libcli11-dev nlohmann-json3-dev zlib1g-dev  # libraries of the command
  libeigen3-dev libgtest-dev libgmock-dev libmpfr-dev                   # libraries of the benchmarks and tests
  verilator iverilog yosys                                              # simulators and synthesis
  berkeley-abc                                                          # proofs
  clang-format clang-tidy                                               # lint
  libxml2-utils tcl                                                     # tests that read IP-XACT and constraints as tools do
)

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "setup: no apt here. Install the equivalents of these Debian packages, then use the CMake presets directly:" >&2
  echo "  ${packages[*]}" >&2
  exit 2
fi

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: run as root (no sudo): apt-get install ${missing[*]}" >&2; exit 2; }
  as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
# env: sudo does not hand on the environment.
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120)
"${apt[@]}" update </dev/null
"${apt[@]}" install --no-install-recommends "${missing[@]}" </dev/null
