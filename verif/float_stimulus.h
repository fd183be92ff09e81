// Operands that go where floating-point datapaths break: cancellation, ties, both ends of the exponent range,
// subnormals, special values, long carries. A fair share is plain random words.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "spec/float_operation.h"

namespace spintile::verif {

/// a, b and c: words of FloatOperation::operand_bits() bits, 0 where the operation has fewer operands.
using FloatOperands = std::array<std::uint64_t, 3>;

/// Case `case_number`. The same arguments give the same operands, in any order of calls and on any machine; different
/// seeds are different lists.
FloatOperands float_operands(const spec::FloatOperation& operation, std::uint64_t seed, std::uint64_t case_number);

/// a and b of all lanes of a reduction; no b but of lane_dot.
using FloatLaneOperands = std::array<std::vector<std::uint64_t>, 2>;

/// The same of one case of a reduction: a quarter of the cases as float_operands() draws them, the others without
/// infinities and NaN, of any small exponent, of about 1 or next to the subnormals.
FloatLaneOperands float_lane_operands(const spec::FloatOperation& operation, std::uint64_t seed,
                                      std::uint64_t case_number);

}  // namespace spintile::verif
