// The fixed mid-range devices beside a training array whose differences to it are the weights: docs/contract.md,
// "Reference array and offset row".
#pragma once

#include "host/matrix.h"
#include "host/philox.h"

namespace spintile::refmodel {

class ReferenceArray {
 public:
  /// A reference a cell, `error` the standard deviation of what each is off, in weights; drawn once under `key`.
  ReferenceArray(double error, int rows, int columns, host::PhiloxKey key);

  /// What the cells read as where their devices have these weights, rows x columns. Rows first .. end - 1 are those
  /// that changed since the last call.
  const host::Matrix<float>& cells(const host::Matrix<float>& weights, int first, int end);

 private:
  host::Matrix<float> errors_;  // none where every reference is right
  host::Matrix<float> cells_;
};

}  // namespace spintile::refmodel
