// The analog block of Marinella et al., JETCAS 2018, as it reads: devices beside a fixed reference array, an offset row
// that is always driven, the ramp converter. docs/contract.md, "Analog effects".
#pragma once

#include <cstdint>

#include "host/matrix.h"
#include "refmodel/analog/offset_row.h"
#include "refmodel/analog/ramp_array.h"
#include "refmodel/analog/reference_array.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Reads of a variant with the ramp read-out, forward. Its offset row is one more row, R, of a RampArray: full scale
/// and saturation are those of R + 1 rows.
class CorrectedRampArray {
 public:
  /// All devices at the middle of their range, and so the offset row, not calibrated.
  CorrectedRampArray(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array,
                     const OffsetPulse& pulse = {});

  /// Programs the devices, and verifies: each cell is the value of `cells`, R x C in +-1/2, as far as the range of its
  /// device beside its reference goes. std::invalid_argument for another size.
  void program(const host::Matrix<float>& cells);

  /// Reads zeros and programs the offset row until all lines read zero: OffsetRow::calibrate.
  Calibration calibrate(const CalibrationLimits& limits = {});

  /// N vectors of counts, N x R: RampArray::codes with the offset row driven in all slots.
  RampCodes codes(const host::Matrix<std::int32_t>& counts);

  const ReferenceArray& reference() const { return reference_; }
  const OffsetRow& offset_row() const { return offset_row_; }

 private:
  void set_offset_cells(std::span<const float> cells);

  int rows_;
  std::int32_t all_slots_;
  ReferenceArray reference_;
  OffsetRow offset_row_;
  host::Matrix<float> cells_;  // (R + 1) x C
  RampArray array_;
};

}  // namespace spintile::refmodel
