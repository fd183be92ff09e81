#include "host/region_rotation.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace spintile::host {

RegionRotation::RegionRotation(const spec::sot::Program& program, int rows, int step) : rows_(rows), step_(step) {
  for (std::size_t i = 0; i < program.regions.size(); ++i) lengths_.at(i) = program.regions[i].rows;
  const int longest = *std::ranges::max_element(lengths_);
  const int needed = program.rows() + (step == 0 ? 0 : std::max(longest - 1, 0));
  if (step < 0 || rows < std::max(needed, 1)) {
    throw std::invalid_argument(
        fmt::format("{} rows of regions by steps of {} in an array of {} rows: at least {} rows"
                    " and steps of 0 or more are needed",
                    program.rows(), step, rows, needed));
  }
}

std::array<int, spec::sot::base_registers> RegionRotation::bases() const {
  std::array<int, spec::sot::base_registers> bases{};
  int row = start_;
  for (std::size_t i = 0; i < bases.size(); ++i) {
    if (row + lengths_[i] > rows_) row = 0;
    // A base register holds a row of the array, of an empty region too.
    bases[i] = std::min(row, rows_ - 1);
    row += lengths_[i];
  }
  return bases;
}

}  // namespace spintile::host
