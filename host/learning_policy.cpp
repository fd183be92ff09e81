#include "host/learning_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace spintile::host {
namespace {

constexpr std::uint32_t generator_purpose = 35;  // of the draws: docs/contract.md, "Randomness"

void require(bool holds, const char* name, double value, const char* allowed) {
  if (!holds) throw std::invalid_argument(fmt::format("{}: {}; allowed is {}", name, value, allowed));
}

float largest_magnitude(std::span<const float> values) {
  float largest = 0.0F;
  for (const float value : values) largest = std::max(largest, std::fabs(value));
  return largest;
}

}  // namespace

void check_algorithm(const spec::TrainingAlgorithm& algorithm) {
  require(algorithm.fast_lr > 0.0, "fast_lr", algorithm.fast_lr, "above 0");
  require(algorithm.auto_momentum >= 0.0 && algorithm.auto_momentum < 1.0, "auto_momentum", algorithm.auto_momentum,
          "0 up to below 1");
  require(algorithm.transfer_every >= 1, "transfer_every", algorithm.transfer_every, "1 or more");
  require(algorithm.transfer_pulses >= 1 && algorithm.transfer_pulses <= 32, "transfer_pulses",
          algorithm.transfer_pulses, "1 to 32");
  require(algorithm.buffer_granularity > 0.0, "buffer_granularity", algorithm.buffer_granularity, "above 0");
  require(algorithm.auto_granularity >= 0.0, "auto_granularity", algorithm.auto_granularity, "0 or above");
  require(algorithm.momentum >= 0.0 && algorithm.momentum <= 1.0, "momentum", algorithm.momentum, "0 to 1");
  require(algorithm.tail > 0.0, "tail", algorithm.tail, "above 0");
}

FastRate::FastRate(const spec::TrainingAlgorithm& algorithm, int slots, double granularity)
    : algorithm_(algorithm), full_update_(slots * granularity) {}

double FastRate::next(std::span<const float> x, std::span<const float> d, int batch) {
  if (!algorithm_.auto_scale) return algorithm_.fast_lr;
  const double share = (1.0 - algorithm_.auto_momentum) / batch;
  const auto track = [share](double& mean, double value) {
    if (mean == 0.0) {
      mean = value;
    } else if (value > 0.0) {
      mean += share * (value - mean);
    }
  };
  track(mean_x_, largest_magnitude(x));
  track(mean_d_, largest_magnitude(d));
  double rate = algorithm_.fast_lr * full_update_;
  if (mean_x_ > 0.0 && mean_d_ > 0.0) rate /= mean_x_ * mean_d_;
  return rate;
}

std::vector<std::uint64_t> FastRate::state() const {
  return {std::bit_cast<std::uint64_t>(mean_x_), std::bit_cast<std::uint64_t>(mean_d_)};
}

void FastRate::set_state(std::span<const std::uint64_t> means) {
  mean_x_ = std::bit_cast<double>(means[0]);
  mean_d_ = std::bit_cast<double>(means[1]);
}

double buffer_granularity(const spec::TrainingAlgorithm& algorithm, double fast_granularity, int rows) {
  const double granularity = algorithm.buffer_granularity * fast_granularity;
  if (algorithm.auto_granularity == 0.0) return granularity;
  return granularity * algorithm.auto_granularity / (static_cast<double>(rows) * algorithm.transfer_every);
}

TransferSchedule transfer_schedule(const spec::TrainingAlgorithm& algorithm) {
  const double rho = algorithm.chop_probability;
  require(rho > 0.0 && rho <= 1.0, "chop_probability", rho, "above 0 up to 1");
  const bool chops = algorithm.kind != spec::Algorithm::ttv2;
  const auto is = [&](spec::ChopperKind kind) { return chops && algorithm.chopper == kind; };
  const double probability = std::min(std::round(rho * 0x1p16), 0x1p16 - 1.0);
  TransferSchedule schedule;
  schedule.regular_flips = is(spec::ChopperKind::regular) || is(spec::ChopperKind::both);
  schedule.random_flips = is(spec::ChopperKind::random) || is(spec::ChopperKind::both);
  schedule.flip_probability = static_cast<std::uint32_t>(probability);
  schedule.flip_period = static_cast<std::uint32_t>(std::max(std::ceil(1.0 / rho), 2.0));
  if (algorithm.kind == spec::Algorithm::agad) {
    schedule.warm_up = schedule.flip_period + 1;
    schedule.beta = std::min(algorithm.tail / schedule.flip_period, 1.0);
  }
  return schedule;
}

std::vector<std::uint32_t> generator_states(PhiloxKey weight_array, int count) {
  std::vector<std::uint32_t> states(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < states.size(); ++i)
    states[i] = std::max(philox(weight_array, {0, 0, static_cast<std::uint32_t>(i), generator_purpose << 24})[0], 1U);
  return states;
}

}  // namespace spintile::host
