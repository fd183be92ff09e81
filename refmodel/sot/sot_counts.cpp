#include "refmodel/sot/sot_counts.h"

#include <fmt/format.h>

#include <bit>
#include <stdexcept>

namespace spintile::refmodel {
namespace {

using spec::sot::Mask;
using spec::sot::Read;
using spec::sot::Write;

/// Steps of a mask update; `latch_is_there`: the word did not have to fetch it for the mask alone.
int mask_steps(Mask mask, bool latch_is_there) {
  switch (mask) {
    case Mask::keep:
    case Mask::ones:
      return 0;
    case Mask::match:
    case Mask::and_match:
      return 1;
    case Mask::latch:
    case Mask::latch_complement:
    case Mask::and_latch:
    case Mask::and_latch_complement:
      break;
  }
  return latch_is_there ? 0 : 1;
}

/// One word, carried out once; cells aside.
struct Count {
  XorWrite xor_write;

  SotCounts operator()(const PlacedStep& step) const {
    const bool writes = step.write != Write::none;
    const bool rmw = step.write == Write::xor_into && xor_write == XorWrite::rmw;
    const int rows = writes ? (step.also ? 2 : 1) : 0;
    SotCounts counts;
    counts.words = 1;
    counts.reads = (step.reads_row() ? 1 : 0) + (rmw ? rows : 0);
    counts.rows_written = rows;
    counts.write_pulses = rmw ? rows : (writes ? 1 : 0);
    counts.mask_loads = mask_steps(step.mask, writes || step.read == Read::hold);
    counts.steps = (writes ? 1 : 0) + counts.mask_loads;
    return counts;
  }
  SotCounts operator()(const PlacedSearch& search) const {
    SotCounts counts;
    counts.words = 1;
    counts.searches = 1;
    counts.mask_loads = mask_steps(search.mask, true);
    counts.steps = 1 + counts.mask_loads;
    return counts;
  }
  SotCounts operator()(const PlacedClear& clear) const {
    SotCounts counts;
    counts.words = 1;
    counts.clears = 1;
    counts.rows_written = clear.rows;
    counts.write_pulses = 1;
    counts.mask_loads = mask_steps(clear.mask, true);
    counts.steps = 1 + counts.mask_loads;
    return counts;
  }
  SotCounts operator()(const PlacedMove&) const {
    SotCounts counts;
    counts.words = 1;
    counts.steps = 1;
    counts.reads = 1;
    counts.moves = 1;
    return counts;
  }
};

/// Loop and End words: they come by once, and cost nothing else.
std::int64_t control_words(const spec::sot::Program& program) {
  std::int64_t count = 0;
  for (const auto& word : program.words) {
    if (std::holds_alternative<spec::sot::Loop>(word.act) || std::holds_alternative<spec::sot::End>(word.act)) ++count;
  }
  return count;
}

/// Cells that words drive in an array, from the mask they find.
class CellCounter {
 public:
  CellCounter(const SotArray& array, SotWear* wear) : array_(array), wear_(wear) {}

  void add(const PlacedWord& word) {
    if (const auto* step = std::get_if<PlacedStep>(&word); step != nullptr && step->write != Write::none) {
      add_rows(step->to, 1, step->unmasked);
      if (step->also) add_rows(*step->also, 1, step->unmasked);
    } else if (const auto* clear = std::get_if<PlacedClear>(&word)) {
      add_rows(clear->first, clear->rows, clear->unmasked);
    }
  }

  std::int64_t cells() const { return cells_; }

 private:
  void add_rows(int first, int rows, bool unmasked) {
    const LaneBits mask = array_.mask();
    std::int64_t driven = unmasked ? array_.lanes() : 0;
    for (std::size_t i = 0; !unmasked && i < mask.size(); ++i) driven += std::popcount(mask[i]);
    cells_ += driven * rows;
    if (wear_ == nullptr) return;
    for (int row = first; row < first + rows; ++row) wear_->rows[static_cast<std::size_t>(row)] += driven;
    for (std::size_t lane = 0; lane < wear_->lanes.size(); ++lane) {
      if (unmasked || ((mask[lane / 64] >> (lane % 64)) & 1) != 0) wear_->lanes[lane] += rows;
    }
  }

  const SotArray& array_;
  SotWear* wear_;
  std::int64_t cells_ = 0;
};

}  // namespace

SotCounts& SotCounts::operator+=(const SotCounts& other) {
  words += other.words;
  steps += other.steps;
  reads += other.reads;
  write_pulses += other.write_pulses;
  rows_written += other.rows_written;
  cells_written += other.cells_written;
  searches += other.searches;
  mask_loads += other.mask_loads;
  clears += other.clears;
  moves += other.moves;
  return *this;
}

SotCounts static_counts(const spec::sot::Program& program, XorWrite xor_write) {
  SotCounts counts;
  counts.words = control_words(program);
  // Counts do not depend on where regions lie: far apart, in an array of any size.
  SotBases bases;
  for (std::size_t i = 0; i < bases.size(); ++i) bases[i] = 8192 * static_cast<int>(i) + 4096;
  for_each_word(program, bases, 8192 * static_cast<int>(bases.size()),
                [&](const PlacedWord& word) { counts += std::visit(Count{xor_write}, word); });
  return counts;
}

SotWear::SotWear(const SotArray& array)
    : lanes(static_cast<std::size_t>(array.lanes())), rows(static_cast<std::size_t>(array.rows())) {}

SotCounts run_counted(SotArray& array, const spec::sot::Program& program, const SotBases& bases, XorWrite xor_write,
                      SotWear* wear) {
  if (wear != nullptr && (wear->lanes.size() != static_cast<std::size_t>(array.lanes()) ||
                          wear->rows.size() != static_cast<std::size_t>(array.rows()))) {
    throw std::invalid_argument(fmt::format("wear of {} rows and {} lanes for an array of {} rows and {} lanes",
                                            wear->rows.size(), wear->lanes.size(), array.rows(), array.lanes()));
  }
  SotCounts counts;
  counts.words = control_words(program);
  CellCounter cells(array, wear);
  run(array, program, bases, [&](const PlacedWord& word) {
    counts += std::visit(Count{xor_write}, word);
    cells.add(word);
  });
  counts.cells_written = cells.cells();
  return counts;
}

}  // namespace spintile::refmodel
