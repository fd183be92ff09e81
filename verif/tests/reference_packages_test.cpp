// rtl/ holds the packages of two variants as a reader sees them without building: they must be what the command writes
// today.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "spec/parse.h"
#include "verif/self_check.h"

namespace spintile::verif {
namespace {

namespace fs = std::filesystem;

const fs::path source = SPINTILE_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class ReferencePackage : public testing::TestWithParam<const char*> {};

TEST_P(ReferencePackage, IsWhatTheGeneratorWrites) {
  const std::string name = GetParam();
  const fs::path committed = source / "rtl" / name;
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(committed)) files += entry.is_regular_file() ? 1 : 0;

  const gen::Package package = package_with_self_check(spec::load_variant(source / "variants" / (name + ".yaml")));
  EXPECT_EQ(files, package.files.size()) << committed << " holds other files";
  for (const gen::File& file : package.files) {
    EXPECT_EQ(read(committed / file.path), file.text)
        << file.path << " is stale: spintile generate variants/" << name << ".yaml -o rtl/" << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Rtl, ReferencePackage, testing::Values("mnist_stochastic", "everything", "float_unit_memory"),
                         [](const auto& parameter) { return std::string(parameter.param); });

}  // namespace
}  // namespace spintile::verif
