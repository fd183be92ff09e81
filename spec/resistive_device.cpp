#include "spec/resistive_device.h"

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>

namespace spintile::spec {
namespace {

/// A device with `states` steps between -1 and 1, its symmetry point subtracted: the one of the offset study.
ResistiveDevice soft_bounds_states(int states) {
  ResistiveDevice device;
  device.step = StepKind::soft_bounds_reference;
  device.dw_min = 2.0 / states;
  device.dw_min_dtod = 0.3;
  device.dw_min_std = 0.3;
  device.up_down_dtod = 0.1;
  device.w_max_dtod = 0.3;
  device.w_min_dtod = 0.3;
  device.subtract_symmetry_point = true;
  return device;
}

/// Perfectly symmetric on average, 10,000 steps (Rasch, Gokmen and Haensch, IEEE Design & Test 2019).
ResistiveDevice ideal() {
  ResistiveDevice device;
  device.step = StepKind::constant;
  device.dw_min = 0.0002;
  device.dw_min_dtod = 0.3;
  device.dw_min_std = 0.3;
  device.w_max_dtod = 0.3;
  device.w_min_dtod = 0.3;
  return device;
}

/// Lithium ECRAM (Tang et al., IEDM 2018), its range shifted to a symmetry point of 0.
ResistiveDevice ecram() {
  ResistiveDevice device;
  device.step = StepKind::linear;
  device.dw_min = 0.002;
  device.dw_min_dtod = 0.1;
  device.dw_min_std = 0.3;
  device.up_down_dtod = 0.01;
  device.w_max = 1.1724;
  device.w_min = -0.8276;
  device.w_max_dtod = 0.05;
  device.w_min_dtod = 0.05;
  device.gamma_up = 0.1153;
  device.gamma_down = 0.5085;
  device.gamma_up_dtod = 0.05 / 0.1153;  // published as deviations of 0.05
  device.gamma_down_dtod = 0.05 / 0.5085;
  return device;
}

/// ReRAM, a loose fit of soft bounds to Gong et al., Nat. Commun. 9:2102 (2018), calibrated to its symmetry point.
ResistiveDevice reram_sb() {
  ResistiveDevice device;
  device.step = StepKind::soft_bounds_reference;
  device.additive_noise = true;
  device.dw_min = 0.002;
  device.dw_min_dtod = 0.3;
  device.dw_min_std = 3.75;
  device.write_noise_std = 56.0;
  device.up_down_dtod = 0.01;
  device.w_max = 1.25;
  device.w_min = -0.75;
  device.w_max_dtod = 0.3 / 1.25;
  device.w_min_dtod = 0.3 / 0.75;
  return device;
}

/// ReRAM, the fit of exponential steps to the same data.
ResistiveDevice reram_es() {
  ResistiveDevice device;
  device.step = StepKind::exponential;
  device.dw_min = 0.00135;
  device.dw_min_dtod = 0.2;
  device.dw_min_std = 5.0;
  device.write_noise_std = 75.0;
  device.up_down = 0.259359;
  device.up_down_dtod = 0.05;
  device.w_max_dtod = 0.3;
  device.w_min_dtod = 0.3;
  device.a = -0.5;
  device.b = -0.5;
  device.gamma_up = 5.0;
  device.gamma_down = 5.0;
  device.amplitude_up = -1.18445;
  device.amplitude_down = -0.081404;
  return device;
}

/// Arrays measured by Gong, Rasch et al., IEDM 2022: what the optimised material and the plain one have in common.
ResistiveDevice reram_array() {
  ResistiveDevice device;
  device.step = StepKind::soft_bounds_reference;
  device.additive_noise = true;
  device.log_normal = true;
  device.up_down_dtod = 0.01;
  device.subtract_symmetry_point = true;
  device.reference_std = 0.05;
  return device;
}

ResistiveDevice reram_array_om() {
  ResistiveDevice device = reram_array();
  device.dw_min = 0.0949;
  device.dw_min_dtod = 0.7829;
  device.w_max_dtod = 0.3499;
  device.w_min_dtod = 0.5695;
  device.dw_min_std = 0.4158;
  device.write_noise_std = 1.4113;
  return device;
}

ResistiveDevice hfo2() {
  ResistiveDevice device = reram_array();
  device.dw_min = 0.4622;
  device.dw_min_dtod = 0.7125;
  device.w_max_dtod = 0.4295;
  device.w_min_dtod = 0.5990;
  device.dw_min_std = 0.2174;
  device.write_noise_std = 0.5841;
  return device;
}

/// TaOx-like: the model of asymmetric nonlinearity (Agarwal et al., IJCNN 2016), in which n of N pulses from the lower
/// bound on lead over (1 - exp(-nu n / N)) / (1 - exp(-nu)) of the range, and down pulses likewise from the upper one.
/// That is `linear` with gamma = tanh(nu / 2) and a step of (range / N) (nu / 2) / tanh(nu / 2) at the middle of the
/// range. Not a fit to measurements, which are not at hand: nu = 5 in both directions, N = 1000 and a noise as large as
/// the step are assumed, after what is published of such devices: strongly nonlinear, asymmetric and noisy, up and down
/// ramps of a thousand pulses. dw_min is the step of one such pulse: a host that makes it u units of an outer product
/// divides dw_min by u and multiplies dw_min_std by the root of u.
ResistiveDevice taox_like() {
  constexpr double nonlinearity = 5.0;
  constexpr double tanh_of_half = 0.98661429815143029;  // of the nonlinearity
  constexpr double pulses = 1000.0;
  ResistiveDevice device;
  device.step = StepKind::linear;
  device.dw_min = 2.0 / pulses * (0.5 * nonlinearity / tanh_of_half);
  device.dw_min_std = 1.0;
  device.gamma_up = tanh_of_half;
  device.gamma_down = tanh_of_half;
  return device;
}

/// Fitted to the measured ramps that come with CrossSim (github.com/sandialabs/cross-sim, lookup_table_example/set.csv
/// and reset.csv), which do not say what the device is. Window as there, the largest of the minima to the smallest of
/// the maxima: 1.606 to 2.484 mS, mapped onto -1 to 1. Least squares over the mean steps in tenths of the window, of
/// three ramps up and parts of two down: up 0.0116 (1 + 0.56 w), down 0.0124 (1 + 0.01 w), the means 7.5 % off in root
/// mean square. 195 steps lead from bound to bound and 161 back; measured were about 195 and 150. Differences of
/// neighbouring reads scatter by a tenth of a step about their local mean, and most of that is of the reads
/// (correlation of successive ones -0.35); all of it is taken as noise of the steps. The slow start of every ramp,
/// whatever the conductance it begins at, is not in it, nor are the few jumps.
ResistiveDevice fitted_ramps() {
  ResistiveDevice device;
  device.step = StepKind::linear;
  device.dw_min = 0.0124;
  device.up_down = -0.065;
  device.dw_min_std = 0.1;
  device.gamma_up = -0.56;
  device.gamma_down = 0.01;
  return device;
}

struct Preset {
  std::string_view name;
  ResistiveDevice (*device)();
};

constexpr std::array presets = {
    Preset{"ideal", ideal},
    Preset{"ecram", ecram},
    Preset{"reram_sb", reram_sb},
    Preset{"reram_es", reram_es},
    Preset{"reram_array_om", reram_array_om},
    Preset{"hfo2", hfo2},
    Preset{"taox_like", taox_like},
    Preset{"fitted_ramps", fitted_ramps},
    Preset{"soft_bounds_20", [] { return soft_bounds_states(20); }},
    Preset{"soft_bounds_100", [] { return soft_bounds_states(100); }},
};

}  // namespace

ResistiveDevice device_preset(std::string_view name) {
  std::string all;
  for (const Preset& preset : presets) {
    if (preset.name == name) return preset.device();
    all += all.empty() ? "" : ", ";
    all += preset.name;
  }
  throw std::invalid_argument("device preset '" + std::string(name) + "' does not exist; there are " + all);
}

ResistiveDevice in_units(ResistiveDevice device, double units) {
  if (!(units > 0.0)) throw std::invalid_argument("in_units: " + std::to_string(units) + "; it must be above 0");
  device.dw_min /= units;
  device.dw_min_std *= std::sqrt(units);
  device.write_noise_std *= units;
  return device;
}

std::vector<std::string_view> device_presets() {
  std::vector<std::string_view> names;
  for (const Preset& preset : presets) names.push_back(preset.name);
  return names;
}

}  // namespace spintile::spec
