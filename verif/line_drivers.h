// The drivers of one side of an array, as their pins show them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "verif/tile_ports.h"

namespace spintile::verif {

class LineDrivers {
 public:
  LineDrivers(const LinePorts& ports, int lines, int level_bits);

  int lines() const { return lines_; }
  /// Takes what the pins show now; what follows tells of that.
  void look();
  bool negative(std::size_t line) const { return (sign_[line / 64] >> (line % 64) & 1) != 0; }
  std::uint32_t level(std::size_t line) const;
  /// The words of the pins, line i of one bit at bit i % 64 of word i / 64.
  std::span<const std::uint64_t> signs() const { return sign_; }
  std::span<const std::uint64_t> levels() const { return levels_; }
  /// look(), and adds the signed level of each line to its count.
  void integrate(std::span<std::int32_t> counts);
  /// look(), and counts a slot of a time code: 1 with its sign for each line that shows all ones of its level.
  void count_slot(std::span<std::int32_t> counts);

 private:
  LinePorts ports_;
  int lines_;
  int level_bits_;
  std::vector<std::uint64_t> sign_, levels_;
};

}  // namespace spintile::verif
