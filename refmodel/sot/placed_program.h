// A program of the SOT array in the order in which its words are carried out: loops run, rows known, everything checked
// that can be checked without an array.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <variant>

#include "spec/sot_program.h"

namespace spintile::refmodel {

/// What the eight base registers hold.
using SotBases = std::array<int, spec::sot::base_registers>;

/// spec::sot::Step with rows of the array.
struct PlacedStep {
  spec::sot::Read read = spec::sot::Read::hold;
  int from = 0;
  spec::sot::Write write = spec::sot::Write::none;
  int to = 0;
  std::optional<int> also;
  bool unmasked = false;
  spec::sot::Mask mask = spec::sot::Mask::keep;

  bool reads_row() const { return read == spec::sot::Read::row || read == spec::sot::Read::row_complement; }
};

/// spec::sot::Search with rows of the array and one key bit a row.
struct PlacedSearch {
  int first = 0;
  int rows = 1;
  std::uint64_t key = 0;
  bool pair = false;
  spec::sot::Mask mask = spec::sot::Mask::keep;
};

/// spec::sot::Clear with rows of the array.
struct PlacedClear {
  int first = 0;
  int rows = 1;
  bool unmasked = false;
  spec::sot::Mask mask = spec::sot::Mask::keep;
};

/// spec::sot::Move with a row of the array.
struct PlacedMove {
  int from = 0;
  int distance = 0;  // the exponent
};

using PlacedWord = std::variant<PlacedStep, PlacedSearch, PlacedClear, PlacedMove>;

/// Calls `act` for each word that does something, in the order of execution, up to End, on an array of `rows` rows.
/// Throws, when it comes to that word and before it calls `act` for it, an exception that names program, word and rows:
/// std::out_of_range for a row the array does not have, std::invalid_argument for a Loop inside a loop, an end of a
/// loop outside one, an End that is inside a loop, missing or not the last word, a field out of range and a word that
/// writes one row twice.
void for_each_word(const spec::sot::Program& program, const SotBases& bases, int rows,
                   const std::function<void(const PlacedWord&)>& act);

}  // namespace spintile::refmodel
