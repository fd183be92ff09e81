#include "refmodel/analog/access_device.h"

#include <algorithm>
#include <cmath>

#include "refmodel/numeric/exponential.h"
#include "refmodel/numeric/logarithm.h"

namespace spintile::refmodel {
namespace {

/// t = ln(1 + I / I0), the voltage across the access device over its scale: the root of
///   G V0 t + I0 (exp(t) - 1) = G V.
/// The left side is convex and rises, so Newton's steps fall towards the root from the second one on and never pass it,
/// wherever they start. Each of the two terms alone bounds the root from above, which bounds the other from below.
double access_potential(const AccessDevice& access, double conductance, double voltage) {
  const double full_current = conductance * voltage;
  const auto potential = [&](double current) { return logarithm(1.0 + current / access.saturation_current); };
  const double above = std::min(voltage / access.voltage_scale, potential(full_current));
  const double below = potential(std::max(0.0, full_current - conductance * access.voltage_scale * above));
  const double resistive = conductance * access.voltage_scale;
  double t = 0.5 * (above + below);
  for (;;) {
    const double exponential_current = access.saturation_current / exponential(-t);
    const double excess = resistive * t + (exponential_current - access.saturation_current) - full_current;
    const double step = excess / (resistive + exponential_current);
    t = std::min(t - step, above);
    // A step squares the error and halves it at least, since the second derivative is below the first.
    if (std::abs(step) <= 0x1p-24) return t;
  }
}

}  // namespace

CellPoint cell_point(const std::optional<AccessDevice>& access, double conductance, double voltage) {
  if (!access) return {conductance * voltage, conductance};
  if (conductance == 0.0) return {};
  const double magnitude = std::abs(voltage);
  const double t = access_potential(*access, conductance, magnitude);
  const double current = access->saturation_current / exponential(-t) - access->saturation_current;
  const double access_slope = (current + access->saturation_current) / access->voltage_scale;
  return {std::copysign(current, voltage), conductance * access_slope / (conductance + access_slope)};
}

double cell_voltage(const AccessDevice& access, double conductance, double current) {
  const double magnitude = std::abs(current);
  const double voltage =
      access.voltage_scale * logarithm(1.0 + magnitude / access.saturation_current) + magnitude / conductance;
  return std::copysign(voltage, current);
}

double device_conductance(const CellCircuit& circuit, double level) {
  const double on = 1.0 / circuit.on_resistance;
  const double off = on / circuit.on_off_ratio;
  return off + level * (on - off);
}

}  // namespace spintile::refmodel
