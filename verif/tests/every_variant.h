// The variants of the tree, and what each has to pass.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "spec/parse.h"
#include "verif/verify.h"

namespace spintile::verif {

inline std::vector<std::string> variant_names() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(SPINTILE_SOURCE_DIR "/variants")) {
    if (file.path().extension() == ".yaml") names.push_back(file.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

inline void expect_every_check_passes(const std::string& name, const VerifyOptions& options) {
  const spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/" + name + ".yaml");
  const std::vector<CheckResult> results = verify(variant, options);
  if (options.filter.empty()) {
    EXPECT_EQ(results.size(), check_names(variant).size());
  }
  EXPECT_FALSE(results.empty());
  for (const CheckResult& result : results) EXPECT_TRUE(result.passed) << result.name << ": " << result.detail;
}

}  // namespace spintile::verif
