// A full array of fixed mid-range conductances beside the crossbar: what a column collects there is taken from what it
// collects in the crossbar, so that one device makes weights of both signs. docs/contract.md, "Analog effects".
#pragma once

#include <cstdint>

#include "host/matrix.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Conductances in units of the range G_on - G_off: those of devices lie in off() .. off() + 1, the reference at off()
/// + 1/2, so that cells lie in +-1/2.
class ReferenceArray {
 public:
  /// Programmed once, with the variant's programming error, and never written again.
  ReferenceArray(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array);

  float off() const { return off_; }
  /// R x C, 0 or above.
  const host::Matrix<float>& conductances() const { return conductances_; }

  /// Device minus reference, R x C.
  host::Matrix<float> cells(const host::Matrix<float>& devices) const;
  /// What the devices must have for these cells, R x C: held to their range. Who verifies as he programs finds it, and
  /// the reference's error matters no more but at the ends of the range.
  host::Matrix<float> devices(const host::Matrix<float>& cells) const;

 private:
  float off_;
  host::Matrix<float> conductances_;
};

/// off() + 1/2 as it is programmed: with an error of standard deviation `programming_error`, of which `normal` is the
/// draw; never below 0.
float programmed_reference(const spec::Device& device, float normal);
/// Of the off state in units of the range.
float off_conductance(const spec::Device& device);

}  // namespace spintile::refmodel
