// Multiplication by a constant that is no finite number other than 0.
#pragma once

#include <cstdint>

#include "gen/microcode/assembler.h"
#include "gen/microcode/microcode.h"

namespace spintile::gen::microcode {

/// The program of multiply_constant where `multiplier` is a zero, an infinity or NaN.
void multiply_by_special(Assembler& p, const spec::FloatOperation& operation, std::uint64_t multiplier,
                         const Options& options);

}  // namespace spintile::gen::microcode
