#include "verif/random_packet.h"

#include <algorithm>
#include <array>

namespace spintile::verif {
namespace {

std::vector<std::int64_t> random_elements(const spec::SpaceLayout& layout, host::PhiloxSequence& draws) {
  const std::int64_t low = layout.minimum();
  const std::int64_t high = layout.maximum();
  const auto range = static_cast<std::uint64_t>(high - low) + 1;
  const auto uniform = [&] {
    const std::uint64_t word = std::uint64_t{draws.next()} << 32 | draws.next();
    return low + static_cast<std::int64_t>(range == 0 ? word : word % range);
  };
  const std::array<std::int64_t, 6> extremes = {low, high, 0, 1, -1, high / 2};
  const std::uint32_t style = draws.below(5);
  const std::int64_t constant = std::clamp(extremes[draws.below(extremes.size())], low, high);
  std::vector<std::int64_t> values(static_cast<std::size_t>(layout.elements));
  for (std::int64_t& value : values) {
    switch (style) {
      case 0:
        value = constant;
        break;
      case 1:
        value = std::clamp(extremes[draws.below(extremes.size())], low, high);
        break;
      case 2:
        value = draws.below(10) == 0 ? uniform() : std::clamp<std::int64_t>(0, low, high);
        break;
      default:
        value = uniform();
    }
  }
  return values;
}

}  // namespace

PacketFault random_fault(host::PhiloxSequence& draws) {
  constexpr std::array faults = {PacketFault::too_short, PacketFault::too_long, PacketFault::element,
                                 PacketFault::element};
  return faults[draws.below(faults.size())];
}

std::vector<refmodel::Beat> faulty_packet(const spec::SpaceLayout& layout, std::span<const std::int64_t> values,
                                          PacketFault fault, host::PhiloxSequence& draws) {
  std::vector<refmodel::Beat> beats = refmodel::encode_packet(layout, values);
  const auto used = static_cast<std::uint32_t>((layout.elements - 1) % layout.elements_per_beat() + 1) *
                    static_cast<std::uint32_t>(layout.element_bits());
  const std::uint64_t garbage = std::uint64_t{draws.next()} << 32 | draws.next();
  if (used < 64) beats.back().data |= garbage << used;  // lanes past the last element are ignored
  beats.back().last = false;
  if (fault == PacketFault::too_short) beats.resize(1 + draws.below(static_cast<std::uint32_t>(beats.size())));
  if (fault == PacketFault::too_long) {
    for (std::uint32_t more = 1 + draws.below(5); more > 0; --more) beats.push_back({garbage * more, false});
  }
  beats.back().last = true;
  return beats;
}

std::vector<refmodel::Beat> random_packet(const spec::SpaceLayout& layout, PacketFault fault,
                                          host::PhiloxSequence& draws) {
  std::vector<std::int64_t> values = random_elements(layout, draws);
  const bool has_illegal = layout.element_bits() > layout.value_bits || layout.least || layout.largest;
  if (fault == PacketFault::element && has_illegal) {
    // One element just past an end, or anywhere in its lane.
    const std::array<std::int64_t, 3> wrong = {layout.minimum() - 1, layout.maximum() + 1, draws.next()};
    values[draws.below(static_cast<std::uint32_t>(values.size()))] = wrong[draws.below(wrong.size())];
  }
  return faulty_packet(layout, values, fault, draws);
}

}  // namespace spintile::verif
