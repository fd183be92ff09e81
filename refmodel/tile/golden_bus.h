// The whole digital tile at the level of bus transactions: what the registers, packets and state spaces must hold after
// any sequence of them. The converters are whoever calls run_forward.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "refmodel/periphery/command_frontend.h"
#include "refmodel/periphery/health_monitor.h"
#include "refmodel/periphery/packet.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class GoldenBus {
 public:
  using Beat = refmodel::Beat;
  using ReadResult = refmodel::ReadResult;
  /// Fills `bits` with what the converters answer in a sample of a phase (0 .. M - 1) of a stream (0 = least
  /// significant); converter i is bit i % 64 of word i / 64. The words come zeroed; bits past the last converter, and
  /// of MTJs that the sample does not use, are ignored.
  using Converters = std::function<void(int stream, int phase, int sample, std::span<std::uint64_t> bits)>;

  explicit GoldenBus(spec::Variant variant);

  /// False: SLVERR. strobes: one bit a byte, 4 bits.
  bool write_register(std::uint32_t address, std::uint32_t value, unsigned strobes = 0xF);
  ReadResult read_register(std::uint32_t address) const;

  bool busy() const { return frontend_.running().has_value(); }
  std::optional<spec::Command> running() const { return frontend_.running(); }
  bool interrupt() const { return frontend_.interrupt(); }

  /// Ends a running LOAD_X or WRITE. `beats`: all up to and including the one with tlast (std::invalid_argument
  /// otherwise).
  void take_packet(std::span<const Beat> beats);
  /// Ends a running READ_Y or READ.
  std::vector<Beat> give_packet();
  /// Ends a running FORWARD; asks for streams in driven order (most significant first), phases and samples ascending.
  void run_forward(const Converters& converters);

  /// The reset of the digital part.
  void reset();

  int samples() const { return frontend_.samples(); }
  int shift() const { return frontend_.shift(); }
  /// That of the last FORWARD taken.
  host::Array array() const { return frontend_.array(); }
  /// R signed levels that stream `stream` (0 = least significant) of the loaded input drives.
  std::vector<std::int32_t> drive(int stream) const;
  /// All elements of a state space.
  std::vector<std::int64_t> space(spec::Space space) const;

 private:
  void expect_running(bool expected, const char* what) const;
  std::vector<std::int64_t>& values(spec::Space space) { return spaces_[static_cast<std::size_t>(space)]; }

  spec::Variant variant_;
  CommandFrontend frontend_;
  HealthMonitor health_;
  std::vector<std::vector<std::int64_t>> spaces_;  // by space code; that of health is the monitor's
};

}  // namespace spintile::refmodel
