#include "refmodel/periphery/row_writer.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "spec/derive.h"

namespace spintile::refmodel {

std::vector<std::int32_t> program_voltages(const spec::Variant& variant, std::int32_t tolerance,
                                           std::span<const std::int64_t> targets, std::span<const std::int64_t> codes) {
  const std::int32_t largest = spec::voltage_code_max(variant);
  std::vector<std::int32_t> voltages(targets.size());
  for (std::size_t column = 0; column < targets.size(); ++column) {
    const auto error = static_cast<std::int32_t>(targets[column] - codes[column]);
    if (std::abs(error) <= tolerance) continue;
    const std::int32_t magnitude = std::min(std::abs(error), largest);
    voltages[column] = error > 0 ? -magnitude : magnitude;  // a code above 0 writes down
  }
  return voltages;
}

std::vector<std::int32_t> carries(std::int32_t threshold, std::span<const std::int64_t> codes) {
  std::vector<std::int32_t> digits(codes.size());
  for (std::size_t column = 0; column < codes.size(); ++column) {
    if (std::abs(codes[column]) < threshold) continue;
    digits[column] = codes[column] > 0 ? 1 : -1;
  }
  return digits;
}

int count_active(std::span<const std::int32_t> lines) {
  return static_cast<int>(std::ranges::count_if(lines, [](std::int32_t line) { return line != 0; }));
}

OpuDrive row_pulse(const spec::Variant& variant, int row, int slots, std::vector<std::int32_t> voltages) {
  OpuDrive drive{std::vector<std::int32_t>(static_cast<std::size_t>(spec::array_rows(variant))), std::move(voltages)};
  drive.rows[static_cast<std::size_t>(row)] = slots;
  return drive;
}

std::vector<std::int32_t> one_hot_counts(const spec::Variant& variant, int row) {
  std::vector<std::int32_t> counts(static_cast<std::size_t>(spec::array_rows(variant)));
  counts[static_cast<std::size_t>(row)] = spec::input_slots(variant);
  return counts;
}

}  // namespace spintile::refmodel
