#include "spec/sot_program.h"

#include <fmt/format.h>

#include <numeric>
#include <stdexcept>

namespace spintile::spec::sot {
namespace {

enum Kind : std::uint64_t { end = 0, step = 1, search = 2, clear = 3, loop = 4, move = 5 };

/// A field of the word: value at bit `lsb`, refused outside minimum .. maximum.
std::uint64_t field(std::string_view what, int value, int minimum, int maximum, int lsb) {
  if (value < minimum || value > maximum) {
    throw std::invalid_argument(
        fmt::format("SOT program word: {} is {}, allowed are {} .. {}", what, value, minimum, maximum));
  }
  return static_cast<std::uint64_t>(value) << lsb;
}

std::uint64_t row_field(const Row& row, int lsb) {
  field("stride", row.stride, -2, 2, 0);
  return (field("base register", row.base, 0, base_registers - 1, 0) | field("row offset", row.offset, 0, 1023, 3) |
          (static_cast<std::uint64_t>(row.stride & 7) << 13))
         << lsb;
}

Row row_at(std::uint64_t bits, int lsb) {
  const auto part = static_cast<int>((bits >> lsb) & 0xFFFF);
  const int stride = part >> 13;
  return {part & 7, (part >> 3) & 1023, stride >= 4 ? stride - 8 : stride};
}

struct Encode {
  std::uint64_t operator()(const Step& word) const {
    const auto code = [](auto value) { return static_cast<std::uint64_t>(value); };
    std::uint64_t bits =
        step << 48 | code(word.mask) << 51 | code(word.read) << 55 | code(word.write) << 58 | code(word.unmasked) << 62;
    if (word.read == Read::row || word.read == Read::row_complement) bits |= row_field(word.from, 0);
    if (word.write != Write::none) bits |= row_field(word.to, 16);
    if (word.also) bits |= code(1) << 61 | row_field(*word.also, 32);
    return bits;
  }
  std::uint64_t operator()(const Search& word) const {
    return search << 48 | static_cast<std::uint64_t>(word.mask) << 51 | row_field(word.first, 0) |
           static_cast<std::uint64_t>(word.key) << 16 | field("rows of a search", word.rows, 1, search_rows_max, 32) |
           static_cast<std::uint64_t>(word.pair) << 39;
  }
  std::uint64_t operator()(const Clear& word) const {
    return clear << 48 | static_cast<std::uint64_t>(word.mask) << 51 | row_field(word.first, 16) |
           field("rows of a clear", word.rows, 1, clear_rows_max, 32) | static_cast<std::uint64_t>(word.unmasked) << 62;
  }
  std::uint64_t operator()(const Move& word) const {
    return move << 48 | row_field(word.from, 0) | field("exponent of a move", word.distance, 0, move_distance_max, 16);
  }
  std::uint64_t operator()(const Loop& word) const {
    return loop << 48 | field("loop count", word.count, 1, loop_count_max, 0);
  }
  std::uint64_t operator()(const End&) const { return 0; }
};

Word decoded(std::uint64_t bits) {
  const auto part = [bits](int lsb, int width) { return static_cast<int>((bits >> lsb) & ((1U << width) - 1)); };
  const auto mask = static_cast<Mask>(part(51, 3));
  Word word;
  word.ends_loop = part(54, 1) != 0;
  switch (part(48, 3)) {
    case step: {
      Step act;
      act.read = static_cast<Read>(part(55, 3));
      act.from = row_at(bits, 0);
      act.write = static_cast<Write>(part(58, 3));
      act.to = row_at(bits, 16);
      if (part(61, 1) != 0) act.also = row_at(bits, 32);
      act.unmasked = part(62, 1) != 0;
      act.mask = mask;
      word.act = act;
      break;
    }
    case search:
      word.act = Search{row_at(bits, 0), part(32, 7), static_cast<std::uint16_t>(part(16, 16)), part(39, 1) != 0, mask};
      break;
    case clear:
      word.act = Clear{row_at(bits, 16), part(32, 10), part(62, 1) != 0, mask};
      break;
    case move:
      word.act = Move{row_at(bits, 0), part(16, 4)};
      break;
    case loop:
      word.act = Loop{part(0, 11)};
      break;
    default:
      word.act = End{};
  }
  return word;
}

}  // namespace

int Program::rows() const {
  return std::accumulate(regions.begin(), regions.end(), 0,
                         [](int sum, const Region& region) { return sum + region.rows; });
}

std::uint64_t encode(const Word& word) {
  if (word.ends_loop && (std::holds_alternative<Loop>(word.act) || std::holds_alternative<End>(word.act))) {
    throw std::invalid_argument(
        "SOT program word: a Loop or End ends a loop, allowed are Step, Search, Clear and Move");
  }
  if (const auto* act = std::get_if<Step>(&word.act); act != nullptr && act->write == Write::none && act->also) {
    throw std::invalid_argument("SOT program word: a second row to write, but no write");
  }
  return std::visit(Encode{}, word.act) | static_cast<std::uint64_t>(word.ends_loop) << 54;
}

Word decode(std::uint64_t bits) {
  const Word word = decoded(bits);
  const auto* act = std::get_if<Step>(&word.act);
  const bool known = act == nullptr || (act->read <= Read::row_complement && act->write <= Write::xor_into);
  if (!known || encode(word) != bits) {
    throw std::invalid_argument(fmt::format("SOT program word {:#018x}: no such word", bits));
  }
  return word;
}

}  // namespace spintile::spec::sot
