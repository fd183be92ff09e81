#include "refmodel/analog/device_parameters.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "refmodel/analog/randomness.h"
#include "refmodel/numeric/exponential.h"
#include "refmodel/numeric/logarithm.h"
#include "refmodel/numeric/normal.h"

namespace spintile::refmodel {
namespace {

using spec::StepKind;

void require(bool holds, const char* key, double value, const char* allowed) {
  if (!holds) {
    throw std::invalid_argument(std::string("device ") + key + " is " + std::to_string(value) + "; it must be " +
                                allowed);
  }
}

void validate(const spec::ResistiveDevice& device) {
  require(device.dw_min > 0.0, "dw_min", device.dw_min, "above 0");
  require(device.w_max > 0.0, "w_max", device.w_max, "above 0");
  require(device.w_min < 0.0, "w_min", device.w_min, "below 0");
  if (device.step == StepKind::table) {
    require(device.table_up.size() >= 2, "table_up values", static_cast<double>(device.table_up.size()), "2 or more");
    require(device.table_down.size() >= 2, "table_down values", static_cast<double>(device.table_down.size()),
            "2 or more");
  }
}

/// The draws of one device, numbered as in docs/contract.md.
class DeviceDraws {
 public:
  DeviceDraws(host::PhiloxKey key, std::uint32_t cell) : key_(key), cell_(cell) {}

  /// spread x N; nothing is computed where there is no spread.
  double spread(double spread, std::uint32_t draw) const {
    return spread == 0.0 ? 0.0 : spread * inverse_normal((word(draw) + 0.5) * 0x1p-32);
  }
  /// In [0, 1).
  double uniform(std::uint32_t draw) const { return word(draw) * 0x1p-32; }

 private:
  std::uint32_t word(std::uint32_t draw) const {
    return host::philox(key_, draw_counter(Purpose::device, 0, cell_, draw))[draw % 4];
  }

  host::PhiloxKey key_;
  std::uint32_t cell_;
};

double exponential_of(double x) { return x > 0.0 ? 1.0 / exponential(-x) : exponential(x); }

/// Of soft bounds: where up and down steps are alike.
double soft_symmetry_point(double up, double down, double w_max, double w_min) {
  const double slope = up / w_max - down / w_min;
  return slope == 0.0 ? 0.0 : (up - down) / slope;
}

/// Mean step of one device at w, of either direction; exponential and table only.
double mean_step(const spec::ResistiveDevice& device, bool down, double step, double w, double w_max, double w_min) {
  if (device.step == StepKind::exponential) {
    const double z = 2.0 * device.a * w / (w_max - w_min) + device.b;
    const double amplitude = down ? device.amplitude_down : device.amplitude_up;
    const double exponent = down ? -device.gamma_down * z : device.gamma_up * z;
    return step * std::max(0.0, 1.0 - amplitude * exponential_of(exponent));
  }
  const std::vector<double>& table = down ? device.table_down : device.table_up;
  const double sections = static_cast<double>(table.size() - 1);
  const double place = std::clamp((w - w_min) / (w_max - w_min), 0.0, 1.0) * sections;
  const std::size_t section = std::min(static_cast<std::size_t>(place), table.size() - 2);
  const double t = place - static_cast<double>(section);
  return step * (table[section] * (1.0 - t) + table[section + 1] * t);
}

/// Bisection of up - down over the bounds; where it has one sign, the bound the larger step leads to.
double bisected_symmetry_point(const spec::ResistiveDevice& device, double up, double down, double w_max,
                               double w_min) {
  const auto lead = [&](double w) {
    return mean_step(device, false, up, w, w_max, w_min) - mean_step(device, true, down, w, w_max, w_min);
  };
  if (lead(w_min) <= 0.0) return w_min;
  if (lead(w_max) >= 0.0) return w_max;
  double low = w_min;
  double high = w_max;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (lead(middle) > 0.0 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

DeviceParameters draw_devices(const spec::ResistiveDevice& device, int rows, int columns, host::PhiloxKey key) {
  validate(device);
  const host::Matrix<float> zeros(rows, columns, 0.0F);
  DeviceParameters result{zeros, zeros, zeros, zeros, zeros, {}, {}};
  if (device.step == StepKind::linear) result.gamma_up = result.gamma_down = zeros;
  const double log_variance = logarithm(1.0 + device.dw_min_dtod * device.dw_min_dtod);
  const double log_deviation = device.log_normal ? std::sqrt(log_variance) : 0.0;

  for (std::size_t i = 0; i < zeros.values().size(); ++i) {
    const DeviceDraws draws(key, static_cast<std::uint32_t>(i));
    double w_max = std::fabs(device.w_max * (1.0 + draws.spread(device.w_max_dtod, 0)));
    double w_min = -std::fabs(device.w_min * (1.0 + draws.spread(device.w_min_dtod, 1)));
    const double gain = device.log_normal ? exponential_of(draws.spread(log_deviation, 2) - 0.5 * log_variance)
                                          : 1.0 + draws.spread(device.dw_min_dtod, 2);
    const double r = draws.spread(device.up_down_dtod, 3);
    double up = std::fabs(gain + r + std::min(device.up_down, 0.0)) * device.dw_min;
    double down = std::fabs(gain - r - std::max(device.up_down, 0.0)) * device.dw_min;
    if (device.corrupt_probability > 0.0 && draws.uniform(4) < device.corrupt_probability) {
      w_max = w_min = w_min + (w_max - w_min) * draws.uniform(5);
      up = down = 0.0;
    }
    if (device.step == StepKind::soft_bounds_reference) {
      double reference = device.reference_mean + draws.spread(device.reference_std, 6);
      if (device.subtract_symmetry_point) reference += soft_symmetry_point(up, down, w_max, w_min);
      result.reference.values()[i] = static_cast<float>(reference);
    }
    if (device.step == StepKind::linear) {
      result.gamma_up.values()[i] = static_cast<float>(device.gamma_up * (1.0 + draws.spread(device.gamma_up_dtod, 7)));
      result.gamma_down.values()[i] =
          static_cast<float>(device.gamma_down * (1.0 + draws.spread(device.gamma_down_dtod, 8)));
    }
    result.step_up.values()[i] = static_cast<float>(up);
    result.step_down.values()[i] = static_cast<float>(down);
    result.w_max.values()[i] = static_cast<float>(w_max);
    result.w_min.values()[i] = static_cast<float>(w_min);
  }
  return result;
}

host::Matrix<float> symmetry_points(const spec::ResistiveDevice& device, const DeviceParameters& parameters) {
  host::Matrix<float> result(parameters.step_up.rows(), parameters.step_up.columns());
  for (std::size_t i = 0; i < result.values().size(); ++i) {
    const double up = parameters.step_up.values()[i];
    const double down = parameters.step_down.values()[i];
    const double w_max = parameters.w_max.values()[i];
    const double w_min = parameters.w_min.values()[i];
    double point = 0.0;
    switch (device.step) {
      case StepKind::constant:
        point = up > down ? w_max : down > up ? w_min : 0.0;
        break;
      case StepKind::linear: {
        // The bounds of soft bounds, as far away as the slopes say; a slope of 0 is a bound at infinity.
        const double slope =
            up * parameters.gamma_up.values()[i] / w_max - down * parameters.gamma_down.values()[i] / w_min;
        point = slope == 0.0 ? 0.0 : std::clamp((up - down) / slope, w_min, w_max);
        break;
      }
      case StepKind::soft_bounds:
      case StepKind::soft_bounds_reference:
        point = soft_symmetry_point(up, down, w_max, w_min);
        break;
      case StepKind::exponential:
      case StepKind::table:
        point = bisected_symmetry_point(device, up, down, w_max, w_min);
        break;
    }
    result.values()[i] = static_cast<float>(point);
  }
  return result;
}

}  // namespace spintile::refmodel
