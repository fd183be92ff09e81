// A host under the scoreboard: one register access, command or packet after the other, over the buses alone. What the
// tile answers is the scoreboard's to judge.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/philox.h"
#include "spec/sot_program.h"
#include "spec/variant.h"
#include "verif/scoreboard.h"

namespace spintile::verif {

class ScoreboardHost {
 public:
  ScoreboardHost(Scoreboard& board, const spec::Variant& variant) : board_(board), variant_(variant) {}

  /// Until its response.
  void write(std::uint32_t address, std::uint32_t value, unsigned strobes = 0xF);
  std::uint32_t read(std::uint32_t address);
  /// Writes COMMAND, and no more.
  void start(spec::Command command, std::uint32_t operand = 0);
  /// Until no command runs. Throws MismatchError when it runs for ever.
  void settle();
  void run(spec::Command command, std::uint32_t operand = 0);

  void send(std::span<const refmodel::Beat> beats);
  void write_space(spec::Space space, std::span<const std::int64_t> values);
  /// Its elements go by; the scoreboard compares them.
  void read_space(spec::Space space) { run(spec::Command::read, static_cast<std::uint32_t>(space)); }

  // Of a tile with a transfer.
  /// The packets of the program space; of the lanes space.
  void select_words(int first, int words);
  void select_rows(int first, int bits);
  /// The same word in every lane.
  void fill_rows(int first, int bits, std::uint64_t word);
  /// Random cells; of an array behind pins without a cycle.
  void fill_sot_array(host::PhiloxSequence& draws);
  /// From the first word of the store on.
  void load_program(const spec::sot::Program& program);
  void set_bases(const refmodel::SotBases& bases);

 private:
  Scoreboard& board_;
  const spec::Variant& variant_;
};

}  // namespace spintile::verif
