// Products read the way a tile reads them: inputs as streams of digits, partial sums of sub-arrays through stochastic
// SOT-MTJ converters, counts to numbers by shift-and-add. docs/contract.md, "Numbers" and "Analog side".
#pragma once

#include <cstdint>

#include "host/converter_scale.h"
#include "host/matrix.h"
#include "host/philox.h"
#include "refmodel/analog/analog_array.h"
#include "refmodel/analog/simd.h"
#include "spec/training_algorithm.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Reads of one array of cells, R x C, through converters of its own, inputs and outputs in the host's scale.
/// Converters saturate: a digit of a sub-array of r rows adds at the most 2 sqrt(r) / (mtj_gain column_gain) to an
/// output, times the share of the digit in the largest code. An input of zeros reads as zeros.
class ConverterRead {
 public:
  /// rows: R, columns: C. Throws as host::check_converters does.
  ConverterRead(const spec::Read& read, int rows, int columns, host::PhiloxKey key, Simd simd);

  int rows() const { return variant_.crossbar.rows; }
  int columns() const { return variant_.crossbar.columns; }

  /// y ~ x cells; x: B x R, cells: R x C, y: B x C. `first` is the number of the first vector: it decides the draws.
  void read(const host::Matrix<float>& x, const host::Matrix<float>& cells, std::uint64_t first,
            host::Matrix<float>& y);

 private:
  host::ConverterScale scale_;
  spec::Variant variant_;
  AnalogArray array_;
};

}  // namespace spintile::refmodel
