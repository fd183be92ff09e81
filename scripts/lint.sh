#!/usr/bin/env bash
# Format and clang-tidy, over the compile commands of a preset (`release` when none is named), which must be configured.
# Both tools change their mind from version to version: the tree is kept clean with version 14, that of Debian 12.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=${1:-release}
version=14

# tool NAME: the command of that version, or nothing.
tool() {
  local command
  for command in "$1-$version" "$1"; do
    if command -v "$command" >/dev/null && [[ $("$command" --version) == *"version $version."* ]]; then
      echo "$command"
      return
    fi
  done
}

status=0
mapfile -t sources < <(find cli gen host refmodel spec verif -name '*.cpp' -o -name '*.h' | LC_ALL=C sort)
# Not the tests: they would double the time.
mapfile -t units < <(printf '%s\n' "${sources[@]}" | grep '\.cpp$' | grep -vE '^verif/(tests|install)/')

clang_format=$(tool clang-format)
if [ -n "$clang_format" ]; then
  "$clang_format" --dry-run --Werror "${sources[@]}" || status=1
  echo "lint: format of ${#sources[@]} files checked"
else
  echo "lint: clang-format $version is not here: format NOT checked"
fi

clang_tidy=$(tool clang-tidy)
if [ -n "$clang_tidy" ]; then
  printf '%s\0' "${units[@]}" | xargs -0 -n 4 -P "$(nproc)" "$clang_tidy" -p "build/$preset" --quiet 2>/dev/null || status=1
  echo "lint: clang-tidy ran on ${#units[@]} files"
else
  echo "lint: clang-tidy $version is not here: clang-tidy NOT run"
fi
exit $status
