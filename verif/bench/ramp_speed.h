// How fast the golden model reads an array through the ramp read-out.
#pragma once

namespace spintile::verif {

/// Milliseconds a vector of a forward read of `size` x `size` cells, `vectors` at once, one core: slot counts of 7 bits
/// and a sign, codes of 8 bits and their flags.
double ramp_read_milliseconds(int size, int vectors);

}  // namespace spintile::verif
