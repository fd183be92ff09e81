// Charge that the integrators of a ramp read-out collect, counted exactly: docs/contract.md, "Ramp read-out".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/exponential.h"
#include "host/matrix.h"
#include "refmodel/analog/charge_kernel.h"
#include "refmodel/analog/simd.h"

namespace spintile::refmodel {

/// Bits behind the point of a conductance.
inline constexpr int conductance_fraction_bits = 14;

/// clamp(round_nearest_even(cell x 2^14), +-32767).
inline std::int16_t integer_conductance(float cell) {
  const float held = host::clamp_magnitude(cell * static_cast<float>(1 << conductance_fraction_bits), 32767.0F);
  constexpr float rounder = 0x1.8p23F;  // adding it rounds to an integer, to nearest even
  return static_cast<std::int16_t>((held + rounder) - rounder);
}
/// Of each cell.
void integer_conductances(std::span<const float> cells, std::span<std::int16_t> conductances);

/// Integer conductances g of inputs k and outputs j.
class ChargeArray {
 public:
  /// All 0.
  ChargeArray(int inputs, int outputs, Simd simd = best_simd());

  int inputs() const { return inputs_; }
  int outputs() const { return outputs_; }

  /// One conductance an output.
  void set_input(int input, std::span<const std::int16_t> conductances);
  /// One conductance an input.
  void set_output(int output, std::span<const std::int16_t> conductances);
  std::int16_t conductance(int input, int output) const { return conductances_[index(input, output)]; }

  /// N vectors of slot counts (N x inputs), each within +-255 (std::invalid_argument otherwise); returns sums over k of
  /// count_k g_kj, N x outputs: exact.
  host::Matrix<std::int64_t> charges(const host::Matrix<std::int32_t>& counts) const;

  /// The same with integrators that hold the charge to +-limits_j at the end of every slot. `bits`: of a count's
  /// magnitude. In the slots of one bit the current stays, so it is enough to hold it at the end of each bit.
  host::Matrix<std::int64_t> held_charges(const host::Matrix<std::int32_t>& counts, int bits,
                                          std::span<const std::int64_t> limits) const;

 private:
  std::size_t index(int input, int output) const;

  int inputs_;
  int outputs_;
  ChargeKernel kernel_;
  std::vector<std::int16_t> conductances_;  // panels of charge_panel_columns outputs; in them pairs of inputs
};

}  // namespace spintile::refmodel
