// The devices of a training array: what a pulse does to one of them, and how they differ. docs/contract.md, "Training
// arrays". Part of the analog model: nothing of this reaches the Verilog.
#pragma once

#include <string_view>
#include <vector>

namespace spintile::spec {

enum class StepKind { constant, linear, soft_bounds, soft_bounds_reference, exponential, table };

/// Spreads (`_dtod`, from device to device) are relative to the value they spread, but for up_down_dtod.
struct ResistiveDevice {
  StepKind step = StepKind::constant;
  double dw_min = 0.001;  // mean step at w = 0, the granularity g
  double dw_min_dtod = 0.0;
  bool log_normal = false;       // spread of the step: log-normal instead of normal
  double dw_min_std = 0.0;       // noise of each step, relative to it
  bool additive_noise = false;   // soft bounds: relative to the step at w = 0
  double write_noise_std = 0.0;  // of the apparent weight, in dw_min
  double up_down = 0.0;          // asymmetry: how much larger up steps are, relative
  double up_down_dtod = 0.0;
  double w_max = 1.0;   // above 0
  double w_min = -1.0;  // below 0
  double w_max_dtod = 0.0;
  double w_min_dtod = 0.0;
  double gamma_up = 0.0;  // linear: slope, below 0 where steps grow towards the bound; exponential: exponents
  double gamma_down = 0.0;
  double gamma_up_dtod = 0.0;  // linear
  double gamma_down_dtod = 0.0;
  double a = 0.0;  // exponential
  double b = 0.0;
  double amplitude_up = 0.0;
  double amplitude_down = 0.0;
  double reference_mean = 0.0;  // soft_bounds_reference: the paper's offset
  double reference_std = 0.0;
  bool subtract_symmetry_point = false;
  double corrupt_probability = 0.0;  // devices that hold one random weight for ever
  // Of a batch (a call of end_of_batch): w <- w (1 - decay) + diffusion N; the reference drifts by reference_drift N.
  double decay = 0.0;
  double diffusion = 0.0;
  double reference_drift = 0.0;
  // table: steps relative to dw_min at weights spread evenly over [w_min, w_max], 2 or more values each.
  std::vector<double> table_up = {};
  std::vector<double> table_down = {};

  friend bool operator==(const ResistiveDevice&, const ResistiveDevice&) = default;
};

/// "ideal", "ecram", "reram_sb", "reram_es", "reram_array_om", "hfo2", "taox_like", "fitted_ramps", "soft_bounds_20",
/// ...; std::invalid_argument for another, naming all.
ResistiveDevice device_preset(std::string_view name);
std::vector<std::string_view> device_presets();

/// The same device for a host that makes `units` units of an outer product of each of its pulses: so many smaller steps
/// move and scatter the weight as one of its own does, and the weight read is as noisy. std::invalid_argument unless
/// units is above 0.
ResistiveDevice in_units(ResistiveDevice device, double units);

}  // namespace spintile::spec
