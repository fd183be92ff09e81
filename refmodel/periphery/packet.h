// State spaces as packets on the data stream.
#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "spec/interface.h"

namespace spintile::refmodel {

/// One beat of the data stream.
struct Beat {
  std::uint64_t data = 0;
  bool last = false;

  friend bool operator==(const Beat&, const Beat&) = default;
};

/// Elements in index order, two's complement in little-endian lanes, lanes past the last element 0.
std::vector<Beat> encode_packet(const spec::SpaceLayout& layout, std::span<const std::int64_t> values);

/// The elements of a packet, or what is wrong with it: packet_length, then element_range. `beats`: all beats up to and
/// including the one with `last`; std::invalid_argument otherwise.
std::variant<std::vector<std::int64_t>, spec::Error> decode_packet(const spec::SpaceLayout& layout,
                                                                   std::span<const Beat> beats);

/// The elements of a packet of layout.beats() beats as they lie in their lanes, unsigned and unchecked; fills
/// layout.elements values.
void unsigned_elements(const spec::SpaceLayout& layout, std::span<const Beat> beats, std::span<std::uint64_t> values);

}  // namespace spintile::refmodel
