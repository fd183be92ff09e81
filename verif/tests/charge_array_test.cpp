#include "refmodel/analog/charge_array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <vector>

#include "host/philox.h"

namespace spintile::refmodel {
namespace {

using Counts = host::Matrix<std::int32_t>;
using Charges = host::Matrix<std::int64_t>;

class Random {
 public:
  explicit Random(std::uint32_t seed) : sequence_({seed, 0x80000997}, 0) {}
  /// In -most .. most.
  std::int32_t code(std::int32_t most) {
    return static_cast<std::int32_t>(sequence_.below(static_cast<std::uint32_t>(2 * most + 1))) - most;
  }
  float cell() { return 4.4F * sequence_.uniform() - 2.2F; }

 private:
  host::PhiloxSequence sequence_;
};

Counts random_counts(int vectors, int inputs, int bits, Random& random) {
  Counts counts(vectors, inputs);
  for (std::int32_t& count : counts.values()) count = random.code((1 << bits) - 1);
  return counts;
}

host::Matrix<float> random_cells(int inputs, int outputs, Random& random) {
  host::Matrix<float> cells(inputs, outputs);
  for (float& cell : cells.values()) cell = random.cell();
  return cells;
}

std::vector<std::int16_t> integers(std::span<const float> cells) {
  std::vector<std::int16_t> result(cells.size());
  integer_conductances(cells, result);
  return result;
}

ChargeArray array_of(const host::Matrix<float>& cells, Simd simd = best_simd()) {
  ChargeArray array(cells.rows(), cells.columns(), simd);
  for (int k = 0; k < cells.rows(); ++k) array.set_input(k, integers(cells.row(k)));
  return array;
}

/// What the hardware does: in slot t a line is active where bit p of its magnitude is 1, p the leading one of t; the
/// integrator takes the current of the slot and saturates.
Charges slot_by_slot(const ChargeArray& array, const Counts& counts, int bits, std::int64_t limit) {
  Charges charges(counts.rows(), array.outputs(), 0);
  for (int n = 0; n < counts.rows(); ++n) {
    for (unsigned slot = 1; slot < 1U << bits; ++slot) {
      const int bit = static_cast<int>(std::bit_width(slot)) - 1;
      for (int j = 0; j < array.outputs(); ++j) {
        std::int64_t current = 0;
        for (int k = 0; k < array.inputs(); ++k) {
          const bool active = (std::abs(counts(n, k)) >> bit & 1) != 0;
          if (active) current += counts(n, k) < 0 ? -array.conductance(k, j) : array.conductance(k, j);
        }
        charges(n, j) = std::clamp(charges(n, j) + current, -limit, limit);
      }
    }
  }
  return charges;
}

constexpr std::int64_t never = std::int64_t{1} << 62;

TEST(IntegerConductance, IsRoundedToNearestEvenAndHeld) {
  constexpr float unit = 0x1p-14F;
  EXPECT_EQ(integer_conductance(1.0F), 16384);
  EXPECT_EQ(integer_conductance(-1.0F), -16384);
  EXPECT_EQ(integer_conductance(2.5F * unit), 2);
  EXPECT_EQ(integer_conductance(3.5F * unit), 4);
  EXPECT_EQ(integer_conductance(-2.5F * unit), -2);
  EXPECT_EQ(integer_conductance(2.51F * unit), 3);
  EXPECT_EQ(integer_conductance(1.99995F), 32767);
  EXPECT_EQ(integer_conductance(2.0F), 32767);
  EXPECT_EQ(integer_conductance(-100.0F), -32767);
}

TEST(ChargeArray, SlotsBitsAndOneProductAgree) {
  Random random(1);
  for (int trial = 0; trial < 60; ++trial) {
    const int inputs = 1 + std::abs(random.code(40));
    const int outputs = 1 + std::abs(random.code(40));
    const int bits = 1 + std::abs(random.code(6));
    const ChargeArray array = array_of(random_cells(inputs, outputs, random));
    const Counts counts = random_counts(1 + std::abs(random.code(8)), inputs, bits, random);
    const Charges exact = array.charges(counts);
    ASSERT_EQ(exact, slot_by_slot(array, counts, bits, never));
    ASSERT_EQ(array.held_charges(counts, bits, std::vector(static_cast<std::size_t>(outputs), never)), exact);
    // Limits that some charges meet on their way, some at their end and some nowhere.
    std::int64_t largest = 1;
    for (const std::int64_t charge : exact.values()) largest = std::max(largest, std::abs(charge));
    for (const std::int64_t limit : {largest / 3, largest / 2 + 1, largest}) {
      const Charges held = array.held_charges(counts, bits, std::vector(static_cast<std::size_t>(outputs), limit));
      ASSERT_EQ(held, slot_by_slot(array, counts, bits, limit)) << inputs << " x " << outputs << ", limit " << limit;
    }
  }
}

// A charge may leave its limit again, so holding it is not the same as clamping the product.
TEST(ChargeArray, SaturatesOnTheWay) {
  ChargeArray array(2, 1);
  array.set_output(0, std::vector<std::int16_t>{16384, 16384});
  Counts counts(1, 2);
  counts(0, 0) = 3;   // bits 0 and 1: +1, +2
  counts(0, 1) = -4;  // bit 2: -4
  constexpr std::int64_t one = 16384;
  EXPECT_EQ(array.charges(counts)(0, 0), -one);
  EXPECT_EQ(array.held_charges(counts, 3, std::vector{2 * one})(0, 0), -2 * one);
  EXPECT_EQ(array.held_charges(counts, 3, std::vector{5 * one / 2})(0, 0), -3 * one / 2);
}

TEST(ChargeArray, EveryInstructionSetGivesTheSame) {
  Random random(2);
  for (const int inputs : {1, 2, 255, 256, 257, 700}) {
    std::vector<std::int16_t> panel(static_cast<std::size_t>(inputs + 1) / 2 * 2 * charge_panel_columns);
    for (std::int16_t& g : panel) g = static_cast<std::int16_t>(random.code(32767));
    const std::size_t pairs = static_cast<std::size_t>(inputs + 1) / 2;
    for (const ChargeKernel& kernel : charge_kernels_of_this_machine()) {
      for (std::size_t vectors = 1; vectors <= kernel.vectors; ++vectors) {
        std::vector<std::vector<std::int16_t>> counts(vectors, std::vector<std::int16_t>(2 * pairs));
        std::vector<std::vector<std::int64_t>> sums(vectors, std::vector<std::int64_t>(charge_panel_columns, 5));
        std::vector<const std::int16_t*> from;
        std::vector<std::int64_t*> to;
        for (std::size_t v = 0; v < vectors; ++v) {
          for (std::int16_t& count : counts[v]) count = static_cast<std::int16_t>(random.code(255));
          from.push_back(counts[v].data());
          to.push_back(sums[v].data());
        }
        kernel.add_panel(panel.data(), pairs, from.data(), vectors, to.data());
        for (std::size_t v = 0; v < vectors; ++v) {
          for (std::size_t c = 0; c < charge_panel_columns; ++c) {
            std::int64_t sum = 5;
            for (std::size_t k = 0; k < 2 * pairs; ++k) {
              sum += std::int64_t{counts[v][k]} * panel[(k / 2 * charge_panel_columns + c) * 2 + k % 2];
            }
            ASSERT_EQ(sums[v][c], sum);
          }
        }
      }
    }
  }
}

TEST(ChargeArray, LargestSumsDoNotOverflow) {
  for (const Simd simd : {Simd::baseline, best_simd()}) {
    ChargeArray array(1024, 17, simd);
    for (int k = 0; k < 1024; ++k) array.set_input(k, integers(std::vector(17, -3.0F)));
    const Charges charges = array.charges(Counts(9, 1024, 255));
    for (const std::int64_t charge : charges.values()) ASSERT_EQ(charge, -std::int64_t{1024} * 255 * 32767);
  }
}

TEST(ChargeArray, BackwardIsForwardOfTheTransposedArray) {
  Random random(3);
  const host::Matrix<float> cells = random_cells(37, 50, random);
  ChargeArray transposed(50, 37);
  for (int k = 0; k < 37; ++k) transposed.set_output(k, integers(cells.row(k)));
  host::Matrix<float> columns(50, 37);
  for (int k = 0; k < 37; ++k) {
    for (int j = 0; j < 50; ++j) {
      columns(j, k) = cells(k, j);
      ASSERT_EQ(transposed.conductance(j, k), integer_conductance(cells(k, j)));
    }
  }
  const Counts counts = random_counts(5, 50, 7, random);
  EXPECT_EQ(transposed.charges(counts), array_of(columns, Simd::baseline).charges(counts));
}

TEST(ChargeArray, RefusesWhatDoesNotFit) {
  const ChargeArray array(3, 4);
  EXPECT_THROW(array.charges(Counts(1, 4)), std::invalid_argument);
  EXPECT_THROW(array.charges(Counts(1, 3, 256)), std::invalid_argument);
  EXPECT_THROW(array.charges(Counts(1, 3, -256)), std::invalid_argument);
  EXPECT_EQ(array.charges(Counts(2, 3, -255)), Charges(2, 4, 0));
}

}  // namespace
}  // namespace spintile::refmodel
