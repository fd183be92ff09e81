#include "gen/microcode/loops.h"

#include <cstdlib>
#include <optional>
#include <utility>

namespace spintile::gen::microcode {
namespace {

namespace sot = spec::sot;

constexpr std::size_t most_repeats = 1024;
constexpr int widest_stride = 2;

/// The same word with each row's stride set so that `later` is what it does one round later; nothing if there is none.
std::optional<sot::Word> with_strides(const sot::Word& first, const sot::Word& later) {
  const auto stride = [](sot::Row& row, const sot::Row& next) {
    row.stride = next.offset - row.offset;
    return row.base == next.base && std::abs(row.stride) <= widest_stride;
  };
  sot::Word word = first;
  sot::Word next = later;
  bool possible = first.act.index() == later.act.index();
  if (!possible) return {};
  if (auto* step = std::get_if<sot::Step>(&word.act)) {
    auto& other = std::get<sot::Step>(next.act);
    possible = step->also.has_value() == other.also.has_value() && stride(step->from, other.from) &&
               stride(step->to, other.to) && (!step->also || stride(*step->also, *other.also));
    if (!possible) return {};
    other.from = step->from;
    other.to = step->to;
    other.also = step->also;
  } else if (auto* search = std::get_if<sot::Search>(&word.act)) {
    auto& other = std::get<sot::Search>(next.act);
    if (!stride(search->first, other.first)) return {};
    other.first = search->first;
  } else if (auto* clear = std::get_if<sot::Clear>(&word.act)) {
    auto& other = std::get<sot::Clear>(next.act);
    if (!stride(clear->first, other.first)) return {};
    other.first = clear->first;
  } else if (auto* move = std::get_if<sot::Move>(&word.act)) {
    auto& other = std::get<sot::Move>(next.act);
    if (!stride(move->from, other.from)) return {};
    other.from = move->from;
  }
  if (word != next) return {};
  return word;
}

/// A word as it is in round `round` of its loop.
sot::Word unrolled(sot::Word word, int round) {
  const auto advance = [round](sot::Row& row) { row.offset += std::exchange(row.stride, 0) * round; };
  if (auto* step = std::get_if<sot::Step>(&word.act)) {
    advance(step->from);
    advance(step->to);
    if (step->also) advance(*step->also);
  } else if (auto* search = std::get_if<sot::Search>(&word.act)) {
    advance(search->first);
  } else if (auto* clear = std::get_if<sot::Clear>(&word.act)) {
    advance(clear->first);
  } else if (auto* move = std::get_if<sot::Move>(&word.act)) {
    advance(move->from);
  }
  return word;
}

struct Found {
  std::vector<sot::Word> body;
  std::size_t rounds = 1;

  /// Words that the loop leaves out, its Loop word counted.
  std::ptrdiff_t saved() const { return static_cast<std::ptrdiff_t>(body.size() * (rounds - 1)) - 1; }
};

Found find(const std::vector<sot::Word>& words, std::size_t first, std::size_t length) {
  Found found;
  if (first + 2 * length > words.size()) return found;
  for (std::size_t i = 0; i < length; ++i) {
    const auto word = with_strides(words[first + i], words[first + length + i]);
    if (!word) return found;
    found.body.push_back(*word);
  }
  for (found.rounds = 2; found.rounds < most_repeats; ++found.rounds) {
    const std::size_t at = first + found.rounds * length;
    if (at + length > words.size()) return found;
    for (std::size_t i = 0; i < length; ++i) {
      if (unrolled(found.body[i], static_cast<int>(found.rounds)) != words[at + i]) return found;
    }
  }
  return found;
}

}  // namespace

void roll(sot::Program& program, int longest_body) {
  const std::vector<sot::Word> words = std::exchange(program.words, {});
  const std::vector<std::string> notes = std::exchange(program.notes, {});
  for (std::size_t at = 0; at < words.size();) {
    Found best;
    for (std::size_t length = 1; length <= static_cast<std::size_t>(longest_body); ++length) {
      Found found = find(words, at, length);
      if (!found.body.empty() && found.saved() > 0 && (best.body.empty() || found.saved() > best.saved())) {
        best = std::move(found);
      }
    }
    if (best.body.empty()) {
      program.words.push_back(words[at]);
      program.notes.push_back(notes[at]);
      ++at;
      continue;
    }
    program.words.push_back({sot::Loop{static_cast<int>(best.rounds)}, false});
    program.notes.push_back("repeat");
    best.body.back().ends_loop = true;
    for (std::size_t i = 0; i < best.body.size(); ++i) {
      program.words.push_back(best.body[i]);
      program.notes.push_back(notes[at + i]);
    }
    at += best.rounds * best.body.size();
  }
}

}  // namespace spintile::gen::microcode
