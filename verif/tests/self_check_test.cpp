// The self-check as its user runs it: from another folder, in a path with blanks, moved; with a tile that is right and
// with tiles that are not.
#include "verif/self_check.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "spec/parse.h"
#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

namespace fs = std::filesystem;

spec::Variant variant(const std::string& name) {
  return spec::load_variant(fs::path(SPINTILE_SOURCE_DIR) / "variants" / (name + ".yaml"));
}

class SelfCheck : public testing::Test {
 protected:
  /// Where a package goes: a path with blanks.
  fs::path place(const std::string& name) const { return scratch_.path() / "a folder with blanks" / name; }

  ProgramResult run(const fs::path& package, const std::string& tool) const {
    return run_program({(package / "selfcheck" / "run.sh").string(), tool}, scratch_.path());
  }
  const fs::path& scratch() const { return scratch_.path(); }

 private:
  ScratchFolder scratch_;
};

TEST_F(SelfCheck, EveryTilePassesUnderIcarus) {
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(SPINTILE_SOURCE_DIR) / "variants")) files.insert(entry);
  for (const auto& file : files) {
    const std::string name = file.stem().string();
    const spec::Variant checked = spec::load_variant(file);
    if (checked.unit != spec::Unit::tile) continue;
    if (checked.crossbar.rows * checked.crossbar.columns > 10000) continue;  // minutes in Icarus
    write_package(package_with_self_check(checked), place(name));
    const ProgramResult result = run(place(name), "icarus");
    EXPECT_EQ(result.status, 0) << name << "\n" << result.log;
    EXPECT_TRUE(result.log.starts_with("PASS")) << name << "\n" << result.log;
  }
}

TEST_F(SelfCheck, PassesUnderVerilatorToo) {
  for (const char* name : {"odd_sizes", "one_column", "analog_block"}) {
    write_package(package_with_self_check(variant(name)), place(name));
    const ProgramResult result = run(place(name), "verilator");
    EXPECT_EQ(result.status, 0) << name << "\n" << result.log;
    EXPECT_NE(result.log.find("PASS"), std::string::npos) << result.log;
  }
}

TEST_F(SelfCheck, MovesWithItsPackageAndLeavesNothingBehind) {
  const gen::Package package = package_with_self_check(variant("single_cell"));
  write_package(package, place("first"));
  fs::rename(place("first"), place("moved"));
  EXPECT_EQ(run(place("moved"), "icarus").status, 0);
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(place("moved"))) files += entry.is_regular_file() ? 1 : 0;
  EXPECT_EQ(files, package.files.size());
}

TEST_F(SelfCheck, RefusesASimulatorItDoesNotKnow) {
  write_package(package_with_self_check(variant("single_cell")), place("tile"));
  EXPECT_EQ(run(place("tile"), "abacus").status, 2);
}

/// One line of one module made wrong.
struct Mutant {
  const char* module;
  const char* right;
  const char* wrong;
};

// These name lines of the emitted Verilog: a change of a block may ask for another line here.
constexpr Mutant mutants[] = {
    {"counter", "count_q + step_i", "count_q - step_i"},
    {"shift_and_add", " + ", " - "},
    {"requantiser", "quotient} +", "quotient} -"},
    {"command_frontend", "AddressShift = 8'd24", "AddressShift = 8'd28"},
    {"command_frontend", "ErrorBusy = 8'd2", "ErrorBusy = 8'd3"},
    {"command_frontend", "CommandForward = 8'd3", "CommandForward = 8'd5"},
    {"axi_lite_port", "bresp_o = {write_error_q, 1'b0}", "bresp_o = {1'b0, write_error_q}"},
    {"core", ".Stages(2)", ".Stages(3)"},
};

TEST_F(SelfCheck, FailsWhenTheVerilogIsWrong) {
  const spec::Variant subject = variant("odd_sizes");
  const gen::Package package = package_with_self_check(subject);
  for (const Mutant& mutant : mutants) {
    SCOPED_TRACE(fmt::format("{}: {} -> {}", mutant.module, mutant.right, mutant.wrong));
    gen::Package broken = package;
    const std::string path = fmt::format("rtl/{}_{}.v", subject.name, mutant.module);
    const auto file = std::ranges::find(broken.files, path, &gen::File::path);
    ASSERT_NE(file, broken.files.end());
    const std::size_t found = file->text.find(mutant.right, file->text.find("\nmodule "));
    ASSERT_NE(found, std::string::npos) << file->text;
    file->text.replace(found, std::string(mutant.right).size(), mutant.wrong);
    write_package(broken, place("broken"));
    const ProgramResult result = run(place("broken"), "icarus");
    EXPECT_EQ(result.status, 1) << result.log;
    EXPECT_NE(result.log.find("FAIL"), std::string::npos) << result.log;
  }
}

TEST_F(SelfCheck, TwoPackagesLiveInOneDesign) {
  const std::vector<std::string> names = {"odd_sizes", "single_cell"};
  std::string top = "module pair (input wire aclk, output wire interrupt_a_o, output wire interrupt_b_o);\n";
  std::vector<std::string> verilog;
  for (const std::string& name : names) {
    for (const std::string& path : write_package(package_with_self_check(variant(name)), scratch() / name)) {
      verilog.push_back(name + "/" + path);
    }
    const char* interrupt = name == names.front() ? "interrupt_a_o" : "interrupt_b_o";
    top += fmt::format("  {0}_tile {0} (.aclk(aclk), .interrupt_o({1}));\n", name, interrupt);
  }
  write_file(scratch() / "pair.v", top + "endmodule\n");

  // The pins of the pair are left open: that is all there is to say.
  const ProgramResult verilator =
      run_program({require_program("verilator"), "--lint-only", "-Wall", "-Wno-PINMISSING", "--top-module", "pair",
                   "-F", "odd_sizes/verilator.f", "-F", "single_cell/verilator.f", "pair.v"},
                  scratch());
  EXPECT_EQ(verilator.status, 0);
  EXPECT_EQ(verilator.log, "");
  std::vector<std::string> icarus = {require_program("iverilog"), "-g2005", "-t", "null", "-s", "pair", "pair.v"};
  icarus.insert(icarus.end(), verilog.begin(), verilog.end());
  EXPECT_EQ(run_program(icarus, scratch()).status, 0);
  const ProgramResult yosys = run_program(
      {require_program("yosys"), "-q", "-p",
       "read_verilog odd_sizes/rtl/*.v single_cell/rtl/*.v pair.v; hierarchy -check -top pair; proc; check"},
      scratch());
  EXPECT_EQ(yosys.status, 0) << yosys.log;
}

}  // namespace
}  // namespace spintile::verif
