#include "refmodel/analog/charge_array.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace spintile::refmodel {
namespace {

constexpr std::int32_t count_max = 255;

/// The bits of the counts as vectors of their own, least significant first: bit b as +-2^b.
host::Matrix<std::int32_t> bit_planes(const host::Matrix<std::int32_t>& counts, int bits) {
  host::Matrix<std::int32_t> planes(counts.rows() * bits, counts.columns());
  for (int n = 0; n < counts.rows(); ++n) {
    for (int bit = 0; bit < bits; ++bit) {
      const std::span<std::int32_t> plane = planes.row(n * bits + bit);
      for (std::size_t k = 0; k < plane.size(); ++k) {
        const std::int32_t count = counts.row(n)[k];
        const std::int32_t part = std::abs(count) & (1 << bit);
        plane[k] = count < 0 ? -part : part;
      }
    }
  }
  return planes;
}

}  // namespace

void integer_conductances(std::span<const float> cells, std::span<std::int16_t> conductances) {
  for (std::size_t i = 0; i < cells.size(); ++i) conductances[i] = integer_conductance(cells[i]);
}

ChargeArray::ChargeArray(int inputs, int outputs, Simd simd)
    : inputs_(inputs), outputs_(outputs), kernel_(charge_kernel(simd)) {
  const std::size_t panels = (static_cast<std::size_t>(outputs) + charge_panel_columns - 1) / charge_panel_columns;
  conductances_.assign(panels * charge_panel_columns * ((static_cast<std::size_t>(inputs) + 1) / 2 * 2), 0);
}

std::size_t ChargeArray::index(int input, int output) const {
  const auto k = static_cast<std::size_t>(input);
  const auto j = static_cast<std::size_t>(output);
  const std::size_t pairs = (static_cast<std::size_t>(inputs_) + 1) / 2;
  return ((j / charge_panel_columns * pairs + k / 2) * charge_panel_columns + j % charge_panel_columns) * 2 + k % 2;
}

void ChargeArray::set_input(int input, std::span<const std::int16_t> conductances) {
  const std::size_t panel = index(0, charge_panel_columns) - index(0, 0);
  std::int16_t* to = conductances_.data() + index(input, 0);
  for (std::size_t j = 0; j < conductances.size(); j += charge_panel_columns, to += panel) {
    const std::size_t width = std::min(charge_panel_columns, conductances.size() - j);
    for (std::size_t c = 0; c < width; ++c) to[2 * c] = conductances[j + c];
  }
}

void ChargeArray::set_output(int output, std::span<const std::int16_t> conductances) {
  std::int16_t* to = conductances_.data() + index(0, output);
  for (std::size_t k = 0; k < conductances.size(); ++k) {
    to[k / 2 * 2 * charge_panel_columns + k % 2] = conductances[k];
  }
}

host::Matrix<std::int64_t> ChargeArray::charges(const host::Matrix<std::int32_t>& counts) const {
  const std::size_t pairs = (static_cast<std::size_t>(inputs_) + 1) / 2;
  const auto vectors = static_cast<std::size_t>(counts.rows());
  if (counts.columns() != inputs_) {
    throw std::invalid_argument(fmt::format("slot counts: {}: allowed is {}", counts.columns(), inputs_));
  }
  std::vector<std::int16_t> narrow(vectors * 2 * pairs);
  for (std::size_t n = 0; n < vectors; ++n) {
    std::int16_t* to = narrow.data() + n * 2 * pairs;
    std::int32_t largest = 0;
    for (const std::int32_t count : counts.row(static_cast<int>(n))) {
      largest = std::max(largest, count < 0 ? -count : count);
      *to++ = static_cast<std::int16_t>(count);
    }
    if (largest < 0 || largest > count_max) {
      throw std::invalid_argument(fmt::format("slot count: {}: allowed is -{} .. {}", largest, count_max, count_max));
    }
  }

  const std::size_t panels = (static_cast<std::size_t>(outputs_) + charge_panel_columns - 1) / charge_panel_columns;
  const std::size_t width = panels * charge_panel_columns;
  std::vector<std::int64_t> sums(vectors * width);
  std::vector<const std::int16_t*> from(vectors);
  std::vector<std::int64_t*> to(vectors);
  for (std::size_t n = 0; n < vectors; ++n) from[n] = narrow.data() + n * 2 * pairs;
  for (std::size_t panel = 0; panel < panels; ++panel) {
    const std::int16_t* cells = conductances_.data() + panel * pairs * 2 * charge_panel_columns;
    for (std::size_t n = 0; n < vectors; ++n) to[n] = sums.data() + n * width + panel * charge_panel_columns;
    for (std::size_t n = 0; n < vectors; n += kernel_.vectors) {
      kernel_.add_panel(cells, pairs, from.data() + n, std::min(kernel_.vectors, vectors - n), to.data() + n);
    }
  }

  host::Matrix<std::int64_t> result(counts.rows(), outputs_);
  for (std::size_t n = 0; n < vectors; ++n) {
    const std::span<std::int64_t> row = result.row(static_cast<int>(n));
    std::copy_n(sums.data() + n * width, row.size(), row.begin());
  }
  return result;
}

host::Matrix<std::int64_t> ChargeArray::held_charges(const host::Matrix<std::int32_t>& counts, int bits,
                                                     std::span<const std::int64_t> limits) const {
  const host::Matrix<std::int64_t> of_bits = charges(bit_planes(counts, bits));
  host::Matrix<std::int64_t> result(counts.rows(), outputs_);
  for (int n = 0; n < counts.rows(); ++n) {
    const std::span<std::int64_t> held = result.row(n);
    for (int bit = 0; bit < bits; ++bit) {
      const std::span<const std::int64_t> added = of_bits.row(n * bits + bit);
      for (std::size_t j = 0; j < held.size(); ++j) held[j] = std::clamp(held[j] + added[j], -limits[j], limits[j]);
    }
  }
  return result;
}

}  // namespace spintile::refmodel
