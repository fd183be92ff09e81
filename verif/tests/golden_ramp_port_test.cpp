// Tiles with a ramp behind host::TilePort: both directions, updates by outer products, transfers, cycles.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/philox.h"
#include "refmodel/tile/golden_port.h"
#include "spec/derive.h"
#include "spec/parse.h"
#include "spec/resistive_device.h"

namespace spintile::refmodel {
namespace {

using host::Array;
using spec::Command;
using spec::Space;
using Values = std::vector<std::int64_t>;

/// Rows x columns, without noise; codes in +-127, ramp of 8 bits.
spec::Variant block(int rows, int columns) {
  spec::Variant variant;
  variant.name = "block";
  variant.crossbar = {.rows = rows, .columns = columns, .array_rows = rows};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 7};
  variant.backward.array_columns = columns;
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.readout.ramp_bits = 8;
  variant.update.kind = spec::UpdateKind::opu;
  variant.update.voltage_bits = 8;
  return variant;
}

Values random_codes(host::PhiloxSequence& random, int count, int limit) {
  Values codes(static_cast<std::size_t>(count));
  for (std::int64_t& code : codes) {
    code = static_cast<std::int64_t>(random.below(static_cast<std::uint32_t>(2 * limit + 1))) - limit;
  }
  return codes;
}

/// Accumulators and flags of the first `outputs` lines after a read of these codes.
std::pair<Values, Values> read(GoldenPort& port, Space space, Command command, const Values& codes, int outputs) {
  port.write(space, codes);
  port.run(command);
  Values accumulators = port.read(Space::accumulator);
  Values flags = port.read(Space::ramp_flags);
  EXPECT_TRUE(std::all_of(accumulators.begin() + outputs, accumulators.end(), [](auto v) { return v == 0; }));
  accumulators.resize(static_cast<std::size_t>(outputs));
  flags.resize(static_cast<std::size_t>(outputs));
  return {accumulators, flags};
}

TEST(GoldenRampPort, MvmOfWIsVmmOfItsTransposeBitForBit) {
  host::PhiloxSequence random({71, 0x80000000}, 0);
  for (const double range : {0.0, 0.02}) {
    for (const auto& [rows, columns] : {std::pair{1, 9}, {9, 1}, {33, 70}, {128, 64}}) {
      spec::Variant variant = block(rows, columns);
      spec::Variant transposed = block(columns, rows);
      variant.device.integrator_range = transposed.device.integrator_range = range;
      variant.device.column_gain = transposed.device.column_gain = 3.0;  // some lines overflow
      GoldenPort tile({.variant = variant, .seed = 1});
      GoldenPort other({.variant = transposed, .seed = 2});
      host::Matrix<float> weights(rows, columns);
      host::Matrix<float> turned(columns, rows);
      for (int k = 0; k < rows; ++k) {
        for (int j = 0; j < columns; ++j) {
          weights(k, j) = turned(j, k) = static_cast<float>(random.below(2001)) / 1000.0F - 1.0F;
        }
      }
      tile.set_weights(Array::weight, weights);
      other.set_weights(Array::weight, turned);
      for (int repeat = 0; repeat < 5; ++repeat) {
        const Values d = random_codes(random, columns, 127);
        EXPECT_EQ(read(tile, Space::output_error, Command::backward, d, rows),
                  read(other, Space::input, Command::forward, d, rows));
        const Values x = random_codes(random, rows, 127);
        EXPECT_EQ(read(tile, Space::input, Command::forward, x, columns),
                  read(other, Space::output_error, Command::backward, x, columns));
      }
    }
  }
}

TEST(GoldenRampPort, AReadIsTheProductRounded) {
  // Weights in sixteenths: conductances are exact, so what is read is the rounded product itself.
  constexpr int rows = 8;
  host::PhiloxSequence random({72, 0x80000000}, 0);
  GoldenPort tile({.variant = block(rows, 5), .seed = 1});
  host::Matrix<float> weights(rows, 5);
  for (float& weight : weights.values()) weight = static_cast<float>(random.below(33)) / 16.0F - 1.0F;
  tile.set_weights(Array::weight, weights);
  for (int repeat = 0; repeat < 50; ++repeat) {
    const Values x = random_codes(random, rows, 127);
    const auto [codes, flags] = read(tile, Space::input, Command::forward, x, 5);
    for (int j = 0; j < 5; ++j) {
      double product = 0.0;
      for (int k = 0; k < rows; ++k) product += static_cast<double>(x[static_cast<std::size_t>(k)]) * weights(k, j);
      const double code = product / rows;            // x F: full scale is rows x 127, F is 127
      const double nearest = std::ceil(code - 0.5);  // halves go down
      EXPECT_EQ(static_cast<double>(codes[static_cast<std::size_t>(j)]), nearest) << code;
      EXPECT_EQ(flags[static_cast<std::size_t>(j)], 0);
    }
  }
}

TEST(GoldenRampPort, AnOuterProductMovesEachCellByItsUnits) {
  spec::ResistiveDevice device;
  device.dw_min = 1.0 / 1024;  // constant steps, all the same
  GoldenPort tile({.variant = block(3, 2), .seed = 1, .weight = device});
  tile.set_weights(Array::weight, host::Matrix<float>(3, 2));
  tile.write(Space::input, Values{3, -5, 0});
  tile.write(Space::column_voltage, Values{-2, 7});
  tile.run(Command::update);
  const host::Matrix<float> weights = tile.weights(Array::weight);
  const double step = device.dw_min;
  for (int k = 0; k < 3; ++k) {
    const int x = std::array{3, -5, 0}.at(static_cast<std::size_t>(k));
    EXPECT_NEAR(weights(k, 0), -step * x * -2, 1e-6) << k;  // down where the signs agree
    EXPECT_NEAR(weights(k, 1), std::max(-step * x * 7, device.w_min), 1e-6) << k;
  }
  EXPECT_EQ(tile.activity().commands.at(Command::update).cycles, 1U + 4U * 128U);
}

TEST(GoldenRampPort, CyclesAreThePublishedOnesAndTheGuards) {
  GoldenPort tile({.variant = block(4, 3), .seed = 1});
  tile.run(Command::forward);
  tile.run(Command::backward);
  // 2^7 + 2^8; settle 4, synchroniser 2, combine; a shared requantiser 3 + 1.
  EXPECT_EQ(tile.activity().commands.at(Command::backward).cycles, 384U + 4U + 2U + 1U);
  EXPECT_EQ(tile.activity().commands.at(Command::forward).cycles, 384U + 4U + 2U + 1U + 4U);
}

TEST(GoldenRampPort, ReadsOfBothArraysAndATransfer) {
  const spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/analog_agad.yaml");
  GoldenPort tile({.variant = variant, .seed = 3});
  host::Matrix<float> weights(8, 6);
  for (int j = 0; j < 6; ++j) weights(2, j) = static_cast<float>(j) / 8.0F - 0.25F;
  tile.set_weights(Array::fast, weights);
  namespace reg = spec::register_offset;
  tile.write_register(reg::transfer_row, 2);
  tile.write_register(reg::warm_up, 1);
  tile.write_register(reg::in_tile + reg::program, 1U << 16);
  tile.write(Space::program, Values{0});
  tile.run(Command::transfer);
  // A one-hot read has its own full scale: the code of a cell w is 31 w.
  Values expected(8);
  for (int j = 0; j < 6; ++j) {
    expected[static_cast<std::size_t>(j)] = static_cast<std::int64_t>(std::ceil(31.0 * weights(2, j) - 0.5));
  }
  EXPECT_EQ(tile.read(Space::accumulator), expected);
}

}  // namespace
}  // namespace spintile::refmodel
