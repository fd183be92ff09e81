// The properties of verified writes for all time; their seeded faults are refuted in formal_control_test.
#include <gtest/gtest.h>

#include "verif/formal_files.h"
#include "verif/tests/formal_subject.h"

namespace spintile::verif {
namespace {

constexpr int seconds = 600;

TEST(VerifiedWrites, AreStoredUntilTheyReadRight) {
  for (const int rewrites : {1, 2, 7}) {
    spec::Variant variant;
    variant.name = "small";
    variant.unit = spec::Unit::float_unit;
    variant.sot.lanes = 2;
    variant.sot.rows = 64;
    variant.sot.rewrites = rewrites;
    const std::string block = "sot_array_pins";
    expect_proved(formal_subject(gen::design(variant), block, {}, property_parameters(block, variant)), seconds);
  }
}

}  // namespace
}  // namespace spintile::verif
