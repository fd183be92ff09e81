#include "refmodel/periphery/chopper_bank.h"

#include <limits>

#include "refmodel/numeric/xorshift.h"

namespace spintile::refmodel {

bool ChopperBank::advance(const ChopperMode& mode) {
  generator = xorshift32(generator);
  const bool ends_period = phase + 1 >= mode.period;
  const bool flips = (mode.regular && ends_period) || (mode.random && (generator >> 16) < mode.probability);
  negative[row] ^= static_cast<std::uint8_t>(flips);
  fresh[row] = static_cast<std::uint8_t>(flips);
  if (++row == negative.size()) {
    row = 0;
    if (sweeps != std::numeric_limits<std::uint32_t>::max()) ++sweeps;
    phase = ends_period ? 0 : phase + 1;
  }
  return flips;
}

}  // namespace spintile::refmodel
