// Which instruction set the hot loops of the analog side run on. Every level gives the same bits: vectors run across
// outputs only, and multiply and add stay two operations.
#pragma once

namespace spintile::refmodel {

enum class Simd { baseline, avx2 };

/// The best level of this machine.
Simd best_simd();

}  // namespace spintile::refmodel
