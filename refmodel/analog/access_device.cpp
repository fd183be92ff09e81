#include "refmodel/analog/access_device.h"

#include <algorithm>
#include <cmath>

#include "refmodel/numeric/exponential.h"
#include "refmodel/numeric/logarithm.h"

namespace spintile::refmodel {
namespace {

/// t = ln(1 + I / I0), the voltage across the access device over its scale: the root of
///   G V0 t + I0 (exp(t) - 1) = G V.
/// The left side is convex and rises, so Newton's steps from above the root fall towards it and never pass it. Each of
/// its two terms alone bounds the root.
double access_potential(const AccessDevice& access, double conductance, double voltage) {
  const double full_current = conductance * voltage;
  double t = std::min(voltage / access.voltage_scale, logarithm(1.0 + full_current / access.saturation_current));
  const double resistive = conductance * access.voltage_scale;
  for (;;) {
    const double exponential_current = access.saturation_current / exponential(-t);
    const double excess = resistive * t + (exponential_current - access.saturation_current) - full_current;
    const double next = t - excess / (resistive + exponential_current);
    // The error after a step is at most half the square of that before it, since the second derivative is below the
    // first.
    if (t - next <= 0x1p-26) return next;
    t = next;
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
