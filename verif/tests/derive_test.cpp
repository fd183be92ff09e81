// Widths and cycles against tables worked by hand from the formulas of docs/contract.md.
#include "spec/derive.h"

#include <gtest/gtest.h>

#include <string>

#include "spec/interface.h"
#include "spec/parse.h"

namespace spintile::spec {
namespace {

Variant shipped(const std::string& name) {
  return load_variant(std::string(SPINTILE_SOURCE_DIR) + "/variants/" + name + ".yaml");
}

TEST(CeilLog2, IsTheLeastExponent) {
  EXPECT_EQ(ceil_log2(1), 0);
  EXPECT_EQ(ceil_log2(2), 1);
  EXPECT_EQ(ceil_log2(3), 2);
  EXPECT_EQ(ceil_log2(4), 2);
  EXPECT_EQ(ceil_log2(5), 3);
  EXPECT_EQ(ceil_log2(std::int64_t{1} << 40), 40);
  EXPECT_EQ(ceil_log2((std::int64_t{1} << 40) + 1), 41);
}

TEST(PlaceValueSum, AddsThePlaceValues) {
  EXPECT_EQ(place_value_sum(1, 8), 1);
  EXPECT_EQ(place_value_sum(4, 1), 1 + 2 + 4 + 8);
  EXPECT_EQ(place_value_sum(3, 2), 1 + 4 + 16);
  EXPECT_EQ(place_value_sum(2, 8), 1 + 256);
  EXPECT_EQ(place_value_sum(8, 2), 21845);
}

TEST(ElementBits, IsTheLeastLaneThatHolds) {
  EXPECT_EQ(element_bits(1), 8);
  EXPECT_EQ(element_bits(8), 8);
  EXPECT_EQ(element_bits(9), 16);
  EXPECT_EQ(element_bits(16), 16);
  EXPECT_EQ(element_bits(17), 32);
  EXPECT_EQ(element_bits(32), 32);
  EXPECT_EQ(element_bits(33), 64);
  EXPECT_EQ(element_bits(62), 64);
}

TEST(Subarrays, AreBalanced) {
  Variant variant;
  variant.crossbar = {.rows = 144, .columns = 1, .array_rows = 128};
  EXPECT_EQ(subarrays(variant), 2);
  EXPECT_EQ(subarray_rows(variant, 0), 72);
  EXPECT_EQ(subarray_rows(variant, 1), 72);

  variant.crossbar = {.rows = 13, .columns = 1, .array_rows = 5};
  EXPECT_EQ(subarrays(variant), 3);
  const int rows[] = {5, 4, 4};
  const int first[] = {0, 5, 9, 13};
  for (int s = 0; s < 3; ++s) EXPECT_EQ(subarray_rows(variant, s), rows[s]) << s;
  for (int s = 0; s <= 3; ++s) EXPECT_EQ(subarray_first_row(variant, s), first[s]) << s;

  variant.crossbar = {.rows = 3, .columns = 1, .array_rows = 100};
  EXPECT_EQ(subarrays(variant), 1);
  EXPECT_EQ(subarray_rows(variant, 0), 3);
}

TEST(Subarrays, CoverTheRowsForEverySize) {
  for (int rows = 1; rows <= 70; ++rows) {
    for (int array_rows = 1; array_rows <= 70; ++array_rows) {
      Variant variant;
      variant.crossbar = {.rows = rows, .columns = 1, .array_rows = array_rows};
      const int parts = subarrays(variant);
      EXPECT_EQ(subarray_first_row(variant, 0), 0);
      EXPECT_EQ(subarray_first_row(variant, parts), rows);
      for (int s = 0; s < parts; ++s) {
        EXPECT_LE(subarray_rows(variant, s), array_rows);
        EXPECT_GE(subarray_rows(variant, s), rows / parts);
        EXPECT_LE(subarray_rows(variant, s), subarray_rows(variant, 0));
        EXPECT_EQ(subarray_first_row(variant, s) + subarray_rows(variant, s), subarray_first_row(variant, s + 1));
      }
    }
  }
}

TEST(Widths, OfTheExampleOfTheReadout) {  // n = 8, S = 3, W = A = 4, z = 1: |y| <= 5400, 14 bits
  Variant variant;
  variant.crossbar = {.rows = 13, .columns = 1, .array_rows = 5, .weight_slices = 4, .slice_bits = 1};
  variant.input = {.streams = 4, .stream_bits = 1};
  variant.readout.samples_max = 8;
  EXPECT_EQ(accumulator_max(variant), 5400);
  EXPECT_EQ(accumulator_bits(variant), 14);
  EXPECT_EQ(counter_bits(variant), 5);
  EXPECT_EQ(subarray_sum_bits(variant), 2);
}

TEST(Widths, AtThePowersOfTwo) {
  Variant variant;
  variant.crossbar = {.rows = 1, .columns = 1, .array_rows = 1};
  variant.readout.samples_max = 7;  // c in 0 .. 7, y in -7 .. 7
  EXPECT_EQ(counter_bits(variant), 3);
  EXPECT_EQ(accumulator_bits(variant), 4);
  EXPECT_EQ(samples_bits(variant), 3);
  variant.readout.samples_max = 8;  // c in 0 .. 8, y in -8 .. 8
  EXPECT_EQ(counter_bits(variant), 4);
  EXPECT_EQ(accumulator_bits(variant), 5);
  EXPECT_EQ(samples_bits(variant), 4);
}

struct Widths {
  const char* variant;
  int input_code, input_max, weight_max, converters;
  int sum, counter;
  std::int64_t accumulator_max;
  int accumulator, product, shift_max, shift, samples, offset;
};

TEST(Widths, OfShippedVariantsByHand) {
  const Widths table[] = {
      {"mnist_stochastic", 5, 15, 15, 70, 3, 6, 840, 11, 27, 26, 5, 4, 16},
      {"single_cell", 2, 1, 1, 1, 1, 1, 1, 2, 4, 3, 2, 1, 2},
      {"odd_sizes", 7, 63, 63, 63, 2, 5, 7938, 14, 25, 24, 5, 3, 13},
      {"multi_level", 9, 255, 15, 12, 2, 5, 272, 10, 26, 25, 5, 4, 8},
      {"many_subarrays", 3, 3, 3, 384, 7, 8, 1728, 12, 28, 27, 5, 2, 12},
      {"maximal_widths", 15, 16383, 65535, 64, 3, 11, 122158638080, 38, 62, 61, 6, 9, 32},
      {"column_mux", 3, 3, 3, 16, 2, 4, 72, 8, 24, 23, 5, 3, 8},
      {"everything", 5, 15, 63, 54, 2, 5, 2205, 13, 22, 21, 5, 3, 11},
  };
  for (const Widths& row : table) {
    SCOPED_TRACE(row.variant);
    const Variant variant = shipped(row.variant);
    EXPECT_EQ(input_code_bits(variant), row.input_code);
    EXPECT_EQ(input_magnitude_bits(variant), row.input_code - 1);
    EXPECT_EQ(input_code_max(variant), row.input_max);
    EXPECT_EQ(weight_code_max(variant), row.weight_max);
    EXPECT_EQ(converters(variant), row.converters);
    EXPECT_EQ(subarray_sum_bits(variant), row.sum);
    EXPECT_EQ(counter_bits(variant), row.counter);
    EXPECT_EQ(accumulator_max(variant), row.accumulator_max);
    EXPECT_EQ(accumulator_bits(variant), row.accumulator);
    EXPECT_EQ(product_bits(variant), row.product);
    EXPECT_EQ(shift_max(variant), row.shift_max);
    EXPECT_EQ(shift_bits(variant), row.shift);
    EXPECT_EQ(samples_bits(variant), row.samples);
    EXPECT_EQ(offset_bits(variant), row.offset);
  }
}

struct Cycles {
  const char* variant;
  int samples, sample, phase, requantise, forward;
};

TEST(Cycles, OfShippedVariantsByHand) {
  const Cycles table[] = {
      {"mnist_stochastic", 1, 5, 9, 11, 48},      // 4 x 9 + 1 + 11
      {"mnist_stochastic", 8, 5, 44, 11, 188},    // 4 x 44 + 1 + 11
      {"single_cell", 1, 5, 7, 2, 10},            // 7 + 1 + 2
      {"odd_sizes", 1, 5, 10, 8, 39},             // 3 x 10 + 1 + 8
      {"odd_sizes", 6, 5, 35, 8, 114},            // 3 x 35 + 1 + 8
      {"multi_level", 8, 5, 44, 2, 91},           // 2 x 44 + 1 + 2, a multiplier for each column
      {"slow_macro", 1, 28, 68, 5, 210},          // 3 x (40 + 28) + 1 + 5
      {"slow_macro", 4, 28, 152, 5, 462},         // 3 x (40 + 4 x 28) + 1 + 5
      {"maximal_widths", 256, 5, 1282, 3, 8978},  // 7 x (2 + 256 x 5) + 1 + 3
      {"column_mux", 4, 5, 24, 12, 157},          // 2 x 3 x (4 + 4 x 5) + 1 + 12
      {"ping_pong", 5, 5, 33, 10, 110},           // 3 x (5 + 3 + 5 x (1 + max(4, 3))) + 1 + 10
      {"everything", 7, 7, 57, 12, 469},          // 2 x 4 x (3 + 5 + 7 x (2 + max(3, 5))) + 1 + 12
  };
  for (const Cycles& row : table) {
    SCOPED_TRACE(row.variant);
    const Variant variant = shipped(row.variant);
    EXPECT_EQ(sample_cycles(variant), row.sample);
    EXPECT_EQ(phase_cycles(variant, row.samples), row.phase);
    EXPECT_EQ(requantise_cycles(variant), row.requantise);
    EXPECT_EQ(forward_cycles(variant, row.samples), row.forward);
  }
}

TEST(Training, OfShippedVariantsByHand) {
  const Variant agad = shipped("training_agad");
  EXPECT_EQ(random_generators(agad), 8 + 6 + 1);
  EXPECT_EQ(random_reset(0), 0x9E3779B9U);
  EXPECT_EQ(random_reset(1), 0x3C6EF372U);
  EXPECT_EQ(transfer_planes(agad), 3);
  EXPECT_EQ(transfer_word_bits(agad.transfer), 16);
  EXPECT_EQ(transfer_code_bits(agad), 5);  // -15 .. 15
  EXPECT_EQ(float_unit_of(agad).sot.lanes, 6);
  EXPECT_EQ(float_unit_of(agad).sot.rows, 3 * 8 * 16 + 320);
  EXPECT_EQ(update_cycles(agad, 7), 15);  // 1 + 7 x 2
  const Variant ttv2 = shipped("training_ttv2_fixed");
  EXPECT_EQ(random_generators(ttv2), 2);
  EXPECT_FALSE(has_choppers(ttv2));
  EXPECT_EQ(transfer_planes(ttv2), 1);
  EXPECT_EQ(float_unit_of(ttv2).sot.rows, 8 * 16 + 192);
  const Variant cttv2 = shipped("training_cttv2_fp16");
  EXPECT_EQ(random_generators(cttv2), 3);
  EXPECT_EQ(update_cycles(cttv2, 32), 129);  // 1 + 32 x 4
  EXPECT_EQ(random_generators(shipped("odd_sizes")), 0);
  EXPECT_EQ(transfer_planes(shipped("update_pulses")), 0);
}

// 13 rows in 5 + 4 + 4, 7 columns in 2 + 2 + 2 + 1; the rows want more lines, the columns more sub-arrays.
TEST(Backward, SharesWhatTheLargerDirectionNeeds) {
  Variant variant;
  variant.crossbar = {.rows = 13, .columns = 7, .array_rows = 5, .weight_slices = 2, .slice_bits = 1};
  variant.input = {.streams = 2, .stream_bits = 1};
  variant.readout.samples_max = 8;
  variant.readout.column_mux = 2;
  variant.readout.ping_pong = true;
  EXPECT_FALSE(has_backward(variant));
  EXPECT_EQ(lines(variant), 4);
  EXPECT_EQ(converters(variant), 3 * 2 * 4 * 2);
  EXPECT_EQ(accumulators(variant), 7);
  EXPECT_EQ(counter_bits(variant), 5);      // 24
  EXPECT_EQ(accumulator_bits(variant), 9);  // 8 3 3 3 = 216

  const Variant alone = variant;
  variant.backward.array_columns = 2;
  EXPECT_TRUE(has_backward(variant));
  EXPECT_EQ(forward_of(variant), alone);
  const Variant backward = backward_of(variant);
  EXPECT_EQ(subarrays(backward), 4);
  EXPECT_EQ(subarray_rows(backward, 0), 2);
  EXPECT_EQ(subarray_rows(backward, 3), 1);
  EXPECT_EQ(lines(backward), 7);
  EXPECT_FALSE(has_backward(backward));

  EXPECT_EQ(subarrays(variant), 3);
  EXPECT_EQ(lines(variant), 7);
  EXPECT_EQ(converters(variant), 4 * 2 * 7 * 2);
  EXPECT_EQ(accumulators(variant), 13);
  EXPECT_EQ(subarray_sum_bits(variant), 3);  // 4
  EXPECT_EQ(counter_bits(variant), 6);       // 32
  EXPECT_EQ(accumulator_bits(variant), 10);  // 8 4 3 3 = 288
  EXPECT_EQ(backward_cycles(variant, 1), forward_cycles(variant, 1) - requantise_cycles(variant));

  EXPECT_EQ(space_layout(variant, Space::output_error).elements, 7);
  EXPECT_EQ(space_layout(variant, Space::accumulator).elements, 13);
  EXPECT_EQ(space_layout(variant, Space::counter).elements, 14);
  EXPECT_EQ(space_layout(variant, Space::output).elements, 7);
  EXPECT_EQ(capabilities(variant) & ~capabilities(alone), 1U << 4);
}

}  // namespace
}  // namespace spintile::spec
