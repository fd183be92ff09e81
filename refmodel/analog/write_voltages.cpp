#include "refmodel/analog/write_voltages.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "refmodel/numeric/exponential.h"
#include "refmodel/numeric/logarithm.h"

namespace spintile::refmodel {
namespace {

double magnitude_step(const WriteThreshold& threshold, double magnitude) {
  if (magnitude <= threshold.minimum) return 0.0;
  return 1.0 / exponential(-threshold.slope * (magnitude - threshold.minimum)) - 1.0;
}

std::vector<double> rails_of(const WriteThreshold& threshold, double full, int codes) {
  const double unit = magnitude_step(threshold, full) / codes;
  std::vector<double> rails(static_cast<std::size_t>(codes) + 1, 0.0);
  for (int code = 1; code < codes; ++code) {
    rails[static_cast<std::size_t>(code)] = threshold.minimum + logarithm(1.0 + code * unit) / threshold.slope;
  }
  rails.back() = full;
  return rails;
}

void check(const WriteThreshold& threshold, const char* polarity, double full) {
  if (!(threshold.slope > 0.0)) {
    throw std::invalid_argument(fmt::format("{}: slope = {}, allowed is above 0", polarity, threshold.slope));
  }
  if (!(threshold.minimum > 0.0 && threshold.minimum < full)) {
    throw std::invalid_argument(
        fmt::format("{}: minimum = {} V, allowed is above 0 and below the full write voltage, {} V", polarity,
                    threshold.minimum, full));
  }
}

}  // namespace

double write_step(const WriteDevice& device, double voltage) {
  return voltage > 0.0 ? magnitude_step(device.up, voltage) : -magnitude_step(device.down, -voltage);
}

WriteRails::WriteRails(const WriteDevice& device, double full, int codes) : device_(device), full_(full) {
  check(device.up, "up", full);
  check(device.down, "down", full);
  if (codes < 1) throw std::invalid_argument(fmt::format("codes = {}, allowed is 1 or more", codes));
  up_ = rails_of(device.up, full, codes);
  down_ = rails_of(device.down, full, codes);
  for (const double lowest : {up_[1], down_[1]}) {
    if (lowest < full / 3.0) {
      throw std::invalid_argument(
          fmt::format("rail 1 = {} V, allowed is a third of the full write voltage, {} V, or more", lowest, full));
    }
  }
}

double WriteRails::rail(Polarity polarity, int code) const {
  if (code < 1 || code > codes()) {
    throw std::out_of_range(fmt::format("code = {}, allowed is 1 .. {}", code, codes()));
  }
  return rails(polarity)[static_cast<std::size_t>(code)];
}

double WriteRails::unit_step(Polarity polarity) const {
  return magnitude_step(polarity == Polarity::up ? device_.up : device_.down, full_) / codes();
}

host::Matrix<double> cell_voltages(const WriteRails& rails, const WriteLines& lines) {
  const double full = rails.full();
  const double sign = lines.polarity == WriteRails::Polarity::up ? 1.0 : -1.0;
  host::Matrix<double> voltages(static_cast<int>(lines.rows.size()), static_cast<int>(lines.columns.size()));
  for (int j = 0; j < voltages.columns(); ++j) {
    const int code = lines.columns[static_cast<std::size_t>(j)];
    const bool active = code != 0;
    // At an active row, and at one that stands by: differences of the line voltages, so
    // written that a third is one to the last bit.
    const double selected = active ? rails.rail(lines.polarity, code) : full / 3.0;
    const double standby = active ? full / 3.0 - (full - rails.rail(lines.polarity, code)) : -full / 3.0;
    for (int k = 0; k < voltages.rows(); ++k) {
      voltages(k, j) = sign * (lines.rows[static_cast<std::size_t>(k)] ? selected : standby);
    }
  }
  return voltages;
}

}  // namespace spintile::refmodel
