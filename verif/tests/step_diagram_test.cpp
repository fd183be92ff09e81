// docs/training-step.svg is what the pins of the Verilated training tile do.
#include "verif/study/step_diagram.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "spec/parse.h"

namespace spintile::verif {
namespace {

spec::Variant shipped(const std::string& name) {
  return spec::load_variant(SPINTILE_SOURCE_DIR "/variants/" + name + ".yaml");
}

TEST(StepDiagram, TheDocumentIsThatOfTheTrainingTile) {
  std::ifstream file(SPINTILE_SOURCE_DIR "/docs/training-step.svg");
  const std::string written{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(written, timing_diagram_svg(training_step_diagram(shipped("training_agad"))))
      << "spintile draw variants/training_agad.yaml --step -o docs/training-step.svg";
}

TEST(StepDiagram, WantsATileThatTrains) {
  EXPECT_THROW(training_step_diagram(shipped("mnist_stochastic")), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::verif
