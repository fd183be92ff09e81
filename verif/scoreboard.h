// The judge of the co-simulation: runs the Verilated tile and the golden bus model side by side and compares, in every
// cycle, all that the tile shows: responses, register values, packets, interrupt, ready and valid, pins; and every cell
// of a SOT array behind pins. What to do is up to the caller, who uses the bus ends of harness() as he likes, legally
// or not.
//
// When a packet of program words or lanes is done is not a promise of the contract: it ends `openly`, which interrupt_o
// tells. With an error held that pin is high anyway, and the end is hidden until a read of STATUS shows it. While such
// a command runs or waits the caller writes no register: nothing may wait behind it, where no pin would tell its end.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "refmodel/tile/golden_bus.h"
#include "spec/derive.h"
#include "spec/variant.h"
#include "verif/mismatch.h"
#include "verif/replayable_converters.h"
#include "verif/tile_harness.h"

namespace spintile::verif {

class Scoreboard {
 public:
  Scoreboard(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
             ReplayableConverters& converters, const HarnessOptions& options);

  /// One clock cycle. Throws MismatchError at the first difference.
  void step();
  /// Holds the tile in reset for `cycles` >= 1 cycles, whatever it was doing.
  void reset(int cycles);

  TileHarness& harness() { return harness_; }
  const refmodel::GoldenBus& golden() const { return golden_; }
  /// Sets a row of the SOT array on both sides, where the array is behind pins.
  void set_sot_row(int row, std::span<const std::uint64_t> bits);
  /// Throws MismatchError at the first row of an array behind pins that differs.
  void check_sot_cells();
  /// Of an array behind pins: from now on the golden model's cells are those that the pins wrote.
  void adopt_sot_cells();
  std::uint64_t cycle() const { return harness_.cycle(); }
  /// The first cycle in which the running command no longer runs; 0 while that is not known. Of commands that wait the
  /// first starts at the edge that ends that cycle.
  std::uint64_t idle_cycle() const { return idle_cycle_; }
  /// A command runs, or is the next and takes its packet ahead, that takes one and has not seen its tlast.
  bool wants_packet() const;
  /// A READ or WRITE of program words or lanes runs.
  bool ends_openly() const;
  /// One runs or waits.
  bool takes_no_write() const;
  /// It does, and interrupt_o cannot show its end.
  bool end_is_hidden() const { return ends_openly() && golden_.interrupt(); }

  /// What the last UPDATE by pulses and the last TRANSFER that ended did.
  const refmodel::UpdateDrive& last_update() const { return last_update_; }
  const refmodel::TransferRun& last_transfer() const { return last_transfer_; }

 private:
  void begin_cycle();
  void finish_command(refmodel::GoldenBus& bus);
  void command_finished(spec::Command command);
  bool end_error_comes_first(const WriteRequest& request);
  void check_outputs();
  void check_stream_in() const;
  void check_stream_out();
  void check_packet_out() const;
  void check_accesses() const;
  void check_beats(const char* direction, std::size_t beats, std::uint64_t moved, std::uint64_t packets) const;
  void read_taken(std::uint32_t address);
  void read_answered();
  void write_taken(const WriteRequest& request);
  void begin_command();
  /// The packet of the next command can come while the present one runs.
  bool goes_ahead() const;
  void begin_ahead();
  void begin_packet_in();
  void begin_write();
  void begin_forward();
  void begin_backward();
  void begin_update();
  void begin_transfer();
  void begin_sot();
  void begin_carry();
  // Parts of them.
  using Part = void (Scoreboard::*)();
  /// The next part of the running command begins that many cycles after the present one.
  void then(int cycles, Part part);
  void begin_transfer_pulses();
  void begin_read_of_row();
  void begin_program_read();
  void decide_program();
  void begin_program_pulse();
  void begin_carry_of_fast();
  void begin_carry_into_weight();
  int row_pulse_cycles() const { return 2 * spec::sign_phase_cycles(variant_); }
  refmodel::GoldenBus::Converters replay(int streams) const;
  std::vector<std::int32_t> replay_steps(int outputs) const;
  /// As many active slots as the magnitudes say, whatever the schedule.
  void check_counts(host::Direction direction, std::span<const std::int32_t> codes) const;
  /// A FORWARD or BACKWARD by the ramp.
  void finish_ramp(refmodel::GoldenBus& bus) const;
  refmodel::TransferRun finish_transfer(refmodel::GoldenBus& bus) const;
  static bool runs_program(std::optional<spec::Command> command);
  template <class Value>
  void compare(const char* signal, Value expected, Value got) const {
    if (expected == got) return;
    throw MismatchError({cycle(), signal, -1, fmt::format("{:#x}", expected), fmt::format("{:#x}", got)});
  }

  spec::Variant variant_;
  refmodel::GoldenBus golden_;
  ReplayableConverters& converters_;
  TileHarness harness_;
  std::optional<bool> write_response_;  // the one that is due
  std::optional<refmodel::ReadResult> read_response_;
  std::uint32_t read_ignores_ = 0;  // bits of it that docs/contract.md leaves open
  std::uint32_t read_address_ = 0;
  std::vector<refmodel::Beat> incoming_;  // beats taken by the running command, or ahead of the next one
  bool ahead_ = false;                    // the latter
  std::vector<refmodel::Beat> outgoing_;  // all beats of the running READ
  std::size_t given_ = 0;                 // how many of them are out
  std::uint64_t writes_ = 0;              // register accesses that the golden model saw
  std::uint64_t reads_ = 0;
  BusProtocol::Traffic traffic_before_;     // on the buses, before the running command
  BusProtocol::Traffic traffic_in_before_;  // before the packet of incoming_
  bool beat_waits_ = false;                 // one was shown and not taken: it must stay
  std::uint64_t first_cycle_ = 0;           // cycle 1 of the running command
  std::uint64_t idle_cycle_ = 0;
  std::uint64_t part_cycle_ = 0;  // of the next part of the running command; 0: none to come
  Part part_ = nullptr;
  refmodel::OpuDrive next_pulse_;  // of the running PROGRAM or CARRY
  std::uint64_t first_read_ = 0;   // of the running FORWARD, BACKWARD, TRANSFER or CARRY; of a PROGRAM the last
  refmodel::ProgramRun accesses_expected_;
  SotAccesses accesses_before_;  // at the pins, before the running command
  refmodel::UpdateDrive last_update_;
  refmodel::TransferRun last_transfer_;
};

}  // namespace spintile::verif
