#include "gen/cells/cells.h"

namespace spintile::gen::cells {

std::vector<hdl::ModulePointer> all(hdl::Design& design) {
  return {counter(design),     leading_one(design), lfsr(design),         ram(design),
          requantiser(design), skid_buffer(design), synchroniser(design), xorshift(design)};
}

}  // namespace spintile::gen::cells
