#include "refmodel/sot/sot_sequencer.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "spec/sot_program.h"

namespace spintile::refmodel {
namespace {

using spec::Error;
namespace sot = spec::sot;

class Sequencer {
 public:
  Sequencer(const spec::Variant& variant, std::span<const std::uint64_t> store, int first, const SotBases& bases,
            const AccessWaits& waits, SotArray& array, DecodedWords& words)
      : variant_(variant),
        store_(store),
        next_(static_cast<std::size_t>(first)),
        bases_(bases),
        waits_(waits),
        array_(array),
        words_(words) {}

  ProgramRun run() {
    array_.set_mask_ones();
    while (advance()) {
    }
    array_.set_mask_ones();
    return run_;
  }

 private:
  /// One word; false when it was the last.
  bool advance() {
    if (next_ >= store_.size()) return stop(Error::program);
    const sot::Word* decoded = nullptr;
    try {
      decoded = &words_.at(store_, next_);
    } catch (const std::invalid_argument&) {
      return stop(Error::program);
    }
    const sot::Word& word = *decoded;
    const bool is_end = std::holds_alternative<sot::End>(word.act);
    const bool is_loop = std::holds_alternative<sot::Loop>(word.act);
    if (next_ + 1 == store_.size() && !is_end) return stop(Error::program);
    if ((is_loop && count_ != 0) || (word.ends_loop && count_ == 0)) return stop(Error::program);
    if (!is_end && !is_loop) {
      const std::optional<PlacedWord> placed = std::visit([&](const auto& act) { return place(act); }, word.act);
      if (!placed) return stop(Error::row_range);
      array_.execute(*placed);
      std::visit([&](const auto& act) { count_accesses(act); }, *placed);
    } else if (is_loop) {
      ++run_.cycles;
    }
    ++run_.words;
    ++next_;
    if (is_loop) {
      count_ = std::get<sot::Loop>(word.act).count;
      index_ = 0;
      body_ = next_;
    }
    if (word.ends_loop && ++index_ < count_) {
      next_ = body_;
    } else if (word.ends_loop) {
      count_ = index_ = 0;
    }
    return !is_end;
  }

  bool stop(Error error) {
    run_.error = error;
    return false;
  }

  /// The row, or none if `rows` of them from there on are not all in the array.
  std::optional<int> place_row(const sot::Row& row, int rows = 1) const {
    const int first = bases_[static_cast<std::size_t>(row.base)] + row.offset + row.stride * index_;
    if (first < 0 || first + rows > array_.rows()) return std::nullopt;
    return first;
  }

  std::optional<PlacedWord> place(const sot::Step& act) const {
    PlacedStep step;
    step.read = act.read;
    step.write = act.write;
    step.unmasked = act.unmasked;
    step.mask = act.mask;
    std::optional<int> row = 0;
    if (step.reads_row()) row = place_row(act.from);
    if (!row) return std::nullopt;
    step.from = *row;
    if (act.write == sot::Write::none) return step;
    row = place_row(act.to);
    if (!row) return std::nullopt;
    step.to = *row;
    if (!act.also) return step;
    step.also = place_row(*act.also);
    if (!step.also) return std::nullopt;
    return step;
  }

  std::optional<PlacedWord> place(const sot::Search& act) const {
    const std::optional<int> first = place_row(act.first, act.pair ? 2 * act.rows : act.rows);
    if (!first) return std::nullopt;
    // Bit 15 of the key stands for all from there on.
    const auto key = static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int16_t>(act.key)));
    return PlacedSearch{*first, act.rows, key, act.pair, act.mask};
  }

  std::optional<PlacedWord> place(const sot::Clear& act) const {
    const std::optional<int> first = place_row(act.first, act.rows);
    if (!first) return std::nullopt;
    return PlacedClear{*first, act.rows, act.unmasked, act.mask};
  }

  std::optional<PlacedWord> place(const sot::Move& act) const {
    const std::optional<int> from = place_row(act.from);
    if (!from) return std::nullopt;
    return PlacedMove{*from, act.distance};
  }

  std::optional<PlacedWord> place(const sot::Loop&) const { return std::nullopt; }
  std::optional<PlacedWord> place(const sot::End&) const { return std::nullopt; }

  void count_accesses(const PlacedStep& step) {
    const bool is_memory = variant_.sot.array == spec::SotArray::memory;
    const bool rmw = !is_memory && variant_.sot.exclusive_or == spec::SotXor::read_modify_write;
    const int rows = step.also ? 2 : 1;
    std::uint64_t cycles = 0;
    if (step.reads_row()) {
      ++run_.reads;
      cycles += is_memory ? 2 : read_cycles();
    }
    if (step.write == sot::Write::xor_into && rmw) {
      run_.reads += static_cast<std::uint64_t>(rows);
      run_.writes += static_cast<std::uint64_t>(rows);
      cycles += static_cast<std::uint64_t>(rows) * (read_cycles() + write_cycles());
    } else if (step.write != sot::Write::none) {
      ++run_.writes;
      cycles += is_memory ? static_cast<std::uint64_t>(rows) + 1 : write_cycles();
    }
    run_.cycles += std::max<std::uint64_t>(cycles, 1);
  }
  void count_accesses(const PlacedSearch& search) {
    ++run_.searches;
    const int rows = search.pair ? 2 * search.rows : search.rows;
    run_.cycles += static_cast<std::uint64_t>(is_memory() ? rows + 1 : 1 + waits_.search);
  }
  void count_accesses(const PlacedClear& clear) {
    ++run_.clears;
    run_.cycles += is_memory() ? static_cast<std::uint64_t>(clear.rows) + 1 : write_cycles();
  }

  void count_accesses(const PlacedMove&) {
    ++run_.reads;
    run_.cycles += is_memory() ? 2 : read_cycles();
  }

  bool is_memory() const { return variant_.sot.array == spec::SotArray::memory; }
  std::uint64_t read_cycles() const { return 1 + static_cast<std::uint64_t>(waits_.read); }
  std::uint64_t write_cycles() const { return 1 + static_cast<std::uint64_t>(waits_.write); }

  const spec::Variant& variant_;
  std::span<const std::uint64_t> store_;
  std::size_t next_;
  const SotBases& bases_;
  const AccessWaits& waits_;
  SotArray& array_;
  DecodedWords& words_;
  ProgramRun run_;
  int count_ = 0;  // of the loop; 0 outside one
  int index_ = 0;
  std::size_t body_ = 0;
};

}  // namespace

const sot::Word& DecodedWords::at(std::span<const std::uint64_t> store, std::size_t address) {
  entries_.resize(store.size());
  Entry& entry = entries_[address];
  if (entry.bits != store[address]) entry = {store[address], sot::decode(store[address])};
  return entry.word;
}

ProgramRun run_program(const spec::Variant& variant, std::span<const std::uint64_t> store, int first,
                       const SotBases& bases, const AccessWaits& waits, SotArray& array, DecodedWords& words) {
  return Sequencer(variant, store, first, bases, waits, array, words).run();
}

}  // namespace spintile::refmodel
