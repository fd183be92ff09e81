#include "refmodel/periphery/packet.h"

#include <algorithm>
#include <stdexcept>

namespace spintile::refmodel {
namespace {

/// The low `bits` of `lane` as a number.
std::int64_t element_value(std::uint64_t lane, int bits, bool is_signed) {
  const int unused = 64 - bits;
  const std::uint64_t top = lane << unused;
  return is_signed ? static_cast<std::int64_t>(top) >> unused : static_cast<std::int64_t>(top >> unused);
}

}  // namespace

std::vector<Beat> encode_packet(const spec::SpaceLayout& layout, std::span<const std::int64_t> values) {
  const int bits = layout.element_bits();
  const std::uint64_t mask = ~std::uint64_t{0} >> (64 - bits);
  const auto lanes = static_cast<std::size_t>(layout.elements_per_beat());
  std::vector<Beat> beats(static_cast<std::size_t>(layout.beats()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    beats[i / lanes].data |= (static_cast<std::uint64_t>(values[i]) & mask)
                             << (i % lanes * static_cast<std::size_t>(bits));
  }
  beats.back().last = true;
  return beats;
}

std::variant<std::vector<std::int64_t>, spec::Error> decode_packet(const spec::SpaceLayout& layout,
                                                                   std::span<const Beat> beats) {
  const auto last = std::find_if(beats.begin(), beats.end(), [](const Beat& beat) { return beat.last; });
  if (last == beats.end() || last + 1 != beats.end()) {
    throw std::invalid_argument("packet: a packet is all beats up to and including the only one with tlast");
  }
  if (beats.size() != static_cast<std::size_t>(layout.beats())) return spec::Error::packet_length;

  const int bits = layout.element_bits();
  const auto lanes = static_cast<std::size_t>(layout.elements_per_beat());
  std::vector<std::int64_t> values(static_cast<std::size_t>(layout.elements));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint64_t lane = beats[i / lanes].data >> (i % lanes * static_cast<std::size_t>(bits));
    values[i] = element_value(lane, bits, layout.is_signed);
    if (values[i] < layout.minimum() || values[i] > layout.maximum()) return spec::Error::element_range;
  }
  return values;
}

void unsigned_elements(const spec::SpaceLayout& layout, std::span<const Beat> beats, std::span<std::uint64_t> values) {
  const int bits = layout.element_bits();
  const auto lanes = static_cast<std::size_t>(layout.elements_per_beat());
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] =
        beats[i / lanes].data >> (i % lanes * static_cast<std::size_t>(bits)) & (~std::uint64_t{0} >> (64 - bits));
  }
}

}  // namespace spintile::refmodel
