// A program of the SOT array in words that a person reads.
#pragma once

#include <string>

#include "spec/sot_program.h"

namespace spintile::verif {

/// What a word does, in one line: "scratch[3], scratch[4 + i] ^= ~a[22 - i] in all lanes; mask <- latch". Rows are
/// named by region; `i` is the index of the loop.
std::string act_text(const spec::sot::Word& word, const spec::sot::Program& program);

/// Size and regions, then a line for each word: its number, the steps it takes (all passes of its loop), what it does,
/// and its note. Words of a loop are indented.
std::string listing(const spec::sot::Program& program);

}  // namespace spintile::verif
