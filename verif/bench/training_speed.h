// How fast the golden training tile learns and reads: docs of the figures in figure.cpp.
#pragma once

namespace spintile::verif {

/// Microseconds of an AGAD step of a ReRamSB tile of `size` x `size`: update of A with 5 slots and an automatically
/// scaled fast_lr of 0.1 by normal x and d, transfer of one row.
double agad_step_microseconds(int size);

/// Microseconds of a forward read of `batch` vectors with the noise model; a share of the inputs, 0 to 1, is 0.
double forward_microseconds(int size, int batch, double zero_share);

}  // namespace spintile::verif
