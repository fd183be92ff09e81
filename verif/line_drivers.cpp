#include "verif/line_drivers.h"

#include <bit>

namespace spintile::verif {

LineDrivers::LineDrivers(const LinePorts& ports, int lines, int level_bits)
    : ports_(ports), lines_(lines), level_bits_(level_bits), sign_(ports.sign.words()), levels_(ports.level.words()) {}

void LineDrivers::look() {
  ports_.sign.copy_to(sign_);
  ports_.level.copy_to(levels_);
}

std::uint32_t LineDrivers::level(std::size_t line) const {
  const auto bits = static_cast<std::size_t>(level_bits_);
  const std::size_t position = line * bits;
  const std::size_t offset = position % 64;
  std::uint64_t level = levels_[position / 64] >> offset;
  if (offset + bits > 64) level |= levels_[position / 64 + 1] << (64 - offset);
  return static_cast<std::uint32_t>(level & ((std::uint64_t{1} << bits) - 1));
}

void LineDrivers::integrate(std::span<std::int32_t> counts) {
  look();
  for (std::size_t line = 0; line < counts.size(); ++line) {
    const auto count = static_cast<std::int32_t>(level(line));
    counts[line] += negative(line) ? -count : count;
  }
}

void LineDrivers::count_slot(std::span<std::int32_t> counts) {
  look();
  const auto count = [&](std::size_t line) { counts[line] += negative(line) ? -1 : 1; };
  if (level_bits_ > 1) {
    const std::uint32_t full = (1U << level_bits_) - 1;
    for (std::size_t line = 0; line < counts.size(); ++line) {
      if (level(line) == full) count(line);
    }
    return;
  }
  for (std::size_t word = 0; word < levels_.size(); ++word) {  // only the active lines cost
    for (std::uint64_t active = levels_[word]; active != 0; active &= active - 1) {
      count(64 * word + static_cast<std::size_t>(std::countr_zero(active)));
    }
  }
}

}  // namespace spintile::verif
