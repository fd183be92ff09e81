// What differs from device to device of a training array: docs/contract.md, "Training arrays".
#pragma once

#include "host/matrix.h"
#include "host/philox.h"
#include "spec/resistive_device.h"

namespace spintile::refmodel {

/// R x C each, of the devices in place.
struct DeviceParameters {
  host::Matrix<float> step_up;     // mean step at w = 0 in weights, 0 or above
  host::Matrix<float> step_down;   // likewise
  host::Matrix<float> w_max;       // above 0; of corrupt devices w_max = w_min, whatever the sign
  host::Matrix<float> w_min;       // below 0
  host::Matrix<float> reference;   // 0 but for soft_bounds_reference
  host::Matrix<float> gamma_up;    // linear: of each device; the others: empty
  host::Matrix<float> gamma_down;  // likewise

  friend bool operator==(const DeviceParameters&, const DeviceParameters&) = default;
};

/// Draws R x C devices, in float64, rounded once. std::invalid_argument for a device that cannot be: dw_min, w_max or
/// -w_min not above 0, a table of fewer than 2 values.
DeviceParameters draw_devices(const spec::ResistiveDevice& device, int rows, int columns, host::PhiloxKey key);

/// w* where an up and a down step are alike in the mean, R x C. Where they nowhere are (constant steps), the bound the
/// larger step leads to, or 0 where they are alike everywhere.
host::Matrix<float> symmetry_points(const spec::ResistiveDevice& device, const DeviceParameters& parameters);

}  // namespace spintile::refmodel
