// How fast the golden training array takes pulses.
#pragma once

namespace spintile::verif {

/// Microseconds of a pulsed update of `size` x `size` ReRamSB devices with up to 31 slots, one core: probabilities,
/// line pulses, devices. x and d are standard normal; the rate is such that without clipping there are `coincidences` a
/// cell on average.
double pulsed_update_microseconds(int size, double coincidences);

/// Milliseconds of an outer product of 7-bit row codes and 8-bit column codes on `size` x `size` devices with
/// exponential steps and step noise, one core.
double outer_product_milliseconds(int size);

/// Time of such a pulsed update on two threads over that on one, both by the clock on the wall.
double two_thread_share(int size, double coincidences);

}  // namespace spintile::verif
