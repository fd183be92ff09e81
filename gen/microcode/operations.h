// One function an operation: it writes the operation's program from operands to result, flags included.
#pragma once

#include "gen/microcode/assembler.h"
#include "gen/microcode/microcode.h"

namespace spintile::gen::microcode {

void add(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void multiply(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void multiply_constant(Assembler& p, const spec::FloatOperation& operation, const Options& options);

}  // namespace spintile::gen::microcode
