#include "refmodel/analog/ramp_array.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <variant>

#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"
#include "refmodel/periphery/ramp_capture.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

/// Charges at which an integrator saturates; beyond any that a read collects it never does.
std::vector<std::int64_t> charge_limits(double range, std::span<const double> factor) {
  constexpr double never = 0x1p62;
  std::vector<std::int64_t> limits;
  for (const double of_charge : factor) limits.push_back(static_cast<std::int64_t>(std::min(range / of_charge, never)));
  return limits;
}

/// With all rows of the array as rows of its tile.
spec::Variant with_all_rows(spec::Variant variant) {
  variant.crossbar.rows = spec::array_rows(variant);
  variant.crossbar.array_rows = std::max(variant.crossbar.array_rows, variant.crossbar.rows);
  variant.crossbar.offset_row = false;
  return variant;
}

/// Rows that take part in the reads of a direction.
int rows_read(const spec::Variant& variant, host::Direction direction) {
  return direction == host::Direction::forward ? spec::array_rows(variant) : variant.crossbar.rows;
}

}  // namespace

RampArray::Way::Way(const spec::Variant& variant, host::PhiloxKey array, Direction direction, Simd simd)
    : key(read_key(array, direction)),
      charge(direction == Direction::forward ? rows_read(variant, direction) : variant.crossbar.columns,
             direction == Direction::forward ? variant.crossbar.columns : rows_read(variant, direction), simd),
      stale_rows(static_cast<std::size_t>(rows_read(variant, direction))),
      factor(static_cast<std::size_t>(charge.outputs())),
      one_row_factor(factor.size()) {}

RampArray::RampArray(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array, Simd simd)
    : variant_(variant), cells_(with_all_rows(variant), seed, array), converter_(variant, {seed, array}) {
  const auto add = [&](Direction direction) {
    const Way& way = ways_.emplace_back(variant, host::PhiloxKey{seed, array}, direction, simd);
    set_gain(direction, std::vector<float>(way.factor.size(), static_cast<float>(variant.device.column_gain)));
  };
  add(Direction::forward);
  if (spec::has_backward(variant)) add(Direction::backward);
}

RampArray::Way& RampArray::way_to_read(Direction direction) {
  Way& result = way(direction);
  std::vector<float> cells(static_cast<std::size_t>(variant_.crossbar.columns));
  std::vector<std::int16_t> conductances(cells.size());
  for (std::size_t row = 0; row < result.stale_rows.size(); ++row) {
    if (!result.stale_rows[row]) continue;
    const auto k = static_cast<int>(row);
    cells_.copy_row(k, cells);
    integer_conductances(cells, conductances);
    if (direction == Direction::forward) {
      result.charge.set_input(k, conductances);
    } else {
      result.charge.set_output(k, conductances);
    }
    result.stale_rows[row] = false;
  }
  return result;
}

void RampArray::rows_changed(int first, int end) {
  for (Way& way : ways_) {
    const auto last = std::min(static_cast<std::ptrdiff_t>(end), std::ssize(way.stale_rows));
    for (std::ptrdiff_t row = first; row < last; ++row) way.stale_rows[static_cast<std::size_t>(row)] = true;
  }
}

void RampArray::program(const host::Matrix<std::int32_t>& weight_codes) {
  cells_.program(weight_codes);
  rows_changed(0, spec::array_rows(variant_));
}

void RampArray::set_cells(const host::Matrix<float>& cells) { set_rows(cells, 0, spec::array_rows(variant_)); }

void RampArray::set_rows(const host::Matrix<float>& cells, int first, int end) {
  cells_.set_rows(cells, first, end);
  rows_changed(first, end);
}

void RampArray::set_gain(Direction direction, const std::vector<float>& gain) {
  Way& read = way(direction);
  require_gains(gain, read.charge.outputs(), direction);
  const double one_row = static_cast<double>(spec::input_slots(variant_)) * (1 << conductance_fraction_bits);
  const double all_rows = read.charge.inputs() * one_row;
  for (std::size_t j = 0; j < gain.size(); ++j) {
    read.factor[j] = static_cast<double>(gain[j]) / all_rows;
    read.one_row_factor[j] = static_cast<double>(gain[j]) / one_row;
  }
}

host::Matrix<std::int64_t> RampArray::charges(const Way& way, const host::Matrix<std::int32_t>& counts,
                                              std::span<const double> factor) const {
  const std::int32_t most = spec::input_slots(variant_);
  for (const std::int32_t count : counts.values()) {
    if (count >= -most && count <= most) continue;
    throw std::invalid_argument(fmt::format("slot count: {}: allowed is -{} .. {}", count, most, most));
  }
  const double range = variant_.device.integrator_range;
  if (range == 0.0) return way.charge.charges(counts);
  return way.charge.held_charges(counts, variant_.input.stream_bits, charge_limits(range, factor));
}

host::Matrix<float> RampArray::read(const host::Matrix<std::int32_t>& counts, FullScale full_scale,
                                    Direction direction) {
  Way& way = way_to_read(direction);
  const std::vector<double>& factor = full_scale == FullScale::one_row ? way.one_row_factor : way.factor;
  const host::Matrix<std::int64_t> collected = charges(way, counts, factor);
  const double read_noise = variant_.device.read_noise;
  host::Matrix<float> result(collected.rows(), collected.columns());
  for (int n = 0; n < result.rows(); ++n, ++way.reads) {
    const std::span<const std::int64_t> charge = collected.row(n);
    const std::span<float> x = result.row(n);
    const auto noise = [&](std::size_t j) {
      if (read_noise == 0.0) return 0.0;
      const auto counter = draw_counter(Purpose::read_noise, way.reads, static_cast<std::uint32_t>(j), 0);
      return read_noise * static_cast<double>(normal(host::philox(way.key, counter)[0]));
    };
    for (std::size_t j = 0; j < x.size(); ++j) {
      x[j] = static_cast<float>(static_cast<double>(charge[j]) * factor[j] + noise(j));
    }
  }
  return result;
}

host::Matrix<std::int32_t> RampArray::first_steps(const host::Matrix<std::int32_t>& counts, FullScale full_scale,
                                                  Direction direction) {
  const host::Matrix<float> x = read(counts, full_scale, direction);
  host::Matrix<std::int32_t> steps(x.rows(), x.columns());
  for (int n = 0; n < x.rows(); ++n) converter_.first_steps(x.row(n), steps.row(n));
  return steps;
}

RampCodes RampArray::codes(const host::Matrix<std::int32_t>& counts, FullScale full_scale, Direction direction) {
  RampCodes result{first_steps(counts, full_scale, direction), {}};
  result.flags = host::Matrix<std::uint8_t>(result.codes.rows(), result.codes.columns());
  const std::span<std::int32_t> codes = result.codes.values();
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const RampCode captured = ramp_code(variant_, codes[i]);
    codes[i] = captured.code;
    result.flags.values()[i] = captured.flags();
  }
  return result;
}

host::State RampArray::state() const {
  std::vector<std::uint64_t> reads;
  for (const Way& way : ways_) reads.push_back(way.reads);
  return {{"reads", std::move(reads)}};
}

void RampArray::set_state(const host::State& state) {
  const auto& reads = std::get<std::vector<std::uint64_t>>(state.at("reads"));
  for (std::size_t i = 0; i < ways_.size(); ++i) ways_[i].reads = reads[i];
}

void RampArray::set_programmed_state(const host::State& state) {
  cells_.set_state(state);
  rows_changed(0, spec::array_rows(variant_));
}

}  // namespace spintile::refmodel
