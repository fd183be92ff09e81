// One function an operation: it writes the operation's program from operands to result, flags included.
#pragma once

#include "gen/microcode/assembler.h"
#include "gen/microcode/microcode.h"

namespace spintile::gen::microcode {

/// Whichever it is. Throws as compile().
void write(Assembler& p, const spec::FloatOperation& operation, const Options& options);

void add(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void multiply(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void multiply_add(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void multiply_constant(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void divide(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void square_root(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void equal(Assembler& p, const spec::FloatOperation& operation, const Options& options);
/// less and less_equal.
void less(Assembler& p, const spec::FloatOperation& operation, const Options& options);
/// minimum and maximum.
void choose(Assembler& p, const spec::FloatOperation& operation, const Options& options);
/// absolute and negate.
void change_sign(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void convert(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void to_integer(Assembler& p, const spec::FloatOperation& operation, const Options& options);
void from_integer(Assembler& p, const spec::FloatOperation& operation, const Options& options);
/// lane_sum, lane_minimum, lane_maximum and lane_dot.
void reduce_lanes(Assembler& p, const spec::FloatOperation& operation, const Options& options);

}  // namespace spintile::gen::microcode
