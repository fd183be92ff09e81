#include "verif/comparator_pins.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace spintile::verif {
namespace {

/// Any bits, other ones in each word and at each step.
std::uint64_t glitches(std::int32_t step, std::size_t word) {
  constexpr std::uint64_t pattern = 0x9E3779B97F4A7C15;
  return std::rotl(pattern * (static_cast<std::uint64_t>(step) + 1), static_cast<int>(word % 64));
}

std::uint64_t bit(std::size_t line) { return std::uint64_t{1} << (line % 64); }

}  // namespace

ComparatorPins::ComparatorPins(const RampPorts& ports)
    : ports_(ports),
      lines_(ports.cmp.words(), ~std::uint64_t{0}),
      outputs_(ports.cmp.words()),
      has_risen_(ports.cmp.words()),
      shown_(ports.cmp.words()) {
  if (const int rest = ports.cmp.bits() % 64; rest != 0) lines_.back() = (std::uint64_t{1} << rest) - 1;
}

void ComparatorPins::set_first_steps(std::span<const std::int32_t> steps) {
  steps_.assign(steps.begin(), steps.end());
  order_.resize(steps.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::ranges::sort(order_, {}, [this](std::size_t line) { return steps_[line]; });
  std::ranges::fill(outputs_, 0);
  for (std::size_t line = 0; line < steps.size(); ++line) outputs_[line / 64] |= bit(line);
}

void ComparatorPins::observe() {
  if (!ports_.enable.get()) {
    if (step_ != 0 || ports_.reset.get()) {
      ports_.cmp.copy_from(lines_);
    }
    step_ = 0;
    risen_ = 0;
    std::ranges::fill(has_risen_, 0);
    return;
  }
  for (std::size_t word = 0; word < shown_.size(); ++word) {
    shown_[word] = (has_risen_[word] | ~outputs_[word]) & lines_[word] & glitches(step_, word);
  }
  for (; risen_ < order_.size() && steps_[order_[risen_]] <= step_; ++risen_) {
    const std::size_t line = order_[risen_];
    has_risen_[line / 64] |= bit(line);
    shown_[line / 64] |= bit(line);
  }
  ports_.cmp.copy_from(shown_);
  ++step_;
}

}  // namespace spintile::verif
