// Operand pairs that go where floating-point datapaths break: cancellation, ties, both ends of the exponent range,
// subnormals, special values, long carries. A fair share is plain random words.
#pragma once

#include <cstdint>
#include <utility>

#include "spec/float_operation.h"

namespace spintile::verif {

/// Operands a and b of case `case_number`: words of operation.operand_bits() bits; b is 0 with one operand. The same
/// arguments give the same pair, in any order of calls and on any machine; different seeds are different lists.
std::pair<std::uint64_t, std::uint64_t> float_operands(const spec::FloatOperation& operation, std::uint64_t seed,
                                                       std::uint64_t case_number);

}  // namespace spintile::verif
