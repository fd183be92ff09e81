#include "verif/float_program.h"

namespace spintile::verif {

FloatProgram float_program(const spec::FloatOperation& operation, const gen::microcode::Options& options) {
  FloatProgram placed;
  placed.program = gen::microcode::compile(operation, options);
  int row = 0;
  for (std::size_t i = 0; i < placed.program.regions.size(); ++i) {
    placed.bases.at(i) = row;
    row += placed.program.regions[i].rows;
  }
  return placed;
}

}  // namespace spintile::verif
