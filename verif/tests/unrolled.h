// A program of the SOT array without its loops.
#pragma once

#include <cstddef>
#include <vector>

#include "spec/sot_program.h"

namespace spintile::verif {

/// The word as it is in round `round` of its loop.
inline spec::sot::Word in_round(spec::sot::Word word, int round) {
  const auto advance = [round](spec::sot::Row& row) {
    row.offset += row.stride * round;
    row.stride = 0;
  };
  if (auto* step = std::get_if<spec::sot::Step>(&word.act)) {
    advance(step->from);
    advance(step->to);
    if (step->also) advance(*step->also);
  } else if (auto* search = std::get_if<spec::sot::Search>(&word.act)) {
    advance(search->first);
  } else if (auto* clear = std::get_if<spec::sot::Clear>(&word.act)) {
    advance(clear->first);
  } else if (auto* move = std::get_if<spec::sot::Move>(&word.act)) {
    advance(move->from);
  }
  word.ends_loop = false;
  return word;
}

/// The words in the order in which they are carried out. The program is a proper one.
inline std::vector<spec::sot::Word> unrolled(const std::vector<spec::sot::Word>& words) {
  std::vector<spec::sot::Word> straight;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const auto* loop = std::get_if<spec::sot::Loop>(&words[at].act);
    if (loop == nullptr) {
      straight.push_back(words[at]);
      continue;
    }
    std::size_t last = at + 1;
    while (!words[last].ends_loop) ++last;
    for (int round = 0; round < loop->count; ++round) {
      for (std::size_t i = at + 1; i <= last; ++i) straight.push_back(in_round(words[i], round));
    }
    at = last;
  }
  return straight;
}

}  // namespace spintile::verif
