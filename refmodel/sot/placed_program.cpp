#include "refmodel/sot/placed_program.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string>

namespace spintile::refmodel {
namespace {

namespace sot = spec::sot;

/// Where the program is.
struct Place {
  const sot::Program& program;
  const SotBases& bases;
  int array_rows;
  std::size_t word = 0;
  int loop_index = 0;

  std::string name() const {
    return fmt::format("SOT program '{}', word {}, loop index {}", program.name, word, loop_index);
  }

  [[noreturn]] void refuse(std::string_view what) const {
    throw std::invalid_argument(fmt::format("{}: {}", name(), what));
  }

  /// The first of `count` rows.
  int rows(const char* what, const sot::Row& row, int count = 1) const {
    if (row.base < 0 || row.base >= sot::base_registers) {
      refuse(fmt::format("base register {}, allowed are 0 .. {}", row.base, sot::base_registers - 1));
    }
    const int first = bases[static_cast<std::size_t>(row.base)] + row.offset + row.stride * loop_index;
    if (first < 0 || first + count > array_rows) {
      throw std::out_of_range(fmt::format("{}: {} rows {} .. {}, the array has rows 0 .. {}", name(), what, first,
                                          first + count - 1, array_rows - 1));
    }
    return first;
  }

  int count(const char* what, int value, int maximum) const {
    if (value < 1 || value > maximum) refuse(fmt::format("{} is {}, allowed are 1 .. {}", what, value, maximum));
    return value;
  }
};

/// Bit i is what row i of a search must hold: bit 15 of the key stands for all from there on.
std::uint64_t key_of_rows(std::uint16_t key) {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int16_t>(key)));
}

struct PlaceWord {
  const Place& place;

  std::optional<PlacedWord> operator()(const sot::Step& word) const {
    PlacedStep step{word.read, 0, word.write, 0, std::nullopt, word.unmasked, word.mask};
    if (step.reads_row()) step.from = place.rows("read", word.from);
    if (word.write == sot::Write::none) {
      if (word.also) place.refuse("a second row to write, but no write");
      return step;
    }
    step.to = place.rows("write", word.to);
    if (word.also) {
      step.also = place.rows("write", *word.also);
      if (*step.also == step.to) place.refuse(fmt::format("row {} is written twice", step.to));
    }
    return step;
  }
  std::optional<PlacedWord> operator()(const sot::Search& word) const {
    const int rows = place.count("rows of a search", word.rows, sot::search_rows_max);
    return PlacedSearch{place.rows("search", word.first, word.pair ? 2 * rows : rows), rows, key_of_rows(word.key),
                        word.pair, word.mask};
  }
  std::optional<PlacedWord> operator()(const sot::Clear& word) const {
    const int rows = place.count("rows of a clear", word.rows, sot::clear_rows_max);
    return PlacedClear{place.rows("clear", word.first, rows), rows, word.unmasked, word.mask};
  }
  std::optional<PlacedWord> operator()(const sot::Move& word) const {
    if (word.distance < 0 || word.distance > sot::move_distance_max) {
      place.refuse(fmt::format("exponent of a move is {}, allowed are 0 .. {}", word.distance, sot::move_distance_max));
    }
    return PlacedMove{place.rows("move", word.from), word.distance};
  }
  std::optional<PlacedWord> operator()(const sot::Loop&) const { return std::nullopt; }
  std::optional<PlacedWord> operator()(const sot::End&) const { return std::nullopt; }
};

}  // namespace

void for_each_word(const sot::Program& program, const SotBases& bases, int rows,
                   const std::function<void(const PlacedWord&)>& act) {
  Place place{program, bases, rows};
  std::size_t loop_begin = 0;
  int loop_count = 0;  // 0 outside a loop
  while (place.word < program.words.size()) {
    const sot::Word& word = program.words[place.word];
    if (const auto* loop = std::get_if<sot::Loop>(&word.act)) {
      if (loop_count != 0) place.refuse("a loop inside a loop");
      loop_count = place.count("loop count", loop->count, sot::loop_count_max);
      loop_begin = place.word + 1;
    } else if (std::holds_alternative<sot::End>(word.act)) {
      if (loop_count != 0) place.refuse("End inside a loop");
      if (place.word + 1 != program.words.size()) place.refuse("End before the last word");
      return;
    }
    const bool jumps = word.ends_loop;
    if (jumps && (loop_count == 0 || loop_begin > place.word)) place.refuse("the end of a loop outside one");
    if (const auto placed = std::visit(PlaceWord{place}, word.act)) act(*placed);
    if (jumps && ++place.loop_index < loop_count) {
      place.word = loop_begin;
      continue;
    }
    if (jumps) loop_count = place.loop_index = 0;
    ++place.word;
  }
  place.refuse("the last word is not End");
}

}  // namespace spintile::refmodel
