#include "gen/microcode/operations.h"

namespace spintile::gen::microcode {

void multiply(Assembler& p, const spec::FloatOperation&, const Options&) { p.unmask(); }

}  // namespace spintile::gen::microcode
