// Products of vectors with a plane of weights, in one documented order of summation: the same bits for any batch size
// and instruction set.
#pragma once

#include <span>

#include "host/matrix.h"
#include "refmodel/analog/simd.h"

namespace spintile::refmodel {

/// y = x W, x: B x R, weights: R x C (row-major), y: B x C. y_j: one fma a row k, k ascending, from +0; a sum of zero
/// is +0. A row with x_k = 0 may be left out: the weight being finite, its fma changes at most the sign of a zero, and
/// that is + in the end. std::invalid_argument for shapes that do not fit; y gets its shape here.
void vector_products(const host::Matrix<float>& x, const host::Matrix<float>& weights, host::Matrix<float>& y,
                     Simd simd = best_simd());

/// x = d W^T, d: B x C, weights: R x C, x: B x R: the same bits as vector_products() by the transposed matrix.
void transposed_products(const host::Matrix<float>& d, const host::Matrix<float>& weights, host::Matrix<float>& x,
                         Simd simd = best_simd());

}  // namespace spintile::refmodel
