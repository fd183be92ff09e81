// The rules of the buses, watched at every clock edge (Arm IHI 0022, AXI4-Lite; IHI 0051, AXI4-Stream): both ends, so
// the bus ends of the harness (bus_drivers.h) are judged as the unit is. Knows nothing of drivers, commands or golden
// model; what it counts is for those who know how much there should be.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "verif/bus_ports.h"

namespace spintile::verif {

/// AW, W, B, AR, R of the register bus, and both streams.
enum class BusChannel : std::uint8_t {
  write_address,
  write_data,
  write_response,
  read_address,
  read_data,
  stream_in,
  stream_out
};
inline constexpr std::size_t bus_channels = 7;

class BusProtocol {
 public:
  explicit BusProtocol(const BusPorts& ports);

  /// Before each rising edge, with everything settled. Throws MismatchError naming the signal and `cycle`:
  /// - a valid stays until its ready, with the same payload;
  /// - no response without a request, and one response a request, within `patience` cycles;
  /// - the unit shows no valid in a reset that has seen an edge.
  void check(std::uint64_t cycle);

  /// Cycles in which a unit that is asked for a response may show none.
  static constexpr int patience = 1000;

  /// What has moved since the beginning.
  struct Traffic {
    std::uint64_t writes = 0;  // both address and data taken
    std::uint64_t write_responses = 0;
    std::uint64_t reads = 0;
    std::uint64_t read_responses = 0;
    std::uint64_t beats_in = 0;
    std::uint64_t packets_in = 0;  // beats with tlast
    std::uint64_t beats_out = 0;
    std::uint64_t packets_out = 0;
  };
  const Traffic& traffic() const { return traffic_; }
  /// Edges at which the channel showed something that was not taken.
  std::uint64_t waits(BusChannel which) const { return channel(which).waited; }

 private:
  struct Payload {
    std::string name;
    Port port;
    std::uint64_t shown = 0;  // at the last edge, while the channel waits
  };
  struct Channel {
    std::string name;  // "s_axil_aw": valid and ready follow it
    PinPort valid, ready;
    std::vector<Payload> payload;
    bool waits = false;  // valid was up at the last edge, and not taken
    std::uint64_t waited = 0;

    bool moves() const { return valid.get() && ready.get(); }
    void check(std::uint64_t cycle);
  };
  /// Requests that were taken and have no response yet.
  struct Open {
    std::uint64_t write_addresses = 0;
    std::uint64_t write_data = 0;
    std::uint64_t reads = 0;
  };

  const Channel& channel(BusChannel which) const { return channels_[static_cast<std::size_t>(which)]; }
  void check_reset(std::uint64_t cycle);
  void check_writes(std::uint64_t cycle);
  void check_reads(std::uint64_t cycle);
  void count_beats();

  PinPort reset_n_;
  std::array<Channel, bus_channels> channels_;
  PinPort last_in_, last_out_;
  Open open_;
  Traffic traffic_;
  bool reset_seen_ = false;  // at the last edge
  int write_wait_ = 0;       // cycles a write has been without its response
  int read_wait_ = 0;
};

}  // namespace spintile::verif
