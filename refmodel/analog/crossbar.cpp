#include "refmodel/analog/crossbar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <span>
#include <stdexcept>
#include <utility>
#include <variant>

#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

// A line is one column of one slice; panels of lines lie row after row, so a sum streams through memory once.
constexpr std::size_t panel_lines = 32;
// Reads that pass over a panel while it is in the cache.
constexpr int reads_per_pass = 16;

struct ActiveRow {
  std::int32_t row = 0;
  float level = 0.0F;
};

/// Rows with a level other than 0: a level of 0 adds a zero, which changes no bit.
std::size_t find_active_rows(std::span<const std::int32_t> drive, int first, int end, std::span<ActiveRow> rows) {
  std::size_t count = 0;
  for (int row = first; row < end; ++row) {
    const std::int32_t level = drive[static_cast<std::size_t>(row)];
    rows[count] = {row, static_cast<float>(level)};
    count += level != 0 ? 1 : 0;
  }
  return count;
}

using Lanes = float __attribute__((vector_size(32)));
constexpr std::size_t lanes = 8;

[[gnu::always_inline]] inline void sum_panel(const float* panel, std::span<const ActiveRow> rows, float* sums) {
  std::array<Lanes, panel_lines / lanes> accumulators{};
  for (const ActiveRow& active : rows) {
    const float* cells = panel + static_cast<std::size_t>(active.row) * panel_lines;
    for (std::size_t v = 0; v < accumulators.size(); ++v) {
      Lanes conductance;
      std::memcpy(&conductance, cells + v * lanes, sizeof conductance);
      accumulators[v] += conductance * active.level;
    }
  }
  std::memcpy(sums, accumulators.data(), sizeof accumulators);
}

SPINTILE_AVX2 void sum_panel_avx2(const float* panel, std::span<const ActiveRow> rows, float* sums) {
  sum_panel(panel, rows, sums);
}

void sum_panel_baseline(const float* panel, std::span<const ActiveRow> rows, float* sums) {
  sum_panel(panel, rows, sums);
}

}  // namespace

Crossbar::Crossbar(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array)
    : variant_(variant), seed_(seed), array_(array) {
  const auto lines = static_cast<std::size_t>(variant.crossbar.weight_slices * variant.crossbar.columns);
  const std::size_t panels = (lines + panel_lines - 1) / panel_lines;
  cells_.assign(panels * static_cast<std::size_t>(variant.crossbar.rows) * panel_lines, 0.0F);
}

std::size_t Crossbar::cell_index(int slice, int row, int column) const {
  const auto line = static_cast<std::size_t>(slice * variant_.crossbar.columns + column);
  const auto rows = static_cast<std::size_t>(variant_.crossbar.rows);
  return (line / panel_lines * rows + static_cast<std::size_t>(row)) * panel_lines + line % panel_lines;
}

float Crossbar::cell(int slice, int row, int column) const { return cells_[cell_index(slice, row, column)]; }

void Crossbar::set_rows(const host::Matrix<float>& cells, int first, int end) {
  const spec::Crossbar& shape = variant_.crossbar;
  if (cells.rows() != shape.rows || cells.columns() != shape.columns || shape.weight_slices != 1) {
    throw std::invalid_argument(fmt::format("cells: {} x {}: allowed is {} x {} in one weight slice; there {} {}",
                                            cells.rows(), cells.columns(), shape.rows, shape.columns,
                                            shape.weight_slices == 1 ? "is" : "are", shape.weight_slices));
  }
  if (first < 0 || first > end || end > shape.rows) {
    throw std::invalid_argument(
        fmt::format("rows {} up to before {}: allowed are rows of 0 .. {}", first, end, shape.rows - 1));
  }
  const auto columns = static_cast<std::size_t>(cells.columns());
  for (std::size_t column = 0; column < columns; column += panel_lines) {
    const std::size_t width = std::min(panel_lines, columns - column);
    float* panel = cells_.data() + cell_index(0, first, static_cast<int>(column));
    for (int row = first; row < end; ++row, panel += panel_lines) {
      std::copy_n(cells.row(row).subspan(column).begin(), width, panel);
    }
  }
}

void Crossbar::copy_row(int row, std::span<float> cells) const {
  for (std::size_t column = 0; column < cells.size(); column += panel_lines) {
    const std::size_t width = std::min(panel_lines, cells.size() - column);
    std::copy_n(cells_.data() + cell_index(0, row, static_cast<int>(column)), width, cells.data() + column);
  }
}

host::Matrix<float> Crossbar::weights() const {
  const spec::Crossbar& shape = variant_.crossbar;
  host::Matrix<float> weights(shape.rows, shape.columns);
  for (int row = 0; row < shape.rows; ++row) {
    for (int column = 0; column < shape.columns; ++column) {
      float sum = 0.0F;
      for (int slice = 0; slice < shape.weight_slices; ++slice) {
        sum += static_cast<float>(1 << (shape.slice_bits * slice)) * cell(slice, row, column);
      }
      weights(row, column) = sum / static_cast<float>(spec::place_value_sum(shape.weight_slices, shape.slice_bits));
    }
  }
  return weights;
}

void Crossbar::set_column(int line, const Crossbar& transposed) {
  for (int slice = 0; slice < variant_.crossbar.weight_slices; ++slice) {
    float* cell = cells_.data() + cell_index(slice, 0, line);
    for (int row = 0; row < variant_.crossbar.rows; ++row, cell += panel_lines)
      *cell = transposed.cell(slice, line, row);
  }
}

host::State Crossbar::state() const {
  const spec::Crossbar& shape = variant_.crossbar;
  std::vector<float> cells;
  for (int slice = 0; slice < shape.weight_slices; ++slice) {
    for (int row = 0; row < shape.rows; ++row) {
      for (int column = 0; column < shape.columns; ++column) cells.push_back(cell(slice, row, column));
    }
  }
  return {{"cells", std::move(cells)}, {"programmings", std::vector<std::uint64_t>{programmings_}}};
}

void Crossbar::set_state(const host::State& state) {
  const spec::Crossbar& shape = variant_.crossbar;
  auto value = std::get<std::vector<float>>(state.at("cells")).begin();
  for (int slice = 0; slice < shape.weight_slices; ++slice) {
    for (int row = 0; row < shape.rows; ++row) {
      for (int column = 0; column < shape.columns; ++column) cells_[cell_index(slice, row, column)] = *value++;
    }
  }
  programmings_ = std::get<std::vector<std::uint64_t>>(state.at("programmings"))[0];
}

void Crossbar::require_codes(const host::Matrix<std::int32_t>& weight_codes) const {
  const int rows = variant_.crossbar.rows;
  const int columns = variant_.crossbar.columns;
  if (weight_codes.rows() != rows || weight_codes.columns() != columns) {
    throw std::invalid_argument(fmt::format("weight codes: {} x {}: allowed is {} x {}", weight_codes.rows(),
                                            weight_codes.columns(), rows, columns));
  }
  const std::int32_t limit = spec::weight_code_max(variant_);
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const std::int32_t code = weight_codes(row, column);
      if (code < -limit || code > limit) {
        throw std::invalid_argument(
            fmt::format("weight code of row {}, column {}: {}: allowed is -{} .. {}", row, column, code, limit, limit));
      }
    }
  }
}

void Crossbar::program(const host::Matrix<std::int32_t>& weight_codes) {
  require_codes(weight_codes);
  const spec::Crossbar& shape = variant_.crossbar;
  const auto error = static_cast<float>(variant_.device.programming_error);
  const auto off = static_cast<float>(1.0 / (variant_.device.on_off_ratio - 1.0));
  const int digit_max = (1 << shape.slice_bits) - 1;

  const auto programmed = [&](float target, std::uint32_t line) {
    if (error == 0.0F) return target;
    const host::PhiloxBlock block =
        host::philox({seed_, array_}, draw_counter(Purpose::programming_error, programmings_, line, 0));
    return std::max(0.0F, target + error * normal(block[0]));
  };

  for (int slice = 0; slice < shape.weight_slices; ++slice) {
    for (int row = 0; row < shape.rows; ++row) {
      for (int column = 0; column < shape.columns; ++column) {
        const std::int32_t code = weight_codes(row, column);
        const int digit = (std::abs(code) >> (shape.slice_bits * slice)) & digit_max;
        const float on = off + static_cast<float>(digit) / static_cast<float>(digit_max);
        const auto line = static_cast<std::uint32_t>(((slice * shape.rows + row) * shape.columns + column) * 2);
        const float positive = programmed(code > 0 ? on : off, line);
        const float negative = programmed(code < 0 ? on : off, line + 1);
        cells_[cell_index(slice, row, column)] = positive - negative;
      }
    }
  }
  ++programmings_;
}

host::Matrix<float> Crossbar::partial_sums(const host::Matrix<std::int32_t>& drives, Simd simd) const {
  const auto rows = static_cast<std::size_t>(variant_.crossbar.rows);
  const auto lines = static_cast<std::size_t>(variant_.crossbar.weight_slices * variant_.crossbar.columns);
  const auto sum = simd == Simd::avx2 ? sum_panel_avx2 : sum_panel_baseline;
  host::Matrix<float> sums(drives.rows(), spec::subarrays(variant_) * static_cast<int>(lines));
  host::Matrix<ActiveRow> active(std::min(reads_per_pass, drives.rows()), variant_.crossbar.rows);
  std::array<std::size_t, reads_per_pass> active_count{};
  std::array<float, panel_lines> panel_sums{};

  for (int first = 0; first < drives.rows(); first += reads_per_pass) {
    const int reads = std::min(reads_per_pass, drives.rows() - first);
    for (int s = 0; s < spec::subarrays(variant_); ++s) {
      for (int i = 0; i < reads; ++i) {
        active_count[static_cast<std::size_t>(i)] =
            find_active_rows(drives.row(first + i), spec::subarray_first_row(variant_, s),
                             spec::subarray_first_row(variant_, s + 1), active.row(i));
      }
      for (std::size_t line = 0; line < lines; line += panel_lines) {
        const float* panel = cells_.data() + line * rows;
        const std::size_t width = std::min(panel_lines, lines - line);
        for (int i = 0; i < reads; ++i) {
          sum(panel, active.row(i).first(active_count[static_cast<std::size_t>(i)]), panel_sums.data());
          const std::size_t sum_index = static_cast<std::size_t>(s) * lines + line;
          std::copy_n(panel_sums.begin(), width, sums.row(first + i).subspan(sum_index).begin());
        }
      }
    }
  }
  return sums;
}

}  // namespace spintile::refmodel
