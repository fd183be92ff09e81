// Places for the virtual scratch rows of a straight-line program.
#pragma once

#include <vector>

#include "spec/sot_program.h"

namespace spintile::gen::microcode {

/// Consecutive virtual rows that stay consecutive.
struct RowGroup {
  int first = 0;
  int size = 0;
};

/// Calls act(row, rows) for each range of consecutive rows that a word touches, named by its first row.
template <class Act>
void for_each_row(spec::sot::Word& word, const Act& act) {
  namespace sot = spec::sot;
  if (auto* step = std::get_if<sot::Step>(&word.act)) {
    if (step->read == sot::Read::row || step->read == sot::Read::row_complement) act(step->from, 1);
    if (step->write != sot::Write::none) act(step->to, 1);
    if (step->also) act(*step->also, 1);
  } else if (auto* search = std::get_if<sot::Search>(&word.act)) {
    act(search->first, search->pair ? 2 * search->rows : search->rows);
  } else if (auto* clear = std::get_if<sot::Clear>(&word.act)) {
    act(clear->first, clear->rows);
  } else if (auto* move = std::get_if<sot::Move>(&word.act)) {
    act(move->from, 1);
  }
}

/// Rewrites the rows of `base` in the words: each group gets the lowest consecutive rows that are free from its first
/// use to its last. Returns how many rows that takes. Every row of `base` lies in a group.
int place_rows(std::vector<spec::sot::Word>& words, int base, const std::vector<RowGroup>& groups);

}  // namespace spintile::gen::microcode
