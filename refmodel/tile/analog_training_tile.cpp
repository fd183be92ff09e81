#include "refmodel/tile/analog_training_tile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "host/converter_scale.h"
#include "host/float_tile.h"
#include "refmodel/tile/periodic_carry_tile.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using spec::Algorithm;

bool has_fast_array(Algorithm kind) {
  return kind == Algorithm::ttv1 || kind == Algorithm::ttv2 || kind == Algorithm::c_ttv2 || kind == Algorithm::agad;
}

const TrainingTileOptions& checked(const TrainingTileOptions& options) {
  if (options.algorithm.kind == Algorithm::floating)
    throw std::invalid_argument("an analog tile for floating-point descent");
  host::check_algorithm(options.algorithm);
  return options;
}

constexpr int ideal_code_bits = 8;  // of fixed arithmetic, when a read has no converters

/// The weight of one code of a read, and the bits of a code.
struct Code {
  double unit = 1.0;
  int bits = ideal_code_bits;
};

Code code_of(const TrainingTileOptions& options) {
  const spec::Read& read = options.transfer_read;
  const spec::TransferArithmetic arithmetic = options.algorithm.arithmetic;
  // A count of few bits has no rounding error in bf16 and fp16; fp32 takes the value itself.
  if (read.kind == spec::ReadKind::stochastic && arithmetic != spec::TransferArithmetic::fp32) {
    return {host::one_hot_unit(read), spec::ceil_log2(read.samples + 1) + 1};
  }
  if (arithmetic != spec::TransferArithmetic::fixed) return {};
  if (read.kind == spec::ReadKind::ideal) return {std::ldexp(1.0, 1 - ideal_code_bits), ideal_code_bits};
  return {read.output_bound / ((1 << (read.output_bits - 1)) - 1), read.output_bits};
}

}  // namespace

AnalogTrainingTile::AnalogTrainingTile(const TrainingTileOptions& options, int rows, int columns, std::uint32_t seed,
                                       std::uint32_t number)
    : options_(checked(options)),
      slow_(options.slow, rows, columns, slow_key(seed, number)),
      array_update_(options.update, rows, columns),
      forward_(options.read, slow_key(seed, number), Purpose::forward_noise),
      backward_(options.read, slow_key(seed, number), Purpose::backward_noise),
      transfer_read_(options.transfer_read, fast_key(seed, number), Purpose::transfer_noise) {
  if (options.read.kind == spec::ReadKind::stochastic) host::check_converters(options.read, std::max(rows, columns));
  // One more for the choppers.
  const auto words = static_cast<int>(array_update_.words().size());
  std::vector<std::uint32_t> states = host::generator_states(slow_key(seed, number), words + 1);
  const std::uint32_t chopper_state = states.back();
  states.pop_back();
  array_update_.set_words(states);
  if (has_fast_array(options.algorithm.kind)) {
    fast_.emplace(options.fast, rows, columns, fast_key(seed, number));
    fast_rate_.emplace(options.algorithm, options.update.slots, fast_->granularity());
    if (options.algorithm.kind == Algorithm::ttv1) return;
    const Code code = code_of(options);
    transfer_.emplace(options.algorithm, rows, columns, code.unit, code.bits, chopper_state);
  }
  if (options.algorithm.kind == Algorithm::mixed_precision) gradient_ = host::Matrix<float>(rows, columns);
}

host::Matrix<float> AnalogTrainingTile::forward(const host::Matrix<float>& x) {
  host::Matrix<float> y;
  forward_.forward(x, slow_.weights(), y);
  return y;
}

host::Matrix<float> AnalogTrainingTile::backward(const host::Matrix<float>& d) {
  host::Matrix<float> x;
  backward_.backward(d, slow_.weights(), x);
  return x;
}

void AnalogTrainingTile::update(const host::Matrix<float>& x, const host::Matrix<float>& d, float rate) {
  if (x.rows() != d.rows() || x.columns() != rows() || d.columns() != columns()) {
    throw std::invalid_argument(fmt::format("update of {} x {} and {} x {} values for a tile of {} x {}", x.rows(),
                                            x.columns(), d.rows(), d.columns(), rows(), columns()));
  }
  for (int b = 0; b < x.rows(); ++b) {
    ++updates_;
    const bool is_due = updates_ % static_cast<std::uint64_t>(options_.algorithm.transfer_every) == 0;
    switch (options_.algorithm.kind) {
      case Algorithm::sgd:
        array_update_.descend(slow_, x.row(b), d.row(b), rate);
        break;
      case Algorithm::mixed_precision:
        update_gradient(x.row(b), d.row(b), rate);
        if (is_due) write_gradient();
        break;
      default:
        update_fast(x.row(b), d.row(b), x.rows());
        if (is_due) transfer_row(rate);
    }
  }
  slow_.end_of_batch();
  if (fast_) fast_->end_of_batch();
}

void AnalogTrainingTile::update_fast(std::span<const float> x, std::span<const float> d, int batch) {
  const double rate = fast_rate_->next(x, d, batch);
  array_update_.descend(*fast_, x, d, rate, transfer_ ? transfer_->turned_rows() : std::span<const std::uint8_t>{});
}

void AnalogTrainingTile::transfer_row(double rate) {
  const double transfer_rate = rate * options_.algorithm.transfer_lr;
  if (transfer_rate == 0.0) return;
  std::vector<float> read(static_cast<std::size_t>(columns()));
  if (transfer_) {
    const int row = transfer_->row();
    transfer_read_.row(fast_->weights(), row, read);
    const double granularity = host::buffer_granularity(options_.algorithm, fast_->granularity(), rows());
    const std::span<const std::int32_t> pulses = transfer_->transfer(read, transfer_rate / granularity);
    if (std::ranges::any_of(pulses, [](std::int32_t n) { return n != 0; })) slow_.pulse_row(row, pulses);
    return;
  }
  // ttv1: W's row moves by the read itself, so it descends along its negative.
  std::vector<float> one_hot(static_cast<std::size_t>(rows()));
  one_hot[row_] = 1.0F;
  transfer_read_.row(fast_->weights(), static_cast<int>(row_), read);
  array_update_.descend(slow_, one_hot, read, -transfer_rate);
  row_ = (row_ + 1) % static_cast<std::uint32_t>(rows());
}

void AnalogTrainingTile::update_gradient(std::span<const float> x, std::span<const float> d, double rate) {
  for (int k = 0; k < rows(); ++k) {
    const auto scaled = static_cast<float>(rate) * x[static_cast<std::size_t>(k)];
    if (scaled == 0.0F) continue;
    const std::span<float> row = gradient_.row(k);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] -= scaled * d[j];
  }
}

void AnalogTrainingTile::write_gradient() {
  const auto step = static_cast<float>(slow_.granularity());
  std::vector<std::int32_t> pulses(static_cast<std::size_t>(columns()));
  for (int k = 0; k < rows(); ++k) {
    const std::span<float> row = gradient_.row(k);
    bool any = false;
    for (std::size_t j = 0; j < row.size(); ++j) {
      pulses[j] = static_cast<std::int32_t>(row[j] / step);
      row[j] -= static_cast<float>(pulses[j]) * step;
      any |= pulses[j] != 0;
    }
    if (any) slow_.pulse_row(k, pulses);
  }
}

host::State AnalogTrainingTile::state() const {
  host::State state;
  host::add_state(state, "slow.", slow_.state());
  if (fast_) host::add_state(state, "fast.", fast_->state());
  if (transfer_) host::add_state(state, "transfer.", transfer_->state());
  if (options_.algorithm.kind == Algorithm::ttv1) state["row"] = std::vector<std::uint32_t>{row_};
  if (options_.algorithm.kind == Algorithm::mixed_precision) {
    state["gradient"] = std::vector<float>(gradient_.values().begin(), gradient_.values().end());
  }
  state["random"] = std::vector<std::uint32_t>(array_update_.words().begin(), array_update_.words().end());
  state["counts"] = std::vector<std::uint64_t>{updates_, forward_.reads(), backward_.reads(), transfer_read_.reads()};
  state["means"] = fast_rate_ ? fast_rate_->state() : std::vector<std::uint64_t>(2);
  return state;
}

void AnalogTrainingTile::set_state(const host::State& state) {
  host::require_like(state, this->state());
  const auto counts = std::get<std::vector<std::uint64_t>>(state.at("counts"));
  const auto means = std::get<std::vector<std::uint64_t>>(state.at("means"));
  // What may refuse a value comes first, and into copies.
  std::uint32_t row = 0;
  if (options_.algorithm.kind == Algorithm::ttv1) {
    row = std::get<std::vector<std::uint32_t>>(state.at("row"))[0];
    if (row >= static_cast<std::uint32_t>(rows())) {
      throw std::invalid_argument(fmt::format("state: row {}; the tile has {}", row, rows()));
    }
  }
  std::optional<RowTransfer> transfer = transfer_;
  if (transfer) transfer->set_state(host::part_of(state, "transfer."));
  array_update_.set_words(std::get<std::vector<std::uint32_t>>(state.at("random")));
  transfer_ = std::move(transfer);
  row_ = row;
  slow_.set_state(host::part_of(state, "slow."));
  if (fast_) fast_->set_state(host::part_of(state, "fast."));
  if (options_.algorithm.kind == Algorithm::mixed_precision) {
    std::ranges::copy(std::get<std::vector<float>>(state.at("gradient")), gradient_.values().begin());
  }
  updates_ = counts[0];
  forward_.set_reads(counts[1]);
  backward_.set_reads(counts[2]);
  transfer_read_.set_reads(counts[3]);
  if (fast_rate_) fast_rate_->set_state(means);
}

void AnalogTrainingTile::use(const std::shared_ptr<host::WorkerPool>& pool) {
  slow_.use(pool);
  if (fast_) fast_->use(pool);
}

std::unique_ptr<host::TrainingTile> make_training_tile(const TrainingTileOptions& options, int rows, int columns,
                                                       std::uint32_t seed, std::uint32_t number,
                                                       const std::shared_ptr<host::WorkerPool>& pool) {
  if (options.algorithm.kind == Algorithm::floating) return std::make_unique<host::FloatTile>(rows, columns);
  if (options.carry.digits > 1) {
    auto tile = std::make_unique<PeriodicCarryTile>(options, rows, columns, seed, number);
    tile->use(pool);
    return tile;
  }
  auto tile = std::make_unique<AnalogTrainingTile>(options, rows, columns, seed, number);
  tile->use(pool);
  return tile;
}

}  // namespace spintile::refmodel
