// How fast a network learns in the golden model.
#pragma once

namespace spintile::verif {

/// Microseconds of a step (forward, backward, update with its transfers; one picture) of 784-256-128-10 by AGAD with 5
/// slots and fast_lr 0.1 on ReRamSB devices, one core, drawn digits.
double network_step_time();

}  // namespace spintile::verif
