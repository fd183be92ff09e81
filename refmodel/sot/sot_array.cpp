#include "refmodel/sot/sot_array.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "refmodel/sot/bit_transpose.h"

namespace spintile::refmodel {
namespace {

using spec::sot::Mask;
using spec::sot::Read;
using spec::sot::Write;

constexpr std::size_t block_words = SotArray::block_lanes / 64;

/// 64 lanes of the array: word `word` of a block's rows.
struct Lanes {
  SotArray::BlockRow* rows;
  SotArray::BlockRow* state;  // rows behind them
  std::size_t word;

  std::uint64_t& row(int index) const { return rows[index].words[word]; }
  std::uint64_t& latch() const { return state[SotArray::latch_row].words[word]; }
  std::uint64_t& mask() const { return state[SotArray::mask_row].words[word]; }
  std::uint64_t& match() const { return state[SotArray::match_row].words[word]; }

  void write(int index, std::uint64_t value, bool unmasked) const {
    const std::uint64_t lanes = unmasked ? ~std::uint64_t{0} : mask();
    row(index) = (row(index) & ~lanes) | (value & lanes);
  }

  void update_mask(Mask update) const {
    switch (update) {
      case Mask::keep:
        return;
      case Mask::ones:
        mask() = ~std::uint64_t{0};
        return;
      case Mask::latch:
        mask() = latch();
        return;
      case Mask::latch_complement:
        mask() = ~latch();
        return;
      case Mask::match:
        mask() = match();
        return;
      case Mask::and_latch:
        mask() &= latch();
        return;
      case Mask::and_latch_complement:
        mask() &= ~latch();
        return;
      case Mask::and_match:
        mask() &= match();
        return;
    }
  }

  void execute(const PlacedStep& step) const {
    if (step.read == Read::zero) latch() = 0;
    if (step.read == Read::one) latch() = ~std::uint64_t{0};
    if (step.read == Read::row) latch() = row(step.from);
    if (step.read == Read::row_complement) latch() = ~row(step.from);
    if (step.write != Write::none) {
      write(step.to, written(step.write, row(step.to), latch()), step.unmasked);
      if (step.also) write(*step.also, written(step.write, row(*step.also), latch()), step.unmasked);
    }
    update_mask(step.mask);
  }

  void execute(const PlacedSearch& search) const {
    std::uint64_t matching = ~std::uint64_t{0};
    for (int i = 0; i < search.rows; ++i) {
      const bool bit = ((search.key >> i) & 1) != 0;
      const std::uint64_t cells = row(search.first + i);
      matching &= bit ? cells : ~cells;
      if (search.pair) {
        const std::uint64_t complement = row(search.first + search.rows + i);
        matching &= bit ? ~complement : complement;
      }
    }
    match() = matching;
    update_mask(search.mask);
  }

  void execute(const PlacedClear& clear) const {
    for (int i = 0; i < clear.rows; ++i) write(clear.first + i, 0, clear.unmasked);
    update_mask(clear.mask);
  }
};

}  // namespace

std::uint64_t written(Write write, std::uint64_t cells, std::uint64_t latch) {
  switch (write) {
    case Write::store:
      return latch;
    case Write::and_into:
      return cells & latch;
    case Write::or_into:
      return cells | latch;
    case Write::xor_into:
      return cells ^ latch;
    case Write::none:
      break;
  }
  return cells;
}

SotArray::SotArray(int rows, int lanes) : rows_(rows), lanes_(lanes) {
  if (rows < 1 || rows > rows_max || lanes < 1) {
    throw std::invalid_argument(fmt::format(
        "SOT array of {} rows and {} lanes: allowed are 1 .. {} rows, 1 or more lanes", rows, lanes, rows_max));
  }
  const int blocks = (lanes + block_lanes - 1) / block_lanes;
  storage_.resize(block_start(blocks));
  set_mask_ones();
}

std::uint64_t& SotArray::word_at(int row, std::size_t word) {
  return block(static_cast<int>(word / block_words))[row].words[word % block_words];
}

std::uint64_t SotArray::word_at(int row, std::size_t word) const {
  return block(static_cast<int>(word / block_words))[row].words[word % block_words];
}

LaneBits SotArray::bits_of(int row) const {
  LaneBits bits(lane_words());
  for (std::size_t word = 0; word < bits.size(); ++word) bits[word] = word_at(row, word);
  if (lanes_ % 64 != 0) bits.back() &= (std::uint64_t{1} << (lanes_ % 64)) - 1;
  return bits;
}

void SotArray::set_bits(int row, std::span<const std::uint64_t> bits) {
  if (bits.size() != lane_words()) {
    throw std::invalid_argument(
        fmt::format("{} words for a row of {} lanes, {} are needed", bits.size(), lanes_, lane_words()));
  }
  for (std::size_t word = 0; word < bits.size(); ++word) word_at(row, word) = bits[word];
}

LaneBits SotArray::row(int row) const {
  check_rows(row, 1);
  return bits_of(row);
}

void SotArray::set_row(int row, std::span<const std::uint64_t> bits) {
  check_rows(row, 1);
  set_bits(row, bits);
}

void SotArray::set_mask_ones() { set_mask(LaneBits(lane_words(), ~std::uint64_t{0})); }

void SotArray::check_rows(int first_row, int rows) const {
  if (first_row < 0 || first_row + rows > rows_) {
    throw std::out_of_range(
        fmt::format("rows {} .. {}, the array has rows 0 .. {}", first_row, first_row + rows - 1, rows_ - 1));
  }
}

void SotArray::check_transfer(int first_row, int bits, std::size_t words) const {
  if (bits < 1 || bits > 64) throw std::out_of_range(fmt::format("words of {} bits, allowed are 1 .. 64", bits));
  check_rows(first_row, bits);
  if (words > static_cast<std::size_t>(lanes_)) {
    throw std::out_of_range(fmt::format("{} words, the array has {} lanes", words, lanes_));
  }
}

void SotArray::load(int first_row, int bits, std::span<const std::uint64_t> words) {
  check_transfer(first_row, bits, words.size());
  std::array<std::uint64_t, 64> planes;
  const std::span used = std::span(planes).first(static_cast<std::size_t>(bits));
  for (std::size_t word = 0; !words.empty(); ++word) {
    BlockRow* const rows = block(static_cast<int>(word / block_words)) + first_row;
    const std::size_t place = word % block_words;
    if (words.size() >= 64) {
      words_to_planes(words.first<64>(), used);
      for (std::size_t bit = 0; bit < used.size(); ++bit) rows[bit].words[place] = planes[bit];
      words = words.subspan(64);
    } else {
      std::array<std::uint64_t, 64> rest{};
      std::copy(words.begin(), words.end(), rest.begin());
      words_to_planes(rest, used);
      const std::uint64_t lanes = (std::uint64_t{1} << words.size()) - 1;
      for (std::size_t bit = 0; bit < used.size(); ++bit) {
        rows[bit].words[place] = (rows[bit].words[place] & ~lanes) | planes[bit];
      }
      words = {};
    }
  }
}

void SotArray::unload(int first_row, int bits, std::span<std::uint64_t> words) const {
  check_transfer(first_row, bits, words.size());
  std::array<std::uint64_t, 64> planes;
  const std::span used = std::span(planes).first(static_cast<std::size_t>(bits));
  for (std::size_t word = 0; !words.empty(); ++word) {
    const BlockRow* const rows = block(static_cast<int>(word / block_words)) + first_row;
    for (std::size_t bit = 0; bit < used.size(); ++bit) planes[bit] = rows[bit].words[word % block_words];
    if (words.size() >= 64) {
      planes_to_words(used, words.first<64>());
      words = words.subspan(64);
    } else {
      std::array<std::uint64_t, 64> rest;
      planes_to_words(used, rest);
      std::copy_n(rest.begin(), words.size(), words.begin());
      words = {};
    }
  }
}

LaneBits moved(const LaneBits& from, int distance) {
  const std::size_t lanes = std::size_t{1} << distance;
  const std::size_t words = lanes / 64;
  const std::size_t bits = lanes % 64;
  const auto word = [&](std::size_t index) { return index < from.size() ? from[index] : 0; };
  LaneBits result(from.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i] = word(i + words) >> bits;
    if (bits != 0) result[i] |= word(i + words + 1) << (64 - bits);
  }
  return result;
}

void SotArray::execute(const PlacedMove& move) { set_latch(moved(bits_of(move.from), move.distance)); }

void SotArray::execute(const PlacedWord& word) {
  if (const auto* move = std::get_if<PlacedMove>(&word)) return execute(*move);
  std::visit(
      [this](const auto& act) {
        for (std::size_t lanes = 0; lanes < lane_words(); ++lanes) {
          BlockRow* const rows = block(static_cast<int>(lanes / block_words));
          const Lanes here{rows, rows + rows_, lanes % block_words};
          if constexpr (requires { here.execute(act); }) here.execute(act);
        }
      },
      word);
}

void run(SotArray& array, const spec::sot::Program& program, const SotBases& bases,
         const std::function<void(const PlacedWord&)>& watch) {
  for_each_word(program, bases, array.rows(), [](const PlacedWord&) {});
  array.set_mask_ones();
  for_each_word(program, bases, array.rows(), [&](const PlacedWord& word) {
    watch(word);
    array.execute(word);
  });
  array.set_mask_ones();
}

}  // namespace spintile::refmodel
