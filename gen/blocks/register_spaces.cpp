#include "gen/blocks/register_spaces.h"

namespace spintile::gen::blocks {

std::vector<spec::Space> register_spaces(const spec::Variant& variant) {
  std::vector<spec::Space> spaces = spec::spaces(variant);
  std::erase_if(spaces, [](spec::Space space) { return space == spec::Space::program || space == spec::Space::lanes; });
  return spaces;
}

}  // namespace spintile::gen::blocks
