#include "host/converter_network.h"

#include <gtest/gtest.h>

#include <cmath>

#include "host/digits.h"
#include "host/exponential.h"
#include "host/input_codes.h"
#include "refmodel/tile/golden_tile.h"
#include "spec/derive.h"

namespace spintile::host {
namespace {

/// Two streams, two slices, sub-arrays of two lengths (784 = 6 x 112 + 112 would hide a mix-up).
spec::Variant picture_variant() {
  spec::Variant variant;
  variant.name = "picture";
  variant.crossbar = {.rows = 784, .columns = 11, .array_rows = 150, .weight_slices = 2, .slice_bits = 3};
  variant.input = {.streams = 2, .stream_bits = 2};
  variant.readout.samples_max = 256;
  variant.device.mtj_gain = 6.0;
  variant.device.mtj_offset = 0.05;
  return variant;
}

struct Network {
  ConverterWeights weights;
  Matrix<std::int32_t> weight_codes;
};

/// Random weight codes, as cells of a network and as a tile takes them.
Network random_network(const spec::Variant& variant) {
  Network network{ConverterNetwork(variant).zero_weights(),
                  Matrix<std::int32_t>(variant.crossbar.rows, variant.crossbar.columns)};
  PhiloxSequence draws({1, 0x80000000}, 0);
  const std::int32_t code_max = spec::weight_code_max(variant);
  const int bits = variant.crossbar.slice_bits;
  const std::int32_t digit_max = (1 << bits) - 1;
  for (int row = 0; row < image_pixels; ++row)
    for (int column = 0; column < classes; ++column) {
      const std::int32_t magnitude = static_cast<std::int32_t>(draws.below(static_cast<std::uint32_t>(code_max) + 1));
      const std::int32_t sign = draws.below(2) == 0 ? 1 : -1;
      network.weight_codes(row, column) = sign * magnitude;
      int slice = 0;
      for (Matrix<float>& cells : network.weights.cells)
        cells(row, column) =
            static_cast<float>(sign * ((magnitude >> (bits * slice++)) & digit_max)) / static_cast<float>(digit_max);
    }
  for (std::size_t column = 0; column < classes; ++column) {
    network.weights.gain[column] = 8.0F + static_cast<float>(column);
    network.weights.slope[column] = 0.5F + 0.1F * static_cast<float>(column);
    network.weights.bias[column] = 0.3F - 0.05F * static_cast<float>(column);
  }
  return network;
}

PhiloxSequence any_draws() { return {{1, 0x80000000}, 1}; }

class Gradient : public testing::Test {
 protected:
  double loss(std::span<const std::int32_t> codes) {
    PhiloxSequence draws = any_draws();
    return static_cast<double>(class_loss(network_.forward(weights_, codes, 0, draws), label_).loss);
  }

  /// Central difference of the expected-value loss against the gradient that training uses.
  void expect_slope(float& parameter, float step, float gradient, std::span<const std::int32_t> codes) {
    const float middle = parameter;
    parameter = middle + step;
    const double above = loss(codes);
    parameter = middle - step;
    const double below = loss(codes);
    parameter = middle;
    EXPECT_NEAR((above - below) / (2.0 * static_cast<double>(step)), static_cast<double>(gradient),
                2e-4 + 0.02 * std::abs(static_cast<double>(gradient)));
  }

  spec::Variant variant_ = picture_variant();
  Dataset digits_ = draw_digits(3, 5);
  ConverterNetwork network_{variant_};
  ConverterWeights weights_ = random_network(variant_).weights;
  int label_ = 4;
};

TEST_F(Gradient, IsThatOfTheExpectedValue) {
  const Matrix<std::int32_t> codes = input_codes(digits_, 0, digits_.size(), variant_);
  int large = 0;
  for (int vector = 0; vector < codes.rows(); ++vector) {
    PhiloxSequence draws = any_draws();
    ConverterWeights gradient = network_.zero_weights();
    const ClassLoss result = class_loss(network_.forward(weights_, codes.row(vector), 0, draws), label_);
    network_.add_gradient(weights_, result.gradient, gradient);

    for (std::size_t column = 0; column < classes; ++column) {
      expect_slope(weights_.gain[column], 0.02F, gradient.gain[column], codes.row(vector));
      expect_slope(weights_.slope[column], 0.01F, gradient.slope[column], codes.row(vector));
      expect_slope(weights_.bias[column], 0.01F, gradient.bias[column], codes.row(vector));
    }
    for (int row = 0; row < image_pixels; row += 7)
      for (std::size_t slice = 0; slice < weights_.cells.size(); ++slice) {
        const int column = row % classes;
        const float by_cell = gradient.cells[slice](row, column);
        expect_slope(weights_.cells[slice](row, column), 0.1F, by_cell, codes.row(vector));
        if (codes(vector, row) == 0) {
          EXPECT_EQ(by_cell, 0.0F);
        }
        large += std::abs(by_cell) > 0.002F ? 1 : 0;
      }
  }
  EXPECT_GT(large, 20);  // or the comparison above would prove little
}

TEST_F(Gradient, StopsAtTheClamp) {
  weights_.gain.fill(1e6F);
  for (Matrix<float>& cells : weights_.cells)
    for (float& cell : cells.values()) cell += 0.01F;  // no partial sum is exactly 0, which no gain moves to the clamp
  const Matrix<std::int32_t> codes = input_codes(digits_, 0, 1, variant_);
  PhiloxSequence draws = any_draws();
  ConverterWeights gradient = network_.zero_weights();
  const ClassLoss result = class_loss(network_.forward(weights_, codes.row(0), 0, draws), label_);
  network_.add_gradient(weights_, result.gradient, gradient);
  for (const Matrix<float>& cells : gradient.cells)
    for (const float value : cells.values()) ASSERT_EQ(value, 0.0F);
}

TEST(ConverterNetwork, MeansWhatATileReads) {
  const spec::Variant variant = picture_variant();
  const Network random = random_network(variant);
  const Dataset digits = draw_digits(40, 6);
  const Matrix<std::int32_t> codes = input_codes(digits, 0, digits.size(), variant);

  refmodel::GoldenTile tile(variant, 1);
  tile.program(random.weight_codes);
  std::vector<float> gain(random.weights.gain.begin(), random.weights.gain.begin() + classes);
  gain.push_back(1.0F);  // the column without a class
  tile.set_column_gain(gain);
  tile.set_samples(256);
  const Readout readout = tile.forward(codes);
  const double unit = 256.0 * static_cast<double>(spec::place_value_sum(2, 3) * spec::place_value_sum(2, 2));

  ConverterNetwork network(variant);
  double tile_square = 0.0;
  double network_square = 0.0;
  double signal_square = 0.0;
  for (int vector = 0; vector < codes.rows(); ++vector) {
    PhiloxSequence draws({1, 0x80000000}, static_cast<std::uint32_t>(vector));
    const ClassLanes mean = network.forward(random.weights, codes.row(vector), 0, draws);
    const ClassLanes sampled = network.forward(random.weights, codes.row(vector), 256, draws);
    for (int column = 0; column < classes; ++column) {
      const auto lane = static_cast<std::size_t>(column);
      const auto y = [&](const ClassLanes& logits) {
        return static_cast<double>((logits[lane] - random.weights.bias[lane]) / random.weights.slope[lane]);
      };
      const double read = static_cast<double>(readout.accumulators(vector, column)) / unit;
      tile_square += (read - y(mean)) * (read - y(mean)) / (classes * codes.rows());
      network_square += (y(sampled) - y(mean)) * (y(sampled) - y(mean)) / (classes * codes.rows());
      signal_square += y(mean) * y(mean) / (classes * codes.rows());
    }
  }
  // Both spread about the mean as 256 samples do: at most sqrt(6 sub-arrays x 0.546 / 256) = 0.113, and the converters
  // are not far from their middle.
  EXPECT_NEAR(std::sqrt(tile_square), 0.1, 0.012);
  EXPECT_NEAR(std::sqrt(network_square), 0.1, 0.012);
  EXPECT_GT(std::sqrt(signal_square), 0.5);
}

TEST(Exponential, IsNearTheLibrarys) {
  for (float x = -86.0F; x < 86.0F; x += 0.0371F) EXPECT_NEAR(exponential(x) / std::exp(x), 1.0F, 5e-7F) << x;
  EXPECT_EQ(exponential(1e9F), exponential(87.0F));
  EXPECT_EQ(logistic(0.0F), 0.5F);
}

}  // namespace
}  // namespace spintile::host
