// The AVX2 and FMA form of vector_product.h: shapes are right already. Where the machine has none, nothing calls it.
#pragma once

#include "host/matrix.h"

namespace spintile::refmodel {

void vector_products_avx2(const host::Matrix<float>& x, const host::Matrix<float>& weights, host::Matrix<float>& y);
void transposed_products_avx2(const host::Matrix<float>& d, const host::Matrix<float>& weights, host::Matrix<float>& x);

}  // namespace spintile::refmodel
