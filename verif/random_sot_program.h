// Random programs of the SOT array for the co-simulation: legal ones of all kinds of words, and ones with something
// wrong in them. A function of the draws alone.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "host/philox.h"
#include "spec/sot_program.h"

namespace spintile::verif {

/// What is wrong with a program.
enum class ProgramFault {
  none,
  row_range,       // a word whose rows end past the last one, or begin before row 0
  row_in_loop,     // the same, but only from some index of a loop on
  illegal_word,    // a pattern that spec::sot::encode never gives
  nested_loop,     // a Loop inside a loop
  stray_loop_end,  // an ends_loop outside a loop
  no_end,          // no End: to be put at the very end of the program store
};

inline constexpr std::array<ProgramFault, 6> all_program_faults = {
    ProgramFault::row_range,   ProgramFault::row_in_loop,    ProgramFault::illegal_word,
    ProgramFault::nested_loop, ProgramFault::stray_loop_end, ProgramFault::no_end};

struct RandomSotProgram {
  std::vector<std::uint64_t> words;  // as in the program store; several, the last one End but with no_end
  std::array<int, spec::sot::base_registers> bases{};
};

/// About `length` words (3 or more) for an array of `rows` rows (8 or more). Latch and match are loaded before they are
/// used, as no contract says what they hold when a program begins; no word writes one row twice.
RandomSotProgram random_sot_program(int rows, int length, ProgramFault fault, host::PhiloxSequence& draws);

}  // namespace spintile::verif
