#include "refmodel/analog/digit_arrays.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "refmodel/analog/randomness.h"

namespace spintile::refmodel {
namespace {

constexpr float left_alone = std::numeric_limits<float>::quiet_NaN();

void require(bool holds, const char* key, double value, const char* allowed) {
  if (!holds) throw std::invalid_argument(fmt::format("carry.{}: {}; allowed is {}", key, value, allowed));
}

std::string digit_prefix(std::size_t i) { return fmt::format("digit{}.", i); }

}  // namespace

DigitArrays::DigitArrays(const spec::ResistiveDevice& device, const spec::PeriodicCarry& carry,
                         const spec::Read& row_read, int rows, int columns, host::PhiloxKey key)
    : carry_(carry) {
  require(carry.digits >= 1 && carry.digits <= spec::periodic_carry_digits_max, "digits", carry.digits, "1 to 8");
  require(carry.base >= 1.0, "base", carry.base, "1 or above");
  require(carry.threshold > 0.0, "threshold", carry.threshold, "above 0");
  require(carry.tolerance > 0.0, "tolerance", carry.tolerance, "above 0");
  require(carry.writes >= 1, "writes", carry.writes, "1 or above");
  require(carry.write_gain > 0.0 && carry.write_gain <= 1.0, "write_gain", carry.write_gain, "above 0, up to 1");
  for (int i = 0; i < carry.digits; ++i) {
    arrays_.emplace_back(device, rows, columns, digit_key(key, i));
    row_reads_.emplace_back(row_read, digit_key(key, i), Purpose::transfer_noise);
    place_values_.push_back(std::pow(carry.base, i + 1 - carry.digits));
  }
}

host::Matrix<float> DigitArrays::weights() const {
  host::Matrix<float> result(arrays_.front().rows(), arrays_.front().columns());
  const std::span<float> sums = result.values();
  for (std::size_t i = 0; i < sums.size(); ++i) {
    double sum = 0.0;
    for (std::size_t digit = 0; digit < arrays_.size(); ++digit)
      sum += place_values_[digit] * static_cast<double>(arrays_[digit].weights().values()[i]);
    sums[i] = static_cast<float>(sum);
  }
  return result;
}

void DigitArrays::set_weights(const host::Matrix<float>& weights) {
  host::Matrix<float> rest = weights;
  for (std::size_t digit = arrays_.size(); digit-- > 0;) {
    host::Matrix<float> wanted = rest;
    const auto place = static_cast<float>(place_values_[digit]);
    for (float& weight : wanted.values()) weight /= place;
    arrays_[digit].set_weights(wanted);
    const std::span<const float> taken = arrays_[digit].weights().values();
    for (std::size_t i = 0; i < taken.size(); ++i) rest.values()[i] -= place * taken[i];
  }
}

std::vector<float> DigitArrays::read_row(int digit, int k) {
  std::vector<float> row(static_cast<std::size_t>(arrays_.front().columns()));
  row_reads_[static_cast<std::size_t>(digit)].row(this->digit(digit).weights(), k, row);
  return row;
}

std::vector<float> DigitArrays::write_row(int digit, int k, std::span<const float> target, ArrayUpdate& update) {
  const auto tolerance = static_cast<float>(carry_.tolerance);
  std::vector<float> one_hot(static_cast<std::size_t>(arrays_.front().rows()));
  one_hot[static_cast<std::size_t>(k)] = 1.0F;
  std::vector<float> missing(target.size());
  // A cell whose steps are a quarter of the mean or more keeps below the limit. One that moves less, at its bound or
  // corrupt, may not ask for more: it would fill the range of the drivers, and hide the others from them.
  float limit = std::numeric_limits<float>::infinity();
  for (int writes = 0;; ++writes) {
    std::vector<float> row = read_row(digit, k);
    float largest = 0.0F;
    std::uint64_t wrong = 0;
    for (std::size_t j = 0; j < row.size(); ++j) {
      const float difference = target[j] - row[j];  // of what is to be left alone: NaN
      const bool is_wrong = std::fabs(difference) > tolerance;
      missing[j] = is_wrong ? std::clamp(difference, -limit, limit) : 0.0F;
      largest = std::max(largest, std::fabs(missing[j]));
      wrong += is_wrong ? 1 : 0;
    }
    if (wrong == 0 || writes == carry_.writes) {
      missed_ += wrong;
      return row;
    }
    if (writes == 0) limit = largest;
    limit = std::max(limit * static_cast<float>(1.0 - 0.25 * carry_.write_gain), 2.0F * tolerance);
    update.descend(this->digit(digit), one_hot, missing, -carry_.write_gain);
  }
}

void DigitArrays::carry_row(int k, ArrayUpdate& update) {
  for (int i = digits() - 2; i >= 0; --i) {
    const std::vector<float> lower = read_row(i, k);
    std::vector<float> carries(lower.size());
    std::ranges::transform(lower, carries.begin(), [this](float value) {
      const auto threshold = static_cast<float>(carry_.threshold);
      return std::trunc(value / threshold) * threshold;
    });
    const auto count = static_cast<std::uint64_t>(std::ranges::count_if(carries, [](float c) { return c != 0.0F; }));
    if (count == 0) continue;
    carried_ += count;

    const auto base = static_cast<float>(carry_.base);
    const std::vector<float> before = read_row(i + 1, k);
    std::vector<float> target(lower.size(), left_alone);
    for (std::size_t j = 0; j < target.size(); ++j)
      if (carries[j] != 0.0F) target[j] = before[j] + carries[j] / base;
    const std::vector<float> after = write_row(i + 1, k, target, update);
    for (std::size_t j = 0; j < target.size(); ++j)
      if (carries[j] != 0.0F) target[j] = lower[j] - base * (after[j] - before[j]);
    write_row(i, k, target, update);
  }
}

host::State DigitArrays::state() const {
  host::State state;
  std::vector<std::uint64_t> reads;
  for (std::size_t i = 0; i < arrays_.size(); ++i) {
    host::add_state(state, digit_prefix(i), arrays_[i].state());
    reads.push_back(row_reads_[i].reads());
  }
  state["reads"] = std::move(reads);
  state["carried"] = std::vector<std::uint64_t>{carried_};
  state["missed"] = std::vector<std::uint64_t>{missed_};
  return state;
}

void DigitArrays::set_state(const host::State& state) {
  host::require_like(state, this->state());
  const auto numbers = [&](const char* name) -> const std::vector<std::uint64_t>& {
    return std::get<std::vector<std::uint64_t>>(state.at(name));
  };
  for (std::size_t i = 0; i < arrays_.size(); ++i) {
    arrays_[i].set_state(host::part_of(state, digit_prefix(i)));
    row_reads_[i].set_reads(numbers("reads")[i]);
  }
  carried_ = numbers("carried")[0];
  missed_ = numbers("missed")[0];
}

}  // namespace spintile::refmodel
