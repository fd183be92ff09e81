#include "refmodel/tile/row_transfer.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace spintile::refmodel {
namespace {

ChopperMode mode_of(const host::TransferSchedule& schedule) {
  return {.regular = schedule.regular_flips,
          .random = schedule.random_flips,
          .probability = schedule.flip_probability,
          .period = schedule.flip_period};
}

std::vector<std::uint32_t> copied(const host::Matrix<std::uint32_t>& words) {
  return {words.values().begin(), words.values().end()};
}

}  // namespace

RowTransfer::RowTransfer(const spec::TrainingAlgorithm& algorithm, int rows, int columns, double unit, int code_bits,
                         std::uint32_t generator)
    : algorithm_(algorithm),
      unit_(unit),
      arithmetic_(spec::transfer_of(algorithm), code_bits),
      schedule_(host::transfer_schedule(algorithm)),
      hidden_(rows, columns),
      choppers_(rows),
      read_(static_cast<std::size_t>(columns)),
      pulses_(static_cast<std::size_t>(columns)) {
  choppers_.generator = generator;
  if (algorithm.kind == spec::Algorithm::agad) mean_ = reference_ = host::Matrix<std::uint32_t>(rows, columns);
  constants_ = arithmetic_.constants(0.0, algorithm.momentum, schedule_.beta);
}

std::span<const std::int32_t> RowTransfer::transfer(std::span<const float> read, double lambda) {
  const bool is_fp32 = algorithm_.arithmetic == spec::TransferArithmetic::fp32;
  for (std::size_t j = 0; j < read.size(); ++j) {
    read_[j] = is_fp32 ? std::bit_cast<std::uint32_t>(read[j])
                       : arithmetic_.word(static_cast<double>(read[j]) / unit_, TransferArithmetic::Quantity::mean);
  }
  const int k = row();
  const auto i = static_cast<std::size_t>(k);
  TransferRow words{hidden_.row(k), {}, {}};
  if (algorithm_.kind == spec::Algorithm::agad) {
    words.mean = mean_.row(k);
    words.reference = reference_.row(k);
  }
  constants_.lambda = arithmetic_.word(lambda * unit_, TransferArithmetic::Quantity::constant);
  arithmetic_.transfer(constants_, choppers_.negative[i] != 0, choppers_.fresh[i] != 0, read_, words, pulses_);
  if (choppers_.sweeps < schedule_.warm_up) std::ranges::fill(pulses_, 0);
  choppers_.advance(mode_of(schedule_));
  return pulses_;
}

host::Matrix<float> RowTransfer::hidden() const {
  host::Matrix<float> result(hidden_.rows(), hidden_.columns());
  std::ranges::transform(hidden_.values(), result.values().begin(), [this](std::uint32_t word) {
    return static_cast<float>(arithmetic_.value(word, TransferArithmetic::Quantity::hidden));
  });
  return result;
}

host::State RowTransfer::state() const {
  host::State state;
  state["hidden"] = copied(hidden_);
  if (algorithm_.kind == spec::Algorithm::agad) {
    state["mean"] = copied(mean_);
    state["reference"] = copied(reference_);
  }
  std::vector<std::uint32_t> choppers;
  for (std::size_t k = 0; k < choppers_.negative.size(); ++k) {
    choppers.push_back(choppers_.negative[k] + 2U * choppers_.fresh[k]);
  }
  state["choppers"] = choppers;
  state["position"] = std::vector<std::uint32_t>{choppers_.row, choppers_.sweeps, choppers_.phase, choppers_.generator};
  return state;
}

void RowTransfer::set_state(const host::State& state) {
  host::require_like(state, this->state());
  const auto words = [&](const char* name) -> const std::vector<std::uint32_t>& {
    return std::get<std::vector<std::uint32_t>>(state.at(name));
  };
  const std::vector<std::uint32_t>& position = words("position");
  if (position[0] >= choppers_.negative.size() || position[3] == 0) {
    throw std::invalid_argument(fmt::format("state: position: row {} of {}, generator {}; it must not be 0",
                                            position[0], choppers_.negative.size(), position[3]));
  }
  std::ranges::copy(words("hidden"), hidden_.values().begin());
  if (algorithm_.kind == spec::Algorithm::agad) {
    std::ranges::copy(words("mean"), mean_.values().begin());
    std::ranges::copy(words("reference"), reference_.values().begin());
  }
  for (std::size_t k = 0; k < choppers_.negative.size(); ++k) {
    choppers_.negative[k] = static_cast<std::uint8_t>(words("choppers")[k] & 1);
    choppers_.fresh[k] = static_cast<std::uint8_t>(words("choppers")[k] >> 1 & 1);
  }
  choppers_.row = position[0];
  choppers_.sweeps = position[1];
  choppers_.phase = position[2];
  choppers_.generator = position[3];
}

}  // namespace spintile::refmodel
