// Packets for the co-simulation: random elements with many at the ends of their range, and packets with something
// wrong.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/philox.h"
#include "refmodel/periphery/packet.h"
#include "spec/interface.h"

namespace spintile::verif {

/// What is wrong with a packet.
enum class PacketFault { none, too_short, too_long, element };

/// Any but none.
PacketFault random_fault(host::PhiloxSequence& draws);

/// A packet of these values, with garbage in the lanes past the last; too short or too long if `fault` says so.
std::vector<refmodel::Beat> faulty_packet(const spec::SpaceLayout& layout, std::span<const std::int64_t> values,
                                          PacketFault fault, host::PhiloxSequence& draws);

/// A packet of random legal elements but for `fault`. A space whose values fill their lanes has no illegal element.
std::vector<refmodel::Beat> random_packet(const spec::SpaceLayout& layout, PacketFault fault,
                                          host::PhiloxSequence& draws);

}  // namespace spintile::verif
