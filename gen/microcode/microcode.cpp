#include "gen/microcode/microcode.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "gen/microcode/operations.h"

namespace spintile::gen::microcode {

void write(Assembler& program, const spec::FloatOperation& operation, const Options& options) {
  switch (operation.kind) {
    case spec::FloatKind::add:
    case spec::FloatKind::subtract:
      add(program, operation, options);
      break;
    case spec::FloatKind::multiply:
      multiply(program, operation, options);
      break;
    case spec::FloatKind::multiply_add:
      multiply_add(program, operation, options);
      break;
    case spec::FloatKind::multiply_constant:
      multiply_constant(program, operation, options);
      break;
    case spec::FloatKind::divide:
      divide(program, operation, options);
      break;
    case spec::FloatKind::square_root:
      square_root(program, operation, options);
      break;
    case spec::FloatKind::equal:
      equal(program, operation, options);
      break;
    case spec::FloatKind::less:
    case spec::FloatKind::less_equal:
      less(program, operation, options);
      break;
    case spec::FloatKind::minimum:
    case spec::FloatKind::maximum:
      choose(program, operation, options);
      break;
    case spec::FloatKind::absolute:
    case spec::FloatKind::negate:
      change_sign(program, operation, options);
      break;
    case spec::FloatKind::from_integer:
      from_integer(program, operation, options);
      break;
    case spec::FloatKind::to_integer:
      to_integer(program, operation, options);
      break;
    case spec::FloatKind::convert:
      convert(program, operation, options);
      break;
    case spec::FloatKind::lane_sum:
    case spec::FloatKind::lane_minimum:
    case spec::FloatKind::lane_maximum:
    case spec::FloatKind::lane_dot:
      reduce_lanes(program, operation, options);
      break;
    default:
      throw std::invalid_argument(fmt::format("{}: no program", to_string(operation)));
  }
}

spec::sot::Program compile(const spec::FloatOperation& operation, const Options& options) {
  const int operand_rows = operation.operand_bits();
  std::vector<spec::sot::Region> regions = {{"a", operand_rows},
                                            {"b", operation.operands() > 1 ? operand_rows : 0},
                                            {"result", operation.result_bits()},
                                            {"flags", options.flags ? 5 : 0},
                                            {"scratch", 0}};
  if (operation.operands() > 2) regions.push_back({"c", operand_rows});
  Assembler program(to_string(operation), std::move(regions), options.search_pairs, options.stores_zeros);
  write(program, operation, options);
  return program.finish(options.roll_loops);
}

}  // namespace spintile::gen::microcode
