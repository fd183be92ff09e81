// What a co-simulation case does to the tile: a random mixture of legal and illegal register accesses, commands and
// packets, with stalls on every channel and resets in the middle. Draws depend on (seed, case) alone.
#pragma once

#include <cstdint>
#include <vector>

#include "host/philox.h"
#include "spec/interface.h"
#include "spec/variant.h"
#include "verif/scoreboard.h"

namespace spintile::verif {

class Stimulus {
 public:
  Stimulus(const spec::Variant& variant, std::uint32_t seed, std::uint32_t case_number, Scoreboard& board);

  /// The whole case: `operations` random ones, then everything is read back. Case 0 first tries the ends of every
  /// range.
  void run(int operations);

 private:
  void sweep_ranges();
  void operate();

  // Operations.
  void write_packet();
  void forward();
  void read_back();
  void change_samples();
  void change_shift();
  void change_health();
  void illegal_command();
  void random_write();
  void write_at_the_end();
  void reset_soon();

  // Steps they are made of.
  void step();
  void steps(std::uint32_t cycles);
  void step_while_busy();
  void settle();
  void finish_write();
  void write(std::uint32_t address, std::uint32_t value, unsigned strobes = 0xF);
  void read(std::uint32_t address);
  void command(spec::Command command, std::uint32_t operand = 0);
  void send(const std::vector<refmodel::Beat>& packet);

  bool chance(std::uint32_t percent) { return draws_.below(100) < percent; }
  std::uint32_t space_code(spec::Space space) const { return static_cast<std::uint32_t>(space); }

  const spec::Variant& variant_;
  std::vector<std::uint32_t> registers_;  // addresses
  std::vector<spec::Space> spaces_;
  std::vector<spec::Space> writable_spaces_;
  std::uint32_t case_number_;
  host::PhiloxSequence draws_;
  Scoreboard& board_;
  std::uint32_t read_percent_;         // of cycles in which an idle read channel starts a read
  std::uint32_t reset_countdown_ = 0;  // 0: none to come
};

}  // namespace spintile::verif
