#include "refmodel/analog/pulse_list.h"

#include <algorithm>

#include "refmodel/analog/randomness.h"

namespace spintile::refmodel {
namespace {

constexpr std::uint32_t count_of(std::uint32_t word) { return word & ~pulse_down; }

GeneratorLanes seeded_generators(host::PhiloxKey key, std::uint64_t event, std::uint32_t block) {
  GeneratorLanes generators{};
  for (std::uint32_t lane = 0; lane < 8; ++lane) {
    const host::PhiloxBlock seed = host::philox(key, draw_counter(Purpose::pulse_normals, event, block, 4 * lane));
    for (std::size_t i = 0; i < seed.size(); ++i) generators.words[i][lane] = seed[i];
  }
  return generators;
}

}  // namespace

void PulseList::reset(std::size_t most) {
  if (cells_.size() < most + pulse_spare) {
    cells_.resize(most + pulse_spare);
    counts_.resize(most + pulse_spare);
  }
  last_.clear();
  lanes_ = {cells_.data(), counts_.data(), 0};
}

std::uint64_t PulseList::pulses() const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < lanes_.size; ++i) sum += count_of(counts_[i]);
  return sum;
}

std::uint32_t PulseList::most() const {
  std::uint32_t result = 0;
  for (std::size_t i = 0; i < lanes_.size; ++i) result = std::max(result, count_of(counts_[i]));
  return result;
}

void PulseList::sort_by_count(std::uint32_t most, PulseList& sorted) const {
  std::vector<std::size_t> place(most + 2);
  for (std::size_t i = 0; i < lanes_.size; ++i) ++place[count_of(counts_[i]) + 1];
  for (std::size_t count = 1; count < place.size(); ++count) place[count] += place[count - 1];
  sorted.reset(lanes_.size);
  sorted.lanes_.size = lanes_.size;
  sorted.last_.resize(last_.empty() ? 0 : lanes_.size + pulse_spare, 1.0F);
  for (std::size_t i = 0; i < lanes_.size; ++i) {
    const std::size_t to = place[count_of(counts_[i])]++;
    sorted.cells_[to] = cells_[i];
    sorted.counts_[to] = counts_[i];
    if (!last_.empty()) sorted.last_[to] = last_[i];
  }
}

void PulseList::run(const PulseRunner& runner, const PulseKernel& kernel, host::PhiloxKey key, std::uint64_t event,
                    std::uint32_t block, PulseList& scratch) {
  if (lanes_.size == 0) return;
  GeneratorLanes generators = seeded_generators(key, event, block);
  const std::uint32_t largest = most();
  if (!closed_form_exists(kernel) || !last_.empty()) {
    sort_by_count(largest, scratch);
    runner.one_by_one(kernel, generators, scratch.lanes_, last_.empty() ? nullptr : scratch.last_.data());
    return;
  }
  scratch.reset(lanes_.size);
  runner.closed_form(kernel, generators, lanes_, largest, scratch.lanes_);
  if (scratch.lanes_.size == 0) return;
  scratch.sort_by_count(largest, *this);
  runner.one_by_one(kernel, generators, lanes_, nullptr);
}

}  // namespace spintile::refmodel
