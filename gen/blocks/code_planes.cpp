#include "gen/blocks/code_planes.h"

namespace spintile::gen::blocks {

CodePlanes code_planes(const spec::Variant& variant, spec::Space space) {
  if (space == spec::Space::column_voltage) return {1, variant.update.voltage_bits - 1};
  if (variant.input.coding == spec::InputCoding::time) return {variant.input.stream_bits, 1};
  return {variant.input.streams, variant.input.stream_bits};
}

}  // namespace spintile::gen::blocks
