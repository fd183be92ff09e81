#include "refmodel/analog/reference_array.h"

#include <algorithm>

#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/normal.h"

namespace spintile::refmodel {

float off_conductance(const spec::Device& device) { return static_cast<float>(1.0 / (device.on_off_ratio - 1.0)); }

float programmed_reference(const spec::Device& device, float normal) {
  return std::max(0.0F, (off_conductance(device) + 0.5F) + static_cast<float>(device.programming_error) * normal);
}

ReferenceArray::ReferenceArray(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array)
    : off_(off_conductance(variant.device)), conductances_(variant.crossbar.rows, variant.crossbar.columns) {
  std::uint32_t line = 1;  // g- of the cell
  for (float& conductance : conductances_.values()) {
    const host::PhiloxBlock block = host::philox({seed, array}, draw_counter(Purpose::programming_error, 0, line, 0));
    conductance = programmed_reference(variant.device, normal(block[0]));
    line += 2;
  }
}

host::Matrix<float> ReferenceArray::cells(const host::Matrix<float>& devices) const {
  host::Matrix<float> cells = devices;
  for (std::size_t i = 0; i < cells.values().size(); ++i) cells.values()[i] -= conductances_.values()[i];
  return cells;
}

host::Matrix<float> ReferenceArray::devices(const host::Matrix<float>& cells) const {
  host::Matrix<float> devices = cells;
  for (std::size_t i = 0; i < cells.values().size(); ++i) {
    devices.values()[i] = std::clamp(cells.values()[i] + conductances_.values()[i], off_, off_ + 1.0F);
  }
  return devices;
}

}  // namespace spintile::refmodel
