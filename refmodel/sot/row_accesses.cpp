#include "refmodel/sot/row_accesses.h"

#include <algorithm>
#include <variant>

namespace spintile::refmodel {
namespace {

using spec::sot::Read;
using spec::sot::Write;

LaneBits complement(LaneBits bits) {
  for (std::uint64_t& word : bits) word = ~word;
  return bits;
}

LaneBits written(Write operation, LaneBits cells, const LaneBits& latch) {
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = refmodel::written(operation, cells[i], latch[i]);
  return cells;
}

/// The lanes among `lanes` in which two rows differ.
LaneBits difference(const LaneBits& one, const LaneBits& other, const LaneBits& lanes) {
  LaneBits bits(lanes.size());
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = (one[i] ^ other[i]) & lanes[i];
  return bits;
}

bool any(const LaneBits& bits) {
  return std::ranges::any_of(bits, [](std::uint64_t word) { return word != 0; });
}

}  // namespace

VerifiedWrites RowAccesses::execute(const PlacedWord& word) {
  writes_ = {};
  std::visit([this](const auto& act) { execute(act); }, word);
  return writes_;
}

void RowAccesses::execute(const PlacedStep& step) {
  if (step.read == Read::zero) array_.set_latch(LaneBits(array_.lane_words()));
  if (step.read == Read::one) array_.set_latch(LaneBits(array_.lane_words(), ~std::uint64_t{0}));
  if (step.read == Read::row) array_.set_latch(read(step.from));
  if (step.read == Read::row_complement) array_.set_latch(complement(read(step.from)));
  if (step.write != Write::none) {
    const LaneBits latch = array_.latch();
    const LaneBits lanes = lanes_written(step.unmasked);
    const auto write_row = [&](int row) {
      rewrites_ > 0 ? write_verified(row, step.write, latch, lanes) : write(row, step.write, latch, lanes);
    };
    write_row(step.to);
    if (step.also) write_row(*step.also);
  }
  update_mask(step.mask);
}

void RowAccesses::execute(const PlacedSearch& search) {
  LaneBits matching(array_.lane_words(), ~std::uint64_t{0});
  const auto keep_equal = [&](int row, bool bit) {
    const LaneBits cells = read(row);
    for (std::size_t i = 0; i < matching.size(); ++i) matching[i] &= bit ? cells[i] : ~cells[i];
  };
  for (int i = 0; i < search.rows; ++i) {
    const bool bit = (search.key >> i & 1) != 0;
    keep_equal(search.first + i, bit);
    if (search.pair) keep_equal(search.first + search.rows + i, !bit);
  }
  array_.set_match(matching);
  update_mask(search.mask);
}

void RowAccesses::execute(const PlacedClear& clear) {
  const LaneBits lanes = lanes_written(clear.unmasked);
  for (int i = 0; i < clear.rows; ++i) store(clear.first + i, LaneBits(lanes.size()), lanes);
  update_mask(clear.mask);
}

void RowAccesses::execute(const PlacedMove& move) { array_.set_latch(moved(read(move.from), move.distance)); }

LaneBits RowAccesses::read(int row) {
  LaneBits bits = array_.row(row);
  if (faults_ != nullptr) faults_->read(bits);
  return bits;
}

void RowAccesses::store(int row, std::span<const std::uint64_t> bits, std::span<const std::uint64_t> lanes) {
  LaneBits cells = array_.row(row);
  LaneBits wanted = cells;
  for (std::size_t i = 0; i < cells.size(); ++i) wanted[i] = (cells[i] & ~lanes[i]) | (bits[i] & lanes[i]);
  if (faults_ == nullptr) return array_.set_row(row, wanted);
  faults_->write(row, wanted, cells);
  array_.set_row(row, cells);
}

void RowAccesses::write(int row, Write operation, const LaneBits& latch, const LaneBits& lanes) {
  const bool reads = operation == Write::xor_into && xor_write_ == XorWrite::rmw;
  store(row, written(operation, reads ? read(row) : array_.row(row), latch), lanes);
}

void RowAccesses::write_verified(int row, Write operation, const LaneBits& latch, const LaneBits& lanes) {
  const LaneBits before = read(row);
  const LaneBits target = written(operation, before, latch);
  LaneBits differing = difference(before, target, lanes);
  ++writes_.reads;
  for (int stores = 0; stores < rewrites_ && any(differing); ++stores) {
    store(row, target, differing);
    differing = difference(read(row), target, lanes);
    ++writes_.stores;
    ++writes_.reads;
  }
  if (any(differing)) ++writes_.failures;
}

LaneBits RowAccesses::lanes_written(bool unmasked) const {
  LaneBits lanes = array_.mask();
  if (unmasked) {
    std::ranges::fill(lanes, ~std::uint64_t{0});
    if (array_.lanes() % 64 != 0) lanes.back() >>= 64 - array_.lanes() % 64;
  }
  return lanes;
}

void RowAccesses::update_mask(spec::sot::Mask mask) {
  PlacedStep update;
  update.mask = mask;
  array_.execute(update);
}

}  // namespace spintile::refmodel
