#include "verif/bench/multiply_add.h"

#include <algorithm>

namespace spintile::verif {
namespace {

FloatProgram fp32(spec::FloatKind kind) { return float_program({.kind = kind, .format = spec::float_format("fp32")}); }

}  // namespace

MultiplyAdd::MultiplyAdd() : product(fp32(spec::FloatKind::multiply)), sum(fp32(spec::FloatKind::add)) {
  const auto region_rows = [](const FloatProgram& placed, SotRegion region) {
    return placed.program.regions.at(region).rows;
  };
  // After the product's regions a, b and result: c, the sum, and the scratch rows of both.
  const int word = region_rows(product, region_result);
  const int c = product.base(region_scratch);
  const int scratch = c + 2 * word;
  product.bases[region_scratch] = scratch;
  sum.bases[region_a] = product.base(region_result);
  sum.bases[region_b] = c;
  sum.bases[region_result] = c + word;
  sum.bases[region_scratch] = scratch;
  rows = scratch + std::max(region_rows(product, region_scratch), region_rows(sum, region_scratch));
}

}  // namespace spintile::verif
