// What a co-simulation case does to a float unit: random programs, legal and not, on random contents, packets, register
// accesses, waits, with stalls on every channel and resets in the middle. Draws depend on (seed, case) alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "host/philox.h"
#include "spec/interface.h"
#include "spec/variant.h"
#include "verif/float_unit_scoreboard.h"
#include "verif/random_sot_program.h"

namespace spintile::verif {

class FloatUnitStimulus {
 public:
  FloatUnitStimulus(const spec::Variant& variant, std::uint32_t seed, std::uint32_t case_number,
                    FloatUnitScoreboard& board);

  /// The whole case: contents, `operations` random ones, then everything is read back.
  void run(int operations);

 private:
  // Contents.
  void fill_store();
  void fill_array();
  void repair_after_reset(std::optional<spec::Command> command);

  // Operations.
  void operate();
  void run_random_program();
  void run_again();
  void run_program();
  void write_lanes();
  void read_lanes();
  void read_store();
  void send_wrong_packet();
  void change_waits();
  void illegal_setting();
  void illegal_command();
  void random_write();
  void reset_soon();

  // Steps they are made of.
  void step();
  void steps(std::uint64_t cycles);
  void settle();
  void clear_error();
  void poke_while_busy();
  void finish_write();
  void write(std::uint32_t address, std::uint32_t value, unsigned strobes = 0xF);
  void read(std::uint32_t address);
  void command(spec::Command command, std::uint32_t operand = 0);
  void write_packet(spec::Space space, const std::vector<refmodel::Beat>& packet);
  std::vector<refmodel::Beat> random_packet(spec::Space space);
  void set_bases(const refmodel::SotBases& bases);
  void select_rows(int first, int bits);
  void select_words(int first, int words);
  void select_random_rows();

  std::uint64_t word() { return std::uint64_t{draws_.next()} << 32 | draws_.next(); }
  int below(int bound) { return static_cast<int>(draws_.below(static_cast<std::uint32_t>(bound))); }
  bool chance(std::uint32_t percent) { return draws_.below(100) < percent; }
  refmodel::GoldenFloatUnit& golden() { return board_.golden(); }
  BusHarness& bus() { return board_.harness().bus(); }

  /// What the program store holds, as long as nothing has been written over it.
  struct Loaded {
    int first = 0;
    refmodel::SotBases bases{};
  };

  const spec::Variant& variant_;
  std::vector<std::uint32_t> registers_;  // addresses
  host::PhiloxSequence draws_;
  FloatUnitScoreboard& board_;
  std::uint32_t read_percent_;  // of cycles in which an idle read channel starts a read
  std::optional<Loaded> last_program_;
  std::uint64_t reset_countdown_ = 0;  // 0: none to come
  bool holds_wrong_packet_ = false;    // what a wrong packet covered is not written again yet
};

}  // namespace spintile::verif
