// Which instruction set the hot loops of the analog side run on. Every level gives the same bits: vectors run across
// outputs only, and multiply and add stay two operations.
#pragma once

/// Compiles a function for AVX2, where there is such a thing.
#if defined(__x86_64__)
#define SPINTILE_AVX2 [[gnu::target("avx2")]]
#else
#define SPINTILE_AVX2
#endif

namespace spintile::refmodel {

enum class Simd { baseline, avx2 };  // avx2: with FMA

/// The best level of this machine.
Simd best_simd();
/// x86-64-v4: what kernels named avx512 are compiled for.
bool has_avx512();

}  // namespace spintile::refmodel
