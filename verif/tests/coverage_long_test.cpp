// Coverage of the emitted Verilog over every variant, and that no exception outlives its use.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "spec/parse.h"
#include "verif/coverage.h"

namespace spintile::verif {
namespace {

TEST(CoverageOfEveryVariant, IsAboveTheThresholdAndEveryPointLeftHasItsReason) {
  std::set<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(SPINTILE_SOURCE_DIR "/variants")) {
    if (file.path().extension() == ".yaml") files.insert(file.path());
  }
  CoverageOptions options;
  options.jobs = 2;
  std::vector<CoveragePoint> all;
  std::set<const CoverageException*> used;
  for (const auto& file : files) {
    const spec::Variant variant = spec::load_variant(file);
    for (const CoveragePoint& point : measure_coverage(variant, options)) {
      all.push_back(point);
      if (point.covered()) continue;
      used.insert(find_exception(point, variant));
      EXPECT_NE(point.reason, "") << point.file << ":" << point.line << ": " << point.kind << ": " << point.text;
    }
  }
  EXPECT_GE(coverage_share(all), coverage_threshold);
  for (const CoverageException& exception : coverage_exceptions()) {
    EXPECT_TRUE(used.contains(&exception)) << exception.block << ": " << exception.text << ": needed nowhere";
  }
}

}  // namespace
}  // namespace spintile::verif
