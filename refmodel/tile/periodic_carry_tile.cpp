#include "refmodel/tile/periodic_carry_tile.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "host/converter_scale.h"
#include "host/learning_policy.h"
#include "refmodel/analog/randomness.h"

namespace spintile::refmodel {
namespace {

const TrainingTileOptions& checked(const TrainingTileOptions& options, int rows, int columns) {
  if (options.algorithm.kind != spec::Algorithm::sgd)
    throw std::invalid_argument(fmt::format("algorithm.kind: {}; with carry.digits = {} allowed is sgd",
                                            spec::name(options.algorithm.kind), options.carry.digits));
  if (options.carry.every < 1)
    throw std::invalid_argument(fmt::format("carry.every: {}; allowed is 1 or above", options.carry.every));
  if (options.read.kind == spec::ReadKind::stochastic) host::check_converters(options.read, std::max(rows, columns));
  return options;
}

}  // namespace

PeriodicCarryTile::PeriodicCarryTile(const TrainingTileOptions& options, int rows, int columns, std::uint32_t seed,
                                     std::uint32_t number)
    : carry_every_(checked(options, rows, columns).carry.every),
      digits_(options.slow, options.carry, options.transfer_read, rows, columns, slow_key(seed, number)),
      array_update_(options.update, rows, columns) {
  const host::PhiloxKey key = slow_key(seed, number);
  array_update_.set_words(host::generator_states(key, static_cast<int>(array_update_.words().size())));
  for (int i = 0; i < digits_.digits(); ++i) {
    forward_.emplace_back(options.read, digit_key(key, i), Purpose::forward_noise);
    backward_.emplace_back(options.read, digit_key(key, i), Purpose::backward_noise);
  }
}

host::Matrix<float> PeriodicCarryTile::read(std::vector<ArrayRead>& reads, Direction direction,
                                            const host::Matrix<float>& in, int outputs) {
  host::Matrix<float> sums(in.rows(), outputs);
  host::Matrix<float> products;
  for (int i = 0; i < digits_.digits(); ++i) {
    (reads[static_cast<std::size_t>(i)].*direction)(in, digits_.digit(i).weights(), products);
    const auto place = static_cast<float>(digits_.place_value(i));
    for (std::size_t j = 0; j < sums.values().size(); ++j) sums.values()[j] += place * products.values()[j];
  }
  return sums;
}

host::Matrix<float> PeriodicCarryTile::forward(const host::Matrix<float>& x) {
  return read(forward_, &ArrayRead::forward, x, columns());
}

host::Matrix<float> PeriodicCarryTile::backward(const host::Matrix<float>& d) {
  return read(backward_, &ArrayRead::backward, d, rows());
}

void PeriodicCarryTile::update(const host::Matrix<float>& x, const host::Matrix<float>& d, float rate) {
  if (x.rows() != d.rows() || x.columns() != rows() || d.columns() != columns()) {
    throw std::invalid_argument(fmt::format("update of {} x {} and {} x {} values for a tile of {} x {}", x.rows(),
                                            x.columns(), d.rows(), d.columns(), rows(), columns()));
  }
  for (int b = 0; b < x.rows(); ++b) {
    array_update_.descend(digits_.digit(0), x.row(b), d.row(b), static_cast<double>(rate) / digits_.place_value(0));
    if (++updates_ % static_cast<std::uint64_t>(carry_every_) != 0) continue;
    for (int k = 0; k < rows(); ++k) digits_.carry_row(k, array_update_);
  }
  for (int i = 0; i < digits_.digits(); ++i) digits_.digit(i).end_of_batch();
}

host::State PeriodicCarryTile::state() const {
  host::State state = digits_.state();
  state["random"] = std::vector<std::uint32_t>(array_update_.words().begin(), array_update_.words().end());
  std::vector<std::uint64_t> counts = {updates_};
  for (const ArrayRead& read : forward_) counts.push_back(read.reads());
  for (const ArrayRead& read : backward_) counts.push_back(read.reads());
  state["counts"] = std::move(counts);
  return state;
}

void PeriodicCarryTile::set_state(const host::State& state) {
  host::require_like(state, this->state());
  const auto counts = std::get<std::vector<std::uint64_t>>(state.at("counts"));
  array_update_.set_words(std::get<std::vector<std::uint32_t>>(state.at("random")));  // may refuse a value: first
  digits_.set_state(state);
  updates_ = counts[0];
  for (std::size_t i = 0; i < forward_.size(); ++i) {
    forward_[i].set_reads(counts[1 + i]);
    backward_[i].set_reads(counts[1 + forward_.size() + i]);
  }
}

void PeriodicCarryTile::use(const std::shared_ptr<host::WorkerPool>& pool) {
  for (int i = 0; i < digits_.digits(); ++i) digits_.digit(i).use(pool);
}

}  // namespace spintile::refmodel
