// What a co-simulation case does to the tile: a random mixture of legal and illegal register accesses, commands and
// packets, with stalls on every channel and resets in the middle. Draws depend on (seed, case) alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "host/philox.h"
#include "spec/interface.h"
#include "spec/variant.h"
#include "verif/scoreboard.h"
#include "verif/transfer_layout.h"

namespace spintile::verif {

class Stimulus {
 public:
  Stimulus(const spec::Variant& variant, std::uint32_t seed, std::uint32_t case_number, Scoreboard& board);

  /// The whole case: `operations` random ones, then everything is read back. Case 0 first tries the ends of every
  /// range.
  void run(int operations);

 private:
  /// Thrown through an operation that a reset cuts short, in variants where it may leave cells that nobody knows.
  struct ResetHappened {
    std::optional<spec::Command> command;  // that was running
  };

  void sweep_ranges();
  void operate();

  // Operations.
  void write_packet();
  void read_out(spec::Command command);
  void read_back();
  void change_samples();
  void change_shift();
  void change_health();
  void illegal_command();
  void random_write();
  void write_at_the_end();
  // Of variants with a command queue (stimulus_queue.cpp).
  void queue_commands();
  void queue_command(bool with_transfer);
  std::vector<refmodel::Beat> queue_write();
  void reset_soon();
  // Of variants with an update, and with a transfer (stimulus_training.cpp).
  void training_operation();
  void update();
  void outer_product();
  void change_training();
  void set_up_transfer();
  void transfer();
  void run_random_program();
  void move_lanes();
  void send_wrong_packet();
  // Of variants with outer products (stimulus_rows.cpp).
  void write_row();
  void change_row();
  void pass_an_end();

  // Steps they are made of.
  void step();
  void steps(std::uint32_t cycles);
  void step_while_busy();
  void step_towards_end();
  void settle();
  void finish_write();
  void clear_error();
  void write(std::uint32_t address, std::uint32_t value, unsigned strobes = 0xF);
  void read(std::uint32_t address);
  void command(spec::Command command, std::uint32_t operand = 0);
  void send(const std::vector<refmodel::Beat>& packet);
  void send_to(spec::Space space, const std::vector<refmodel::Beat>& packet);
  void set_bases(const refmodel::SotBases& bases);
  void select_words(int first, int words);
  void select_rows(int first, int bits);
  void fill_store();
  void fill_array();
  void repair_after_reset(std::optional<spec::Command> command);
  void read_array();
  /// FORWARD or, where there is one, BACKWARD.
  spec::Command any_read();
  std::uint32_t without_program(std::uint32_t command) const;
  std::vector<refmodel::Beat> any_lanes();
  bool has_transfer() const { return layout_.has_value(); }
  bool has_queue() const { return variant_.commands.queue > 0; }

  bool chance(std::uint32_t percent) { return draws_.below(100) < percent; }
  std::uint32_t space_code(spec::Space space) const { return static_cast<std::uint32_t>(space); }

  const spec::Variant& variant_;
  std::optional<TransferLayout> layout_;  // with a transfer
  std::vector<std::uint32_t> registers_;  // addresses
  std::vector<spec::Space> spaces_;
  std::vector<spec::Space> writable_spaces_;
  std::uint32_t case_number_;
  host::PhiloxSequence draws_;
  Scoreboard& board_;
  std::uint32_t read_percent_;         // of cycles in which an idle read channel starts a read
  std::uint32_t reset_countdown_ = 0;  // 0: none to come
  bool holds_wrong_packet_ = false;    // rows or words that nobody knows
};

}  // namespace spintile::verif
