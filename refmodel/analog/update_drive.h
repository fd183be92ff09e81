// What the drivers did during one pulsed update: the record that both engines give the devices.
#pragma once

#include <cstdint>
#include <vector>

namespace spintile::refmodel {

/// One side: the rows, or the columns.
struct LinePulses {
  std::vector<std::uint32_t> slots;    // of each line: bit s is set where it fires in slot s
  std::vector<std::uint8_t> negative;  // 1: the negative rail

  friend bool operator==(const LinePulses&, const LinePulses&) = default;
};

/// Bit s set in a row's and a column's slots is a pulse at their cell: down where the signs are equal, else up.
struct UpdateDrive {
  LinePulses rows;
  LinePulses columns;

  friend bool operator==(const UpdateDrive&, const UpdateDrive&) = default;
};

}  // namespace spintile::refmodel
