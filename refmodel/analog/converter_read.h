// Products read the way a tile reads them: inputs as streams of digits, partial sums of sub-arrays through stochastic
// SOT-MTJ converters, counts to numbers by shift-and-add. docs/contract.md, "Numbers" and "Analog side".
#pragma once

#include <cstdint>

#include "host/matrix.h"
#include "host/philox.h"
#include "refmodel/analog/analog_array.h"
#include "refmodel/analog/simd.h"
#include "spec/training_algorithm.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Throws std::invalid_argument that names a member of `read` and what is allowed for an array of so many driven lines,
/// which may have at most 64 sub-arrays.
void check_stochastic(const spec::Read& read, int lines);

/// What one count of a one-hot read is, as a weight: value = (2 ones - samples) x this.
double one_hot_unit(const spec::Read& read);

/// Reads of one array of cells, R x C, through converters of its own. An input is divided by its largest magnitude and
/// rounded to a code of `streams` digits; y is scaled back so that the slope at 0 is that of the product. Converters
/// saturate: a digit of a sub-array of r rows adds at the most 2 sqrt(r) / (mtj_gain column_gain) to an output, times
/// the share of the digit in the largest code. An input of zeros reads as zeros.
class ConverterRead {
 public:
  /// rows: R, columns: C. Throws as check_stochastic does.
  ConverterRead(const spec::Read& read, int rows, int columns, host::PhiloxKey key, Simd simd);

  int rows() const { return variant_.crossbar.rows; }
  int columns() const { return variant_.crossbar.columns; }

  /// y ~ x cells; x: B x R, cells: R x C, y: B x C. `first` is the number of the first vector: it decides the draws.
  void read(const host::Matrix<float>& x, const host::Matrix<float>& cells, std::uint64_t first,
            host::Matrix<float>& y);

 private:
  spec::Variant variant_;
  AnalogArray array_;
  double unit_;  // of y, for an input code of 1
};

}  // namespace spintile::refmodel
