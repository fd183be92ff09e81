// A floating-point operation made ready for an array: its program, and where the program's regions lie.
#pragma once

#include <array>

#include "gen/microcode/microcode.h"
#include "spec/float_operation.h"
#include "spec/sot_program.h"

namespace spintile::verif {

/// Regions by the base register that names them: docs/contract.md, "SOT array".
enum SotRegion : std::size_t { region_a, region_b, region_result, region_flags, region_scratch, region_c };

/// Where the operands a, b and c of an operation lie.
inline constexpr std::array operand_regions = {region_a, region_b, region_c};

struct FloatProgram {
  spec::sot::Program program;
  std::array<int, spec::sot::base_registers> bases{};  // regions one after another, from row 0

  int base(SotRegion region) const { return bases[region]; }
};

/// Throws as gen::microcode::compile().
FloatProgram float_program(const spec::FloatOperation& operation, const gen::microcode::Options& options = {});

}  // namespace spintile::verif
