// Digits drawn by a pen of random thickness, place, size and slant: a data set that is always there, where MNIST is
// not.
#pragma once

#include <cstdint>

#include "host/dataset.h"

namespace spintile::host {

/// `count` pictures of digits drawn at random. Picture i depends on the seed and i alone, to the bit on every machine.
Dataset draw_digits(int count, std::uint32_t seed);

}  // namespace spintile::host
