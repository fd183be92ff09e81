// The command reference: whole for every variant, and in docs/commands.md as the command prints it.
#include "spec/command_reference.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "spec/parse.h"
#include "spec/register_map.h"
#include "verif/tests/every_variant.h"

namespace spintile::spec {
namespace {

class EveryCommandReference : public testing::TestWithParam<std::string> {};

TEST_P(EveryCommandReference, NamesEveryCommandSpaceAndRegister) {
  const Variant variant = load_variant(SPINTILE_SOURCE_DIR "/variants/" + GetParam() + ".yaml");
  std::vector<Command> described;
  for (const CommandDescription& one : command_reference(variant)) {
    described.push_back(one.command);
    for (const std::string& text : {one.operand, one.takes, one.does, one.leaves, one.cycles}) {
      EXPECT_FALSE(text.empty()) << name(one.command);
    }
  }
  EXPECT_EQ(described, commands(variant));
  const std::string text = command_reference_markdown(variant);
  for (const Space space : spaces(variant)) {
    EXPECT_NE(text.find("| " + std::string(name(space)) + " |"), std::string::npos) << name(space);
  }
  for (const Register& one : register_map(variant)) {
    EXPECT_NE(text.find("| " + one.name + " |"), std::string::npos) << one.name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryCommandReference, testing::ValuesIn(verif::variant_names()),
                         [](const auto& one) { return one.param; });

TEST(CommandReference, TheDocumentIsThatOfTheTrainingTile) {
  const std::string root = SPINTILE_SOURCE_DIR;
  std::ifstream file(root + "/docs/commands.md");
  const std::string written{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(written, command_reference_markdown(load_variant(root + "/variants/training_agad.yaml")))
      << "spintile explain variants/training_agad.yaml --commands > docs/commands.md";
}

}  // namespace
}  // namespace spintile::spec
