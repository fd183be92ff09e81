// What uses a tile to read weight codes sees only this. Two engines stand behind it: the golden model (refmodel/tile)
// and the Verilated RTL (verif). With the same variant, seed and calls they give the same bits.
#pragma once

#include <cstdint>
#include <vector>

#include "host/array.h"
#include "host/matrix.h"
#include "spec/variant.h"

namespace spintile::host {

/// Per-column scale and offset (C values each) and the common shift of the requantiser.
struct Requantisation {
  std::vector<std::int64_t> scale;
  std::vector<std::int64_t> offset;
  int shift = 0;
};

/// What a batch of B input vectors reads out; both B x C.
struct Readout {
  Matrix<std::int64_t> accumulators;
  Matrix<std::int64_t> outputs;

  friend bool operator==(const Readout&, const Readout&) = default;
};

class InferenceTile {
 public:
  virtual ~InferenceTile() = default;

  virtual const spec::Variant& variant() const = 0;
  /// Programs an array with R x C weight codes in +-weight_code_max.
  virtual void program(const Matrix<std::int32_t>& weight_codes, Array array = Array::weight) = 0;
  /// Analog gain before the converters of both arrays, one positive value a column.
  virtual void set_column_gain(const std::vector<float>& gain) = 0;
  /// Samples a conversion, 1 .. samples_max, from the next vector on.
  virtual void set_samples(int samples) = 0;
  virtual void set_requantisation(const Requantisation& requantisation) = 0;
  /// Reads B x R input codes in +-input_code_max through an array, one vector after the other.
  virtual Readout forward(const Matrix<std::int32_t>& input_codes, Array array = Array::weight) = 0;
};

}  // namespace spintile::host
