// The driver on real RTL: operands in, a program that adds, sums out; and what it says when something is wrong.
#include "verif/rtl_float_unit.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/philox.h"
#include "spec/parse.h"
#include "verif/mismatch.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

using namespace spec::sot;

/// sum += a, `bits` rows each, in base registers 1 and 0; the carry in the first row of base register 4.
/// The in-place full adder in four steps, once a bit.
Program adder(int bits) {
  const Row a{0, 0, 1};
  const Row sum{1, 0, 1};
  const Row carry{4, 0, 0};
  Program program;
  program.name = "adder";
  program.words = {{Clear{.first = carry, .rows = 1}},
                   {Loop{bits}},
                   {Step{.read = Read::row, .from = a, .write = Write::xor_into, .to = sum, .also = carry}},
                   {Step{.read = Read::row, .from = carry, .write = Write::xor_into, .to = sum}},
                   {Step{.read = Read::row_complement, .from = sum, .write = Write::and_into, .to = carry}},
                   {Step{.read = Read::row, .from = a, .write = Write::xor_into, .to = sum, .also = carry}, true},
                   {End{}}};
  return program;
}

class RtlFloatUnitTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { library_ = load_model(variant()); }
  static void TearDownTestSuite() { library_.reset(); }
  static spec::Variant variant() { return spec::load_variant(SPINTILE_SOURCE_DIR "/variants/float_unit.yaml"); }

  std::vector<std::uint64_t> random_values(std::uint64_t mask) {
    std::vector<std::uint64_t> values(static_cast<std::size_t>(unit.variant().sot.lanes));
    for (std::uint64_t& value : values) value = (std::uint64_t{draws.next()} << 32 | draws.next()) & mask;
    return values;
  }

  static inline std::shared_ptr<const ModelLibrary> library_;
  host::PhiloxSequence draws{{1, 0x80000000}, 0};
  RtlFloatUnit unit{library_, variant()};
};

TEST_F(RtlFloatUnitTest, AddsInEveryLane) {
  constexpr int bits = 33;
  constexpr std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  const auto a = random_values(mask);
  const auto b = random_values(mask);
  unit.load_program(adder(bits), 5);
  for (const SotWaits waits : {SotWaits{}, SotWaits{.read = 1, .write = 3, .search = 2}}) {
    unit.set_waits(waits);
    unit.set_bases({100, 200, 0, 0, 300, 0, 0, 0});
    unit.write_lanes(100, bits, a);
    unit.write_lanes(200, bits, b);
    EXPECT_EQ(unit.run(5), spec::Error::none);
    std::vector<std::uint64_t> sum(a.size());
    unit.read_lanes(200, bits, sum);
    for (std::size_t lane = 0; lane < a.size(); ++lane) EXPECT_EQ(sum[lane], (a[lane] + b[lane]) & mask) << lane;
    // The operand is still there.
    unit.read_lanes(100, bits, sum);
    EXPECT_EQ(sum, a);
  }
}

TEST_F(RtlFloatUnitTest, ProgramsMoveWithTheirBases) {
  const auto a = random_values(0xFF);
  const auto b = random_values(0xFF);
  unit.load_program(adder(8));
  std::uint32_t cycles = 0;
  for (const int first : {0, 17, 480}) {
    unit.set_bases({first, first + 8, 0, 0, first + 20, 0, 0, 0});
    unit.write_lanes(first, 8, a);
    unit.write_lanes(first + 8, 8, b);
    EXPECT_EQ(unit.run(), spec::Error::none);
    std::vector<std::uint64_t> sum(a.size());
    unit.read_lanes(first + 8, 8, sum);
    for (std::size_t lane = 0; lane < a.size(); ++lane) EXPECT_EQ(sum[lane], (a[lane] + b[lane]) & 0xFF) << lane;
    if (first != 0) {
      EXPECT_EQ(unit.cycles_of_run(), cycles);
    }
    cycles = unit.cycles_of_run();
  }
}

TEST_F(RtlFloatUnitTest, AnErrorIsGivenBackAndForgotten) {
  unit.load_program(adder(8));
  unit.set_bases({505, 0, 0, 0, 100, 0, 0, 0});
  EXPECT_EQ(unit.run(), spec::Error::row_range);
  unit.set_bases({500, 0, 0, 0, 100, 0, 0, 0});
  EXPECT_EQ(unit.run(), spec::Error::none);
}

TEST_F(RtlFloatUnitTest, SaysWhatIsWrong) {
  EXPECT_THROW(unit.write_register(spec::register_offset::cycles, 0), MismatchError);
  EXPECT_THROW(unit.write_lanes(0, 8, std::vector<std::uint64_t>(3)), std::invalid_argument);
  EXPECT_THROW(unit.write_lanes(510, 8, random_values(1)), MismatchError);
  unit.load_program(adder(64));
  EXPECT_THROW(unit.run(0, 20), MismatchError);
}

}  // namespace
}  // namespace spintile::verif
