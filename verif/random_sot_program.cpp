#include "verif/random_sot_program.h"

#include <algorithm>
#include <stdexcept>

namespace spintile::verif {
namespace {

using namespace spec::sot;

constexpr int offset_max = 1023;

/// Where a word's rows may be, whatever the index of the loop it stands in.
class RowPicker {
 public:
  RowPicker(int rows, host::PhiloxSequence& draws) : rows_(rows), draws_(draws) {
    for (int& base : bases_) base = below(rows);
    bases_[static_cast<std::size_t>(below(base_registers))] = 0;  // so that every row is some base's
  }

  const std::array<int, base_registers>& bases() const { return bases_; }
  int below(int bound) { return static_cast<int>(draws_.below(static_cast<std::uint32_t>(bound))); }
  bool chance(int percent) { return below(100) < percent; }

  /// The first of `span` rows, in range for the indices 0 .. count - 1.
  Row legal(int span, int count) {
    for (;;) {
      const int stride = count > 1 || chance(10) ? below(5) - 2 : 0;
      const int way = stride * (count - 1);
      const int low = std::max(0, -way);
      const int high = rows_ - span - std::max(0, way);
      if (low <= high) return at(low + (chance(10) ? high - low : below(high - low + 1)), stride);
    }
  }

  /// One that leaves the array at some index, not the first if `later`; 0 .. count - 1. Needs count > 1 for `later`.
  Row illegal(int span, int count, bool later) {
    if (!later) {
      const int first = rows_ - span + 1 + (chance(50) ? 0 : below(64));
      // A base register names a row of the array; the offset goes past it.
      return at(std::min(first, bases_[largest_base()] + offset_max), 0);
    }
    const bool down = chance(50);
    const int stride = (down ? -1 : 1) * (1 + below(2));
    const int good = 1 + below(count - 1);  // indices that are still in range
    const int way = (good - 1) * std::abs(stride);
    const int edge = std::abs(stride) == 1 ? 0 : below(2);
    const int row = down ? way + edge : rows_ - span - way - edge;
    return at(std::clamp(row, 0, rows_ - span), stride);
  }

  int resolve(const Row& row, int index) const {
    return bases_[static_cast<std::size_t>(row.base)] + row.offset + row.stride * index;
  }

 private:
  std::size_t largest_base() const {
    return static_cast<std::size_t>(std::max_element(bases_.begin(), bases_.end()) - bases_.begin());
  }
  Row at(int row, int stride) {
    for (;;) {
      const int base = below(base_registers);
      const int offset = row - bases_[static_cast<std::size_t>(base)];
      if (offset >= 0 && offset <= offset_max) return {base, offset, stride};
    }
  }

  int rows_;
  host::PhiloxSequence& draws_;
  std::array<int, base_registers> bases_{};
};

class Writer {
 public:
  Writer(int rows, host::PhiloxSequence& draws) : rows_(rows), pick_(rows, draws), draws_(draws) {}

  RandomSotProgram write(int length, ProgramFault fault) {
    const int fault_at = 2 + pick_.below(std::max(1, length - 2));
    emit(load_latch());
    bool faulty = fault == ProgramFault::none || fault == ProgramFault::no_end;
    while (!faulty || static_cast<int>(program_.words.size()) < length) {
      if (!faulty && static_cast<int>(program_.words.size()) >= fault_at - 1) {
        faulty = true;
        put_fault(fault);
      } else if (rows_ >= 40 && pick_.chance(3)) {
        search_of_runs();
      } else if (pick_.chance(15)) {
        loop(1 + pick_.below(pick_.chance(80) ? 5 : 12), 1 + pick_.below(5));
      } else {
        emit(random_word(1));
      }
    }
    program_.words.push_back(fault == ProgramFault::no_end ? encode(load_latch()) : encode({End{}}));
    program_.bases = pick_.bases();
    return std::move(program_);
  }

 private:
  void emit(const Word& word) { program_.words.push_back(encode(word)); }

  static Word load_latch() { return {Step{.read = Read::one}}; }

  void loop(int count, int length) {
    emit({Loop{count}});
    for (int i = 0; i < length; ++i) {
      Word word = random_word(count);
      word.ends_loop = i == length - 1;
      emit(word);
    }
  }

  /// Zeros in all lanes, ones in those of the mask, and a search that finds the one or the other: random rows would
  /// never match a long key.
  void search_of_runs() {
    const int rows = 17 + pick_.below(4);
    const Row first = pick_.legal(rows, 1);
    emit({Clear{.first = {first.base, first.offset, 0}, .rows = rows, .unmasked = true}});
    emit({Loop{rows}});
    emit({Step{.read = Read::one, .write = Write::store, .to = {first.base, first.offset, 1}}, true});
    match_loaded_ = true;
    const std::uint16_t key = pick_.chance(70) ? 0xFFFF : 0;
    emit({Search{.first = {first.base, first.offset, 0}, .rows = rows, .key = key, .mask = Mask::match}});
  }

  void put_fault(ProgramFault fault) {
    switch (fault) {
      case ProgramFault::row_range:
        emit(word_out_of_range(1, false));
        break;
      case ProgramFault::row_in_loop: {
        const int count = 2 + pick_.below(std::min(20, rows_ / 4));
        emit({Loop{count}});
        if (pick_.chance(50)) emit(random_word(count));
        Word wrong = word_out_of_range(count, true);
        wrong.ends_loop = pick_.chance(50);
        emit(wrong);
        if (!wrong.ends_loop) {
          Word last = random_word(count);
          last.ends_loop = true;
          emit(last);
        }
        break;
      }
      case ProgramFault::nested_loop:
        emit({Loop{1 + pick_.below(3)}});
        if (pick_.chance(50)) emit(random_word(1));
        loop(2, 2);
        break;
      case ProgramFault::stray_loop_end: {
        Word word = random_word(1);
        word.ends_loop = true;
        emit(word);
        break;
      }
      default:
        program_.words.push_back(illegal_pattern());
    }
  }

  Mask mask_update(bool latch_loaded) {
    if (pick_.chance(55)) return pick_.chance(70) ? Mask::keep : Mask::ones;  // ands alone soon leave no lane
    const auto mask = static_cast<Mask>(pick_.below(8));
    if ((mask == Mask::match || mask == Mask::and_match) && !match_loaded_) return Mask::ones;
    const bool uses_latch = mask == Mask::latch || mask == Mask::latch_complement || mask == Mask::and_latch ||
                            mask == Mask::and_latch_complement;
    return uses_latch && !latch_loaded ? Mask::ones : mask;
  }

  Word random_word(int count) {
    const int kind = pick_.below(100);
    if (kind < 12) {
      const bool pair = pick_.chance(40);
      const int most = std::min(search_rows_max, rows_ / (pair ? 4 : 2));
      const bool is_long = pick_.chance(30);
      const int length = std::min(most, 1 + pick_.below(is_long ? search_rows_max : 3));
      Search search{pick_.legal(pair ? 2 * length : length, count), length,
                    static_cast<std::uint16_t>(pick_.chance(70) ? pick_.below(8) : pick_.below(0x10000)), pair};
      // Only rows that are all alike match a long key.
      if (is_long && pick_.chance(60)) search.key = pick_.chance(60) ? 0xFFFF : 0;
      match_loaded_ = true;
      search.mask = pick_.chance(40) ? Mask::match : mask_update(true);
      return {search};
    }
    if (kind < 20) {
      const int length = std::min(rows_ / 2, 1 + pick_.below(pick_.chance(80) ? 6 : 512));
      return {Clear{pick_.legal(length, count), length, pick_.chance(30), mask_update(true)}};
    }
    if (kind < 28) return {Move{pick_.legal(1, count), pick_.below(pick_.chance(70) ? 4 : move_distance_max + 1)}};
    Step step;
    step.read = static_cast<Read>(pick_.chance(75) ? 3 + pick_.below(2) : pick_.below(3));
    if (step.read >= Read::row) step.from = pick_.legal(1, count);
    step.write = static_cast<Write>(pick_.chance(85) ? 1 + pick_.below(4) : 0);
    if (step.write != Write::none) {
      step.to = pick_.legal(1, count);
      if (pick_.chance(35)) step.also = other_row(step.to, count);
    }
    step.unmasked = pick_.chance(20);
    step.mask = mask_update(true);
    return {step};
  }

  /// A second row that is never the first one.
  Row other_row(const Row& to, int count) {
    for (;;) {
      const Row row = pick_.legal(1, count);
      bool differs = true;
      for (int index = 0; index < count; ++index) differs &= pick_.resolve(row, index) != pick_.resolve(to, index);
      if (differs) return row;
    }
  }

  Word word_out_of_range(int count, bool later) {
    const auto wrong = [&](int span) { return pick_.illegal(span, count, later); };
    switch (pick_.below(7)) {
      case 6:
        return {Move{wrong(1), pick_.below(4)}};
      case 0:
        return {Step{.read = Read::row, .from = wrong(1), .write = Write::store, .to = pick_.legal(1, count)}};
      case 1:
        return {Step{.read = Read::one, .write = Write::xor_into, .to = wrong(1)}};
      case 2: {
        Step step{.read = Read::zero, .write = Write::store, .to = {}, .also = wrong(1), .mask = Mask::latch};
        step.to = other_row(*step.also, count);
        return {step};
      }
      case 3: {
        const int length = 1 + pick_.below(4);
        return {Search{wrong(length), length, 0, false, Mask::match}};
      }
      case 4: {
        const int length =
            1 + pick_.below(std::min(4, rows_ / 4));  // the complements are out, the search rows may be in
        return {Search{wrong(2 * length), length, 1, true, Mask::and_match}};
      }
      default: {
        const int length = 1 + pick_.below(rows_ / 2);
        return {Clear{wrong(std::min(length, rows_ / 4)), std::min(length, rows_ / 4), true, Mask::ones}};
      }
    }
  }

  std::uint64_t illegal_pattern() {
    for (;;) {
      std::uint64_t bits = encode(random_word(1));
      if (pick_.chance(20)) bits = std::uint64_t{draws_.next()} << 32 | draws_.next();
      bits ^= std::uint64_t{1} << (pick_.chance(25) ? 61 + pick_.below(3) : pick_.below(64));
      try {
        decode(bits);
      } catch (const std::invalid_argument&) {
        return bits;
      }
    }
  }

  int rows_;
  RowPicker pick_;
  host::PhiloxSequence& draws_;
  RandomSotProgram program_;
  bool match_loaded_ = false;
};

}  // namespace

RandomSotProgram random_sot_program(int rows, int length, ProgramFault fault, host::PhiloxSequence& draws) {
  return Writer(rows, draws).write(length, fault);
}

}  // namespace spintile::verif
