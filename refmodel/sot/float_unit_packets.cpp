#include "refmodel/sot/float_unit_packets.h"

namespace spintile::refmodel {

spec::SpaceLayout program_packet(int words) {
  return {.name = spec::name(spec::Space::program),
          .elements = words,
          .value_bits = 64,
          .is_signed = false,
          .writable = true};
}

spec::SpaceLayout lanes_packet(const spec::Variant& variant, int bits) {
  return {.name = spec::name(spec::Space::lanes),
          .elements = variant.sot.lanes,
          .value_bits = bits,
          .is_signed = false,
          .writable = true};
}

}  // namespace spintile::refmodel
