#include "verif/rtl_tile.h"

#include <gtest/gtest.h>

#include "host/philox.h"
#include "refmodel/tile/golden_tile.h"
#include "spec/derive.h"
#include "spec/parse.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

host::Matrix<std::int32_t> codes(host::PhiloxSequence& draws, int rows, int columns, std::int32_t limit) {
  host::Matrix<std::int32_t> matrix(rows, columns);
  for (std::int32_t& code : matrix.values()) {
    code = static_cast<std::int32_t>(draws.below(2 * static_cast<std::uint32_t>(limit) + 1)) - limit;
  }
  return matrix;
}

class RtlTileTest : public testing::Test {
 protected:
  const spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/odd_sizes.yaml");
  const std::shared_ptr<const ModelLibrary> library = load_model(variant);
};

TEST_F(RtlTileTest, GivesTheBitsOfTheGoldenTileThroughALongLife) {
  host::PhiloxSequence draws({5, 0x80000000}, 0);
  refmodel::GoldenTile golden(variant, 11);
  RtlTile rtl(library, variant, 11);
  RtlTile stranger(library, variant, 12);
  int strange = 0;
  for (int life = 0; life < 6; ++life) {
    const auto weights = codes(draws, variant.crossbar.rows, variant.crossbar.columns, spec::weight_code_max(variant));
    const auto inputs = codes(draws, 5, variant.crossbar.rows, spec::input_code_max(variant));
    std::vector<float> gain(static_cast<std::size_t>(variant.crossbar.columns));
    for (float& value : gain) value = 0.5F + draws.uniform();
    host::Requantisation requantisation{std::vector<std::int64_t>(gain.size(), life - 3),
                                        std::vector<std::int64_t>(gain.size(), 7 * life), life};
    for (host::InferenceTile* tile :
         {static_cast<host::InferenceTile*>(&golden), static_cast<host::InferenceTile*>(&rtl),
          static_cast<host::InferenceTile*>(&stranger)}) {
      tile->program(weights);
      tile->set_column_gain(gain);
      tile->set_samples(1 + life);
      tile->set_requantisation(requantisation);
    }
    const host::Readout expected = golden.forward(inputs);
    EXPECT_EQ(rtl.forward(inputs), expected) << life;
    strange += stranger.forward(inputs) == expected ? 0 : 1;
  }
  EXPECT_EQ(strange, 6) << "another seed gives the same bits";
}

TEST_F(RtlTileTest, RefusesIllegalArgumentsAndLivesOn) {
  refmodel::GoldenTile golden(variant, 1);
  RtlTile rtl(library, variant, 1);
  EXPECT_THROW(rtl.set_samples(0), std::invalid_argument);
  EXPECT_THROW(rtl.set_samples(variant.readout.samples_max + 1), std::invalid_argument);
  host::Requantisation requantisation{{1}, {0}, 0};
  EXPECT_THROW(rtl.set_requantisation(requantisation), std::invalid_argument);
  host::Matrix<std::int32_t> inputs(1, variant.crossbar.rows, spec::input_code_max(variant));
  inputs(0, 3) += 1;
  EXPECT_THROW(rtl.forward(inputs), std::invalid_argument);
  inputs(0, 3) -= 1;
  EXPECT_EQ(rtl.forward(inputs), golden.forward(inputs));
}

}  // namespace
}  // namespace spintile::verif
