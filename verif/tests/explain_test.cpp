// What `spintile explain` says of the variant of the main job, by hand.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "spec/parse.h"

namespace spintile::spec {
namespace {

std::map<std::string, std::string> explained(const std::string& name) {
  std::map<std::string, std::string> values;
  for (const DerivedRow& row :
       explain(load_variant(std::string(SPINTILE_SOURCE_DIR) + "/variants/" + name + ".yaml"))) {
    EXPECT_FALSE(row.formula.empty()) << row.name;
    EXPECT_TRUE(values.emplace(row.group + ": " + row.name, row.value).second) << "twice: " << row.name;
  }
  return values;
}

TEST(Explain, GivesEveryDerivedQuantity) {
  auto values = explained("mnist_stochastic");
  values.erase("registers: variant hash");
  values.erase("registers: VARIANT_HASH");
  const std::map<std::string, std::string> expected = {
      {"crossbar: subarrays", "7"},
      {"crossbar: rows of the subarrays", "7 x 112"},
      {"crossbar: lines", "10"},
      {"crossbar: MTJs of a line", "1"},
      {"crossbar: converters", "70"},
      {"codes: input magnitude bits", "4"},
      {"codes: input code bits", "5"},
      {"codes: largest input code", "15"},
      {"codes: largest weight code", "15"},
      {"widths: sub-array sum bits", "3"},
      {"widths: counter bits", "6"},
      {"widths: largest accumulator", "840"},
      {"widths: accumulator bits", "11"},
      {"widths: product bits", "27"},
      {"widths: largest shift", "26"},
      {"widths: shift bits", "5"},
      {"widths: samples bits", "4"},
      {"widths: offset bits", "16"},
      {"cycles: sample", "5"},
      {"cycles: phase, n = 1", "9"},
      {"cycles: phase, n = 8", "44"},
      {"cycles: requantise", "11"},
      {"cycles: forward, n = 1", "48"},
      {"cycles: forward, n = 8", "188"},
      {"state spaces: 0 input", "784 x 5 bits, -15 .. 15, read, write; 98 beats of 8 x 8 bits; reset 0"},
      {"state spaces: 1 output", "10 x 16 bits, -32768 .. 32767, read; 3 beats of 4 x 16 bits; reset 0"},
      {"state spaces: 2 accumulator", "10 x 11 bits, -1024 .. 1023, read; 3 beats of 4 x 16 bits; reset 0"},
      {"state spaces: 3 counter", "10 x 6 bits, 0 .. 63, read; 2 beats of 8 x 8 bits; reset 0"},
      {"state spaces: 4 scale", "10 x 16 bits, -32768 .. 32767, read, write; 3 beats of 4 x 16 bits; reset 1"},
      {"state spaces: 5 offset", "10 x 16 bits, -32768 .. 32767, read, write; 3 beats of 4 x 16 bits; reset 0"},
      {"registers: CAPABILITIES", "0x0000070a"},
  };
  EXPECT_EQ(values, expected);
}

TEST(Explain, ShowsUnequalSubarraysAndOneForwardWhereOneSampleIsTheMost) {
  EXPECT_EQ(explained("odd_sizes").at("crossbar: rows of the subarrays"), "1 x 5 + 2 x 4");
  EXPECT_EQ(explained("single_cell").at("cycles: forward, n = 1"), "10");
}

TEST(Explain, ShowsTheHash) {
  const Variant variant = load_variant(std::string(SPINTILE_SOURCE_DIR) + "/variants/single_cell.yaml");
  const std::string hash = explained("single_cell").at("registers: variant hash");
  const std::string low = explained("single_cell").at("registers: VARIANT_HASH");
  EXPECT_EQ(std::stoull(hash, nullptr, 16), variant_hash(variant));
  EXPECT_EQ(low, "0x" + hash.substr(10));
}

}  // namespace
}  // namespace spintile::spec
