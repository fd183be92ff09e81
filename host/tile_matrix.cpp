#include "host/tile_matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "host/constant_words.h"
#include "host/pulse_probabilities.h"
#include "spec/derive.h"

namespace spintile::host {
namespace {

using spec::Algorithm;

const TileMatrixOptions& checked(const TileMatrixOptions& options, const spec::Variant& variant) {
  const Algorithm kind = options.algorithm.kind;
  const spec::Transfer rule = spec::transfer_of(options.algorithm);
  if (kind != Algorithm::sgd && rule.kind == spec::TransferKind::none)
    throw std::invalid_argument(
        fmt::format("algorithm.kind: {}; a tile learns by sgd, ttv2, c_ttv2 or agad", spec::name(kind)));
  check_algorithm(options.algorithm);
  if (rule.kind != variant.transfer.kind)
    throw std::invalid_argument(
        fmt::format("algorithm.kind: {}; the transfer of variant {} is another", spec::name(kind), variant.name));
  const auto require_digits = [&](const char* key, int value, int wanted) {
    if (value != wanted)
      throw std::invalid_argument(fmt::format("read.{}: {}; variant {} has {}", key, value, variant.name, wanted));
  };
  if (options.read.kind == spec::ReadKind::ramp) {
    require_digits("input_bits", options.read.input_bits, spec::input_code_bits(variant));
    require_digits("output_bits", options.read.output_bits, variant.readout.ramp_bits);
    return options;
  }
  require_digits("streams", options.read.streams, variant.input.streams);
  require_digits("stream_bits", options.read.stream_bits, variant.input.stream_bits);
  return options;
}

/// Of a partial sum; a ramp converts once.
int conversions(const spec::Read& read) { return read.kind == spec::ReadKind::ramp ? 1 : read.samples; }

void require_columns(const char* what, int columns, int wanted) {
  if (columns != wanted)
    throw std::invalid_argument(fmt::format("{} of {} values for {} lines of a tile", what, columns, wanted));
}

std::vector<float> gain_of(double gain, int outputs) {
  return std::vector<float>(static_cast<std::size_t>(outputs), static_cast<float>(gain));
}

/// Vector after vector of `in` through `read`, which takes 1 x lines codes and gives 1 x outputs accumulators.
template <class Read>
Matrix<float> read_vectors(const Matrix<float>& in, int outputs, const ConverterScale& scale, Read read) {
  Matrix<float> out(in.rows(), outputs);
  Matrix<std::int32_t> codes(1, in.columns());
  for (int b = 0; b < in.rows(); ++b) {
    const float largest = scale.codes(in.row(b), codes.row(0));
    if (largest == 0.0F) continue;
    const Matrix<std::int64_t> accumulators = read(codes);
    scale.numbers(accumulators.row(0), largest, out.row(b));
  }
  return out;
}

}  // namespace

TileMatrixOptions tile_matrix_options(const spec::TrainingConfig& config, int layer, spec::sot::Program program,
                                      const std::array<std::int32_t, spec::sot::base_registers>& bases) {
  return {.algorithm = config.algorithm,
          .read = config.read,
          .transfer_read = config.transfer_read,
          .update = config.update,
          .weight_granularity = config.weight_device.device.dw_min,
          .fast_granularity = config.fast_device.device.dw_min,
          .program = std::move(program),
          .bases = bases,
          .seed = static_cast<std::uint32_t>(config.training.seed),
          .number = static_cast<std::uint32_t>(layer)};
}

TileMatrix::TileMatrix(std::unique_ptr<Tile> tile, TileMatrixOptions options)
    : tile_(std::move(tile)),
      options_(checked(options, tile_->variant())),
      forward_scale_(options_.read, tile_->variant().crossbar.rows) {
  tile_->set_samples(conversions(options_.read));
  tile_->set_gain(Array::weight, Direction::forward, gain_of(forward_scale_.gain(), columns()));
  if (spec::has_backward(tile_->variant())) {
    backward_scale_.emplace(options_.read, columns());
    tile_->set_gain(Array::weight, Direction::backward, gain_of(backward_scale_->gain(), rows()));
  }
  const PhiloxKey weight_array = {options_.seed, 2 * options_.number};
  tile_->set_generators(generator_states(weight_array, spec::random_generators(tile_->variant())));
  if (options_.algorithm.kind == Algorithm::sgd) return;
  fast_rate_.emplace(options_.algorithm, options_.update.slots, options_.fast_granularity);
  set_up_transfer();
}

void TileMatrix::set_up_transfer() {
  check_converters(options_.transfer_read, 1);
  const TransferSchedule schedule = transfer_schedule(options_.algorithm);
  beta_ = schedule.beta;
  tile_->set_gain(Array::fast, Direction::forward, gain_of(options_.transfer_read.column_gain, columns()));
  tile_->set_up_transfer({.program = options_.program,
                          .bases = options_.bases,
                          .samples = conversions(options_.transfer_read),
                          .warm_up = schedule.warm_up,
                          .regular_flips = schedule.regular_flips,
                          .random_flips = schedule.random_flips,
                          .flip_probability = schedule.flip_probability,
                          .flip_period = schedule.flip_period});
}

Matrix<float> TileMatrix::forward(const Matrix<float>& x) {
  require_columns("x", x.columns(), rows());
  return read_vectors(x, columns(), forward_scale_,
                      [this](const Matrix<std::int32_t>& codes) { return tile_->forward_accumulators(codes); });
}

Matrix<float> TileMatrix::backward(const Matrix<float>& d) {
  if (!backward_scale_)
    throw std::invalid_argument(fmt::format("backward: variant {} has no BACKWARD", tile_->variant().name));
  require_columns("d", d.columns(), columns());
  return read_vectors(d, rows(), *backward_scale_,
                      [this](const Matrix<std::int32_t>& codes) { return tile_->backward(codes); });
}

void TileMatrix::update(const Matrix<float>& x, const Matrix<float>& d, float rate) {
  require_columns("x", x.columns(), rows());
  require_columns("d", d.columns(), columns());
  if (x.rows() != d.rows())
    throw std::invalid_argument(fmt::format("update: {} vectors x and {} vectors d", x.rows(), d.rows()));
  for (int b = 0; b < x.rows(); ++b) {
    ++updates_;
    if (!fast_rate_) {
      tile_->update(pulse_probabilities(x.row(b), d.row(b), rate, options_.weight_granularity, options_.update),
                    Array::weight);
      continue;
    }
    const double fast_rate = fast_rate_->next(x.row(b), d.row(b), x.rows());
    tile_->update(pulse_probabilities(x.row(b), d.row(b), fast_rate, options_.fast_granularity, options_.update),
                  Array::fast);
    if (updates_ % static_cast<std::uint64_t>(options_.algorithm.transfer_every) == 0) transfer(rate);
  }
}

void TileMatrix::transfer(double rate) {
  const spec::TrainingAlgorithm& algorithm = options_.algorithm;
  const double transfer_rate = rate * algorithm.transfer_lr;
  if (transfer_rate == 0.0) return;
  const double granularity = buffer_granularity(algorithm, options_.fast_granularity, rows());
  const double lambda = transfer_rate / granularity * one_hot_unit(options_.transfer_read);
  tile_->set_transfer_constants(constant_words(lambda, algorithm.momentum, beta_, spec::transfer_of(algorithm)));
  tile_->transfer();
}

State TileMatrix::state() const {
  State state;
  add_state(state, "tile.", tile_->save());
  state["means"] = fast_rate_ ? fast_rate_->state() : std::vector<std::uint64_t>(2);
  state["updates"] = std::vector<std::uint64_t>{updates_};
  return state;
}

void TileMatrix::set_state(const State& state) {
  require_like(state, {{"means", std::vector<std::uint64_t>(2)}, {"updates", std::vector<std::uint64_t>(1)}});
  tile_->restore(part_of(state, "tile."));
  if (fast_rate_) fast_rate_->set_state(std::get<std::vector<std::uint64_t>>(state.at("means")));
  updates_ = std::get<std::vector<std::uint64_t>>(state.at("updates"))[0];
}

}  // namespace spintile::host
