#include "refmodel/analog/array_read.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "refmodel/analog/vector_product.h"

namespace spintile::refmodel {
namespace {

constexpr std::uint32_t most_halvings = 4;

/// Of each sign: a converter of b bits has 2^b - 1 levels, zero among them.
float levels(int bits) { return static_cast<float>((1 << (bits - 1)) - 1); }

void require_bits(const char* name, int bits) {
  if (bits >= 2 && bits <= 16) return;
  throw std::invalid_argument(fmt::format("{}: {}; allowed are 2 to 16", name, bits));
}

void shape(host::Matrix<float>& matrix, int rows, int columns) {
  if (matrix.rows() != rows || matrix.columns() != columns) matrix = host::Matrix<float>(rows, columns);
}

host::Matrix<float> transposed(const host::Matrix<float>& matrix) {
  host::Matrix<float> result(matrix.columns(), matrix.rows());
  for (int row = 0; row < matrix.rows(); ++row) {
    for (int column = 0; column < matrix.columns(); ++column) result(column, row) = matrix(row, column);
  }
  return result;
}

/// One line driven with all ones of its level.
spec::Read one_hot(spec::Read read) {
  read.streams = 1;
  read.array_rows = 1;
  return read;
}

}  // namespace

ArrayRead::ArrayRead(const spec::Read& read, host::PhiloxKey key, Purpose purpose, Simd simd)
    : read_(read),
      key_(key),
      purpose_(purpose),
      simd_(simd),
      kernel_(simd == Simd::avx2 ? read_kernel_avx2() : read_kernel_baseline()) {
  if (read.kind == spec::ReadKind::ideal) return;
  if (read.kind == spec::ReadKind::stochastic) {
    host::check_converters(read, 1);
    return;
  }
  if (read.kind == spec::ReadKind::ramp)
    throw std::invalid_argument("read.kind: ramp; only a tile reads so: --engine golden, rtl or lockstep");
  require_bits("input_bits", read.input_bits);
  require_bits("output_bits", read.output_bits);
  if (!(read.output_bound > 0.0)) {
    throw std::invalid_argument(fmt::format("output_bound: {}; it must be above 0", read.output_bound));
  }
  if (!(read.output_noise >= 0.0)) {
    throw std::invalid_argument(fmt::format("output_noise: {}; it must be 0 or above", read.output_noise));
  }
}

bool ArrayRead::convert(std::span<float> values, std::uint64_t read, std::uint32_t attempt) const {
  const double output_levels = levels(read_.output_bits);
  return kernel_.convert(values, static_cast<float>(read_.output_noise),
                         static_cast<float>(output_levels / read_.output_bound), static_cast<float>(output_levels),
                         static_cast<float>(read_.output_bound / output_levels),
                         seeded_generators(key_, purpose_, read, attempt));
}

void ArrayRead::read(const host::Matrix<float>& in, const host::Matrix<float>& weights, host::Matrix<float>& out,
                     Product product, bool manage_bound) {
  const std::uint64_t first = reads_;
  reads_ += static_cast<std::uint64_t>(in.rows());
  if (read_.kind == spec::ReadKind::ideal) return product(in, weights, out, simd_);

  const float input_levels = levels(read_.input_bits);
  const auto drive = [&](std::span<const float> vector, float largest, std::span<float> driven) {
    kernel_.quantise(vector, largest == 0.0F ? 0.0F : input_levels / largest, input_levels, 1.0F / input_levels,
                     driven);
  };
  shape(driven_, in.rows(), in.columns());
  std::vector<float> largest(static_cast<std::size_t>(in.rows()));
  for (int b = 0; b < in.rows(); ++b) {
    largest[static_cast<std::size_t>(b)] = kernel_.largest_magnitude(in.row(b));
    drive(in.row(b), largest[static_cast<std::size_t>(b)], driven_.row(b));
  }
  product(driven_, weights, out, simd_);

  for (int b = 0; b < in.rows(); ++b) {
    float scale = largest[static_cast<std::size_t>(b)];
    const std::span<float> y = out.row(b);
    if (scale == 0.0F) continue;  // the product is zeros already
    const std::uint64_t number = first + static_cast<std::uint64_t>(b);
    bool clipped = convert(y, number, 0);
    for (std::uint32_t attempt = 1; clipped && manage_bound && attempt <= most_halvings; ++attempt) {
      scale *= 2.0F;
      host::Matrix<float> halved(1, in.columns());
      host::Matrix<float> again;
      drive(in.row(b), scale, halved.row(0));
      product(halved, weights, again, simd_);
      clipped = convert(again.row(0), number, attempt);
      std::ranges::copy(again.values(), y.begin());
    }
    for (float& value : y) value *= scale;
  }
}

void ArrayRead::read_stochastic(std::optional<ConverterRead>& converters, host::PhiloxKey key,
                                const host::Matrix<float>& in, const host::Matrix<float>& cells,
                                host::Matrix<float>& out) {
  const bool fits = converters && converters->rows() == cells.rows() && converters->columns() == cells.columns();
  if (!fits) {
    const bool is_row = &converters == &row_converters_;
    converters.emplace(is_row ? one_hot(read_) : read_, cells.rows(), cells.columns(), key, simd_);
  }
  converters->read(in, cells, reads_, out);
  reads_ += static_cast<std::uint64_t>(in.rows());
}

void ArrayRead::forward(const host::Matrix<float>& x, const host::Matrix<float>& weights, host::Matrix<float>& y) {
  if (read_.kind == spec::ReadKind::stochastic) return read_stochastic(forward_converters_, key_, x, weights, y);
  read(x, weights, y, vector_products, read_.bound_management);
}

void ArrayRead::backward(const host::Matrix<float>& d, const host::Matrix<float>& weights, host::Matrix<float>& x) {
  if (read_.kind == spec::ReadKind::stochastic) {
    const host::PhiloxKey key = read_key(key_, host::Direction::backward);
    return read_stochastic(backward_converters_, key, d, transposed(weights), x);
  }
  read(d, weights, x, transposed_products, false);
}

void ArrayRead::row(const host::Matrix<float>& weights, int k, std::span<float> read) {
  if (read_.kind == spec::ReadKind::stochastic) {
    host::Matrix<float> cells(1, weights.columns());
    host::Matrix<float> values;
    std::ranges::copy(weights.row(k), cells.values().begin());
    read_stochastic(row_converters_, key_, host::Matrix<float>(1, 1, 1.0F), cells, values);
    std::ranges::copy(values.values(), read.begin());
    return;
  }
  std::ranges::copy(weights.row(k), read.begin());
  if (read_.kind == spec::ReadKind::noise) convert(read, reads_, 0);
  ++reads_;
}

}  // namespace spintile::refmodel
