#include "verif/random_stalls.h"

#include <array>

#include "verif/host_draws.h"

namespace spintile::verif {

void set_random_stalls(BusHarness& bus, std::uint32_t seed, std::uint32_t case_number, host::PhiloxSequence& draws) {
  const bool none = draws.below(3) == 0;
  std::uint32_t channel = 0;
  const auto stall = [&] {
    constexpr std::array<std::uint32_t, 4> per_256 = {0, 40, 128, 220};
    const std::uint32_t rate = none ? 0 : per_256[draws.below(per_256.size())];
    return Stall({{seed, host_draws::stalls + (++channel << 8)}, case_number}, rate);
  };
  const Stall address = stall();
  const Stall data = stall();
  bus.writer().set_stalls(address, data, stall());
  const Stall read_address = stall();
  bus.reader().set_stalls(read_address, stall());
  bus.source().set_stall(stall());
  bus.sink().set_stall(stall());
}

}  // namespace spintile::verif
