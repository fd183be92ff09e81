#include "refmodel/tile/row_transfer.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace spintile::refmodel {
namespace {

spec::TransferKind transfer_kind(spec::Algorithm algorithm) {
  switch (algorithm) {
    case spec::Algorithm::ttv2:
      return spec::TransferKind::ttv2;
    case spec::Algorithm::c_ttv2:
      return spec::TransferKind::c_ttv2;
    case spec::Algorithm::agad:
      return spec::TransferKind::agad;
    default:
      throw std::logic_error("a row transfer of an algorithm without a buffer");
  }
}

spec::Transfer rule_of(const spec::TrainingAlgorithm& algorithm) {
  if (algorithm.transfer_pulses < 1 || algorithm.transfer_pulses > 32) {
    throw std::invalid_argument(fmt::format("transfer_pulses: {}; allowed are 1 to 32", algorithm.transfer_pulses));
  }
  return {.kind = transfer_kind(algorithm.kind),
          .arithmetic = algorithm.arithmetic,
          .pulses = algorithm.transfer_pulses,
          .forget = algorithm.forget,
          .word_bits = algorithm.word_bits};
}

/// Pn: sweeps from one regular flip to the next.
std::uint32_t period_of(const spec::TrainingAlgorithm& algorithm) {
  const double rho = algorithm.chop_probability;
  if (!(rho > 0.0 && rho <= 1.0)) {
    throw std::invalid_argument(fmt::format("chop_probability: {}; allowed is above 0 up to 1", rho));
  }
  return static_cast<std::uint32_t>(std::max(std::ceil(1.0 / rho), 2.0));
}

ChopperMode mode_of(const spec::TrainingAlgorithm& algorithm) {
  const bool chops = algorithm.kind != spec::Algorithm::ttv2;
  const auto is = [&](spec::ChopperKind kind) { return chops && algorithm.chopper == kind; };
  const double probability = std::round(algorithm.chop_probability * 0x1p16);
  return {.regular = is(spec::ChopperKind::regular) || is(spec::ChopperKind::both),
          .random = is(spec::ChopperKind::random) || is(spec::ChopperKind::both),
          .probability = static_cast<std::uint32_t>(std::min(probability, 0x1p16 - 1.0)),
          .period = period_of(algorithm)};
}

std::vector<std::uint32_t> copied(const host::Matrix<std::uint32_t>& words) {
  return {words.values().begin(), words.values().end()};
}

}  // namespace

RowTransfer::RowTransfer(const spec::TrainingAlgorithm& algorithm, int rows, int columns, double unit, int code_bits,
                         std::uint32_t generator)
    : algorithm_(algorithm),
      unit_(unit),
      arithmetic_(rule_of(algorithm), code_bits),
      mode_(mode_of(algorithm)),
      hidden_(rows, columns),
      choppers_(rows),
      read_(static_cast<std::size_t>(columns)),
      pulses_(static_cast<std::size_t>(columns)) {
  choppers_.generator = generator;
  double beta = 0.0;
  if (algorithm.kind == spec::Algorithm::agad) {
    mean_ = reference_ = host::Matrix<std::uint32_t>(rows, columns);
    warm_up_ = mode_.period + 1;
    beta = std::min(algorithm.tail / mode_.period, 1.0);
  }
  constants_ = arithmetic_.constants(0.0, algorithm.momentum, beta);
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
  if (choppers_.sweeps < warm_up_) std::ranges::fill(pulses_, 0);
  choppers_.advance(mode_);
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
