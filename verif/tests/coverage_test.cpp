// How coverage is measured, and that two small variants reach all of theirs; coverage_long_test.cpp has all variants.
#include "verif/coverage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "spec/parse.h"
#include "verif/cover_points.h"
#include "verif/external_program.h"
#include "verif/scratch_folder.h"
#include "verif/verilated_model.h"

namespace spintile::verif {
namespace {

const std::string single_cell = SPINTILE_SOURCE_DIR "/variants/single_cell.yaml";
const std::string everything = SPINTILE_SOURCE_DIR "/variants/everything.yaml";

/// A line of Verilator's coverage file.
std::string record(const std::string& page, int line, const std::string& kind, int count) {
  return "C '\1f\2rtl/a_counter.v\1l\2" + std::to_string(line) + "\1n\0023\1page\2" + page + "/a_counter\1o\2" + kind +
         "\1h\2TOP.a_tile' " + std::to_string(count) + "\n";
}

gen::Package counter_package() {
  return {"a_tile",
          {{"rtl/a_counter.v",
            "module a_counter (\n  input  wire clk_i,\n  input  wire rst_ni,\n  input  wire enable_i,  // counts\n"
            "  output wire [3:0] count_o\n);\n  wire full;\n  reg  [3:0] count_q;\nendmodule\n"}}};
}

spec::Variant named(const std::string& name) {
  spec::Variant variant;
  variant.name = name;
  return variant;
}

TEST(Coverage, CountsOfAllInstancesAddUpPointByPoint) {
  const ScratchFolder folder;
  write_file(folder.path() / "0.dat", "# SystemC::Coverage-3\n" + record("v_line", 7, "block", 2) +
                                          record("v_branch", 8, "else", 0) + record("v_user", 8, "cover", 1));
  write_file(folder.path() / "1.dat", record("v_line", 7, "block", 5) + record("v_branch", 8, "else", 0));
  const auto points = read_coverage(folder.path(), named("a"), counter_package());
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[0].block, "counter");
  EXPECT_EQ(points[0].text, "wire full;");
  EXPECT_EQ(points[0].count, 7U);
  EXPECT_EQ(points[1].kind, "cover");
  EXPECT_TRUE(points[1].covered());
  EXPECT_EQ(points[2].kind, "else");
  EXPECT_FALSE(points[2].covered());
  EXPECT_EQ(points[2].reason, "");
  EXPECT_DOUBLE_EQ(coverage_share(points), 2.0 / 3.0);
  const auto rows = by_block(points);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].points, 3);
  EXPECT_EQ(rows[0].covered, 2);
}

TEST(Coverage, AFileThatIsNoneIsRefusedByName) {
  const ScratchFolder folder;
  write_file(folder.path() / "0.dat", "C 'no fields' 1\n");
  try {
    read_coverage(folder.path(), named("a"), counter_package());
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("0.dat"), std::string::npos) << error.what();
  }
}

TEST(Coverage, EverySignalOfOneBitHasBothItsValuesCovered) {
  const std::string before = counter_package().files[0].text;
  const std::string after = with_cover_points(counter_package()).files[0].text;
  const std::string added = after.substr(before.rfind("endmodule"), after.size() - before.size());
  EXPECT_EQ(added,
            "  cover property (@(posedge clk_i) rst_ni && enable_i);\n"
            "  cover property (@(posedge clk_i) rst_ni && !enable_i);\n"
            "  cover property (@(posedge clk_i) rst_ni && full);\n"
            "  cover property (@(posedge clk_i) rst_ni && !full);\n");
  EXPECT_TRUE(after.starts_with(before.substr(0, before.rfind("endmodule"))));
}

TEST(Coverage, AnExceptionHoldsInItsVariantsOnly) {
  CoveragePoint point;
  point.block = "array_sequencer";
  point.kind = "cover";
  point.text = "cover property (@(posedge clk_i) rst_ni && stream_q);";
  EXPECT_NE(find_exception(point, spec::load_variant(single_cell)), nullptr);
  EXPECT_EQ(find_exception(point, spec::load_variant(everything)), nullptr);
  point.text = "cover property (@(posedge clk_i) rst_ni && !stream_q);";
  EXPECT_EQ(find_exception(point, spec::load_variant(single_cell)), nullptr);
}

TEST(Coverage, AModelBuiltWithoutItIsRefused) {
  const ModelLibrary library(ModelBuilder().build(gen::generate(spec::load_variant(single_cell))));
  EXPECT_THROW(library.collect_coverage("."), std::runtime_error);
}

class SmallVariant : public testing::TestWithParam<std::string> {};

TEST_P(SmallVariant, ReachesAllThatCanBeReached) {
  CoverageOptions options;
  options.jobs = 2;
  const auto points = measure_coverage(spec::load_variant(GetParam()), options);
  EXPECT_GE(coverage_share(points), coverage_threshold);
  for (const auto& point : points) {
    EXPECT_TRUE(point.covered() || !point.reason.empty())
        << point.file << ":" << point.line << ": " << point.kind << ": " << point.text;
  }
}

INSTANTIATE_TEST_SUITE_P(Coverage, SmallVariant, testing::Values(single_cell, everything));

TEST(CoverageCommand, FailsWhereLinesAreLeftAndNamesThem) {
  const ScratchFolder folder;
  const auto good = run_program({SPINTILE_COMMAND, "coverage", single_cell, "--json", "--quiet"}, folder.path());
  EXPECT_EQ(good.status, 0) << good.log;
  const auto document = nlohmann::json::parse(good.log);
  EXPECT_EQ(document.at("passed"), true);
  EXPECT_GT(document.at("points"), 300);
  for (const auto& point : document.at("left")) EXPECT_NE(point.at("reason"), "");

  const auto bad = run_program({SPINTILE_COMMAND, "coverage", single_cell, "--cases", "1"}, folder.path());
  EXPECT_EQ(bad.status, 1) << bad.log;
  EXPECT_NE(bad.log.find("NOT REACHED"), std::string::npos) << bad.log;
}

}  // namespace
}  // namespace spintile::verif
