#include "refmodel/analog/pulse_list.h"

#include <algorithm>

#include "refmodel/analog/randomness.h"

namespace spintile::refmodel {
namespace {

constexpr std::uint32_t count_of(std::uint32_t word) { return word & ~pulse_down; }

}  // namespace

void PulseList::reset(std::size_t most) {
  if (cells_.size() < most + pulse_spare) {
    cells_.resize(most + pulse_spare);
    counts_.resize(most + pulse_spare);
  }
  last_.clear();
  lanes_ = {cells_.data(), counts_.data(), 0};
}

void PulseList::sort_by_count(std::uint32_t most, PulseList& sorted) const {
  std::vector<std::size_t> place(most + 2);
  for (std::size_t i = 0; i < lanes_.size; ++i) ++place[count_of(counts_[i]) + 1];
  place[1] = 0;  // of count 0
  for (std::size_t count = 1; count < place.size(); ++count) place[count] += place[count - 1];
  sorted.reset(lanes_.size);
  sorted.lanes_.size = place.back();
  sorted.last_.resize(last_.empty() ? 0 : lanes_.size + pulse_spare, 1.0F);
  for (std::size_t i = 0; i < lanes_.size; ++i) {
    if (count_of(counts_[i]) == 0) continue;
    const std::size_t to = place[count_of(counts_[i])]++;
    sorted.cells_[to] = cells_[i];
    sorted.counts_[to] = counts_[i];
    if (!last_.empty()) sorted.last_[to] = last_[i];
  }
}

std::uint64_t PulseList::run(const PulseRunner& runner, const PulseKernel& kernel, host::PhiloxKey key,
                             std::uint64_t event, std::uint32_t block, PulseList& scratch) {
  if (lanes_.size == 0) return 0;
  GeneratorLanes generators = seeded_generators(key, Purpose::pulse_normals, event, block);
  const PulseTotals totals = runner.totals(lanes_);
  if (!closed_form_exists(kernel) || !last_.empty()) {
    sort_by_count(totals.most, scratch);
    runner.one_by_one(kernel, generators, scratch.lanes_, last_.empty() ? nullptr : scratch.last_.data());
    return totals.pulses;
  }
  scratch.reset(lanes_.size + pulse_spare);
  runner.closed_form(kernel, generators, lanes_, totals.most, scratch.lanes_);
  if (scratch.lanes_.size != 0) {
    scratch.sort_by_count(totals.most, *this);
    runner.one_by_one(kernel, generators, lanes_, nullptr);
  }
  return totals.pulses;
}

}  // namespace spintile::refmodel
