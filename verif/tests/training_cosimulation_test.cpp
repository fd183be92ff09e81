// Training in place on the Verilated tile: hundreds of updates and transfers, bit for bit, and what a fault looks like.
#include "verif/training_cosimulation.h"

#include <gtest/gtest.h>

#include "spec/parse.h"
#include "verif/training_mutants.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

spec::Variant variant(const std::string& name) {
  return spec::load_variant(SPINTILE_SOURCE_DIR "/variants/" + name + ".yaml");
}

/// agad in bf16 with the SOT array behind pins: the model that training_mutants_test builds, without a fault.
spec::Variant agad_variant() { return training_mutant_variant(); }
std::shared_ptr<const ModelLibrary> agad_model() {
  const spec::Variant agad = agad_variant();
  return std::make_shared<const ModelLibrary>(
      ModelBuilder().build(with_mutants(gen::generate(agad), agad.name, training_mutant_table())));
}

void expect_all_of_it(const TrainingReport& report, bool has_choppers) {
  EXPECT_FALSE(report.mismatch) << to_string(*report.mismatch);
  EXPECT_GT(report.coincidences, report.updates);
  EXPECT_GT(report.crossings, 20U);
  EXPECT_GT(report.weight_pulses, 20U);
  EXPECT_EQ(report.flips > 10, has_choppers);
}

TEST(TrainingCosimulation, AgadInBf16WithBothKindsOfFlips) {
  const spec::Variant agad = agad_variant();
  const auto library = agad_model();
  const TrainingReport report = cosimulate_training(library, agad, 1, {.transfers = 300});
  expect_all_of_it(report, true);
  EXPECT_EQ(report.transfers, 300U);
  EXPECT_EQ(report.backwards, 300U);

  const TrainingReport regular = cosimulate_training(library, agad, 2, {.transfers = 120, .random = false});
  EXPECT_FALSE(regular.mismatch);
  EXPECT_EQ(regular.flips, 40U);  // 15 sweeps of 8 rows, each row in every third of them
  const TrainingReport random = cosimulate_training(library, agad, 3, {.transfers = 120, .regular = false});
  EXPECT_FALSE(random.mismatch);
  EXPECT_NEAR(static_cast<double>(random.flips), 120.0 / 8, 12.0);
  const TrainingReport frozen =
      cosimulate_training(library, agad, 4, {.transfers = 24, .regular = false, .random = false});
  EXPECT_FALSE(frozen.mismatch);
  EXPECT_EQ(frozen.flips, 0U);
}

TEST(TrainingCosimulation, NothingReachesWBeforeTheWarmUpIsOver) {
  const spec::Variant agad = agad_variant();
  const TrainingReport report = cosimulate_training(agad_model(), agad, 1, {.transfers = 80, .warm_up = 10});
  EXPECT_FALSE(report.mismatch);
  EXPECT_GT(report.crossings, 0U);
  EXPECT_EQ(report.weight_pulses, 0U);
}

TEST(TrainingCosimulation, WithTheArrayCutOffTheComparisonBreaks) {
  // H and its companions are in the SOT array and nowhere else.
  const spec::Variant agad = agad_variant();
  const TrainingReport report = cosimulate_training(agad_model(), agad, 1, {.transfers = 20, .cut_array = true});
  ASSERT_TRUE(report.mismatch);
  EXPECT_LT(report.transfers, 2U);
}

TEST(TrainingCosimulation, Ttv2InFixedPointInAMemory) {
  const spec::Variant ttv2 = variant("training_ttv2_fixed");
  expect_all_of_it(cosimulate_training(load_model(ttv2), ttv2, 1, {.transfers = 300}), false);
}

TEST(TrainingCosimulation, CTtv2InFp16WithRotatedWords) {
  const spec::Variant cttv2 = variant("training_cttv2_fp16");
  expect_all_of_it(cosimulate_training(load_model(cttv2), cttv2, 1, {.transfers = 300}), true);
}

}  // namespace
}  // namespace spintile::verif
