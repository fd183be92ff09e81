#include "verif/static_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

/// Runs `argv` followed by the Verilog files of the package, in a folder that holds the package.
ProgramResult run_on_package(const gen::Package& package, std::vector<std::string> argv) {
  const ScratchFolder folder;
  const std::vector<std::string> files = write_package(package, folder.path());
  argv.insert(argv.end(), files.begin(), files.end());
  return run_program(argv, folder.path());
}

}  // namespace

ToolVerdict lint_with_verilator(const gen::Package& package) {
  const ProgramResult result =
      run_on_package(package, {require_program("verilator"), "--lint-only", "-Wall", "--top-module", package.top});
  return {result.status == 0 && result.log.empty(), result.log};
}

ToolVerdict compile_with_icarus(const gen::Package& package) {
  const ProgramResult result =
      run_on_package(package, {require_program("iverilog"), "-Wall", "-g2005", "-t", "null", "-s", package.top});
  return {result.status == 0 && result.log.empty(), result.log};
}

ToolVerdict check_with_yosys(const gen::Package& package) {
  const ScratchFolder folder;
  const std::vector<std::string> files = write_package(package, folder.path());
  const std::string script = fmt::format(
      "read_verilog {}; hierarchy -check -top {}; proc; select -assert-none t:$dlatch t:$adlatch t:$dlatchsr; "
      "check -assert",
      fmt::join(files, " "), package.top);
  const ProgramResult result = run_program({require_program("yosys"), "-q", "-p", script}, folder.path());
  return {result.status == 0, result.log};
}

}  // namespace spintile::verif
