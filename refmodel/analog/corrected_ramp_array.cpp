#include "refmodel/analog/corrected_ramp_array.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

spec::Variant with_offset_row(spec::Variant variant) {
  ++variant.crossbar.rows;
  variant.crossbar.array_rows = variant.crossbar.rows;
  return variant;
}

}  // namespace

CorrectedRampArray::CorrectedRampArray(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array,
                                       const OffsetPulse& pulse)
    : rows_(variant.crossbar.rows),
      all_slots_(spec::input_slots(variant)),
      reference_(variant, seed, array),
      offset_row_(variant, seed, array, pulse),
      cells_(rows_ + 1, variant.crossbar.columns),
      array_(with_offset_row(variant), seed, array) {
  set_offset_cells(offset_row_.cells());
  program(host::Matrix<float>(rows_, variant.crossbar.columns));
}

void CorrectedRampArray::program(const host::Matrix<float>& cells) {
  if (cells.rows() != rows_ || cells.columns() != cells_.columns()) {
    throw std::invalid_argument(
        fmt::format("cells: {} x {}, allowed is {} x {}", cells.rows(), cells.columns(), rows_, cells_.columns()));
  }
  const host::Matrix<float> programmed = reference_.cells(reference_.devices(cells));
  std::ranges::copy(programmed.values(), cells_.values().begin());
  array_.set_rows(cells_, 0, rows_);
}

void CorrectedRampArray::set_offset_cells(std::span<const float> cells) {
  std::ranges::copy(cells, cells_.row(rows_).begin());
  array_.set_rows(cells_, rows_, rows_ + 1);
}

Calibration CorrectedRampArray::calibrate(const CalibrationLimits& limits) {
  const host::Matrix<std::int32_t> zeros(1, rows_);
  const Calibration calibration = offset_row_.calibrate(
      [&](std::span<const float> cells) {
        set_offset_cells(cells);
        const RampCodes read = codes(zeros);
        return std::vector<std::int32_t>(read.codes.values().begin(), read.codes.values().end());
      },
      limits);
  return calibration;
}

RampCodes CorrectedRampArray::codes(const host::Matrix<std::int32_t>& counts) {
  host::Matrix<std::int32_t> driven(counts.rows(), rows_ + 1, all_slots_);
  for (int n = 0; n < counts.rows(); ++n) std::ranges::copy(counts.row(n), driven.row(n).begin());
  return array_.codes(driven);
}

}  // namespace spintile::refmodel
