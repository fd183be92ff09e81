// The judge of the co-simulation: runs the Verilated tile and the golden bus model side by side and compares, in every
// cycle, all that the tile shows: responses, register values, packets, interrupt, ready and valid, pins. What to do is
// up to the caller, who uses the bus ends of harness() as he likes, legally or not.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "refmodel/tile/golden_bus.h"
#include "spec/variant.h"
#include "verif/fuzz_converters.h"
#include "verif/tile_harness.h"

namespace spintile::verif {

class Scoreboard {
 public:
  Scoreboard(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant, FuzzConverters& converters,
             const HarnessOptions& options);

  /// One clock cycle. Throws MismatchError at the first difference.
  void step();
  /// Holds the tile in reset for `cycles` >= 1 cycles, whatever it was doing.
  void reset(int cycles);

  TileHarness& harness() { return harness_; }
  const refmodel::GoldenBus& golden() const { return golden_; }
  std::uint64_t cycle() const { return harness_.cycle(); }
  /// The first cycle in which the running command no longer runs; 0 while that is not known.
  std::uint64_t idle_cycle() const { return idle_cycle_; }

 private:
  void begin_cycle();
  void finish_command(refmodel::GoldenBus& bus) const;
  bool end_error_comes_first(const WriteRequest& request);
  void check_outputs() const;
  void check_packet_out() const;
  void check_progress();
  void read_taken(std::uint32_t address);
  void write_taken(const WriteRequest& request);
  void begin_forward();
  template <class Value>
  void compare(const char* signal, Value expected, Value got) const;

  spec::Variant variant_;
  refmodel::GoldenBus golden_;
  FuzzConverters& converters_;
  TileHarness harness_;
  std::optional<bool> write_response_;  // the one that is due
  std::optional<refmodel::ReadResult> read_response_;
  std::uint32_t read_ignores_ = 0;        // bits of it that docs/contract.md leaves open
  std::vector<refmodel::Beat> incoming_;  // beats taken by the running command
  std::vector<refmodel::Beat> outgoing_;  // all beats of the running READ
  std::size_t given_ = 0;                 // how many of them are out
  std::uint64_t first_cycle_ = 0;         // cycle 1 of the running command
  std::uint64_t idle_cycle_ = 0;
  std::uint64_t first_read_ = 0;  // of the running FORWARD
  int write_wait_ = 0;            // cycles the present register write has lasted
  int read_wait_ = 0;
};

}  // namespace spintile::verif
