// A weight matrix that learns on arrays of resistive devices: gradients as pulses on W, or gathered in a second array A
// (or in a digital matrix) and moved to W. docs/contract.md, "Training arrays" to "Transfer".
//   sgd: Gokmen and Vlasov, Front. Neurosci. 10:333 (2016); ttv1, ttv2: Gokmen and Haensch, Front. Neurosci. 14:103
//   (2020), Gokmen, Front. AI 4:699148 (2021); c_ttv2, agad: Rasch et al., Nat. Commun. 15:7133 (2024);
//   mixed_precision: Nandakumar et al., Front. Neurosci. 14:406 (2020).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "host/learning_policy.h"
#include "host/training_tile.h"
#include "refmodel/analog/array_read.h"
#include "refmodel/analog/array_update.h"
#include "refmodel/analog/resistive_array.h"
#include "refmodel/tile/row_transfer.h"
#include "spec/periodic_carry.h"
#include "spec/pulsed_update.h"
#include "spec/resistive_device.h"
#include "spec/training_algorithm.h"

namespace spintile::refmodel {

/// Keys of the draws of arrays W and A of the tile with that number.
constexpr host::PhiloxKey slow_key(std::uint32_t seed, std::uint32_t number) { return {seed, 2 * number}; }
constexpr host::PhiloxKey fast_key(std::uint32_t seed, std::uint32_t number) { return {seed, 2 * number + 1}; }

/// What a training tile is made of.
struct TrainingTileOptions {
  spec::TrainingAlgorithm algorithm;
  spec::ResistiveDevice fast;  // of A
  spec::ResistiveDevice slow;  // of W
  spec::PulsedUpdate update;
  spec::Read read;           // of W, forward and backward
  spec::Read transfer_read;  // of A, and of digits in a carry, one-hot
  spec::PeriodicCarry carry = {};
};

class AnalogTrainingTile final : public host::TrainingTile {
 public:
  /// All weights 0. Tiles of one seed differ by `number`. Throws std::invalid_argument that names an option and what is
  /// allowed; not for spec::Algorithm::floating.
  AnalogTrainingTile(const TrainingTileOptions& options, int rows, int columns, std::uint32_t seed,
                     std::uint32_t number);

  int rows() const override { return slow_.rows(); }
  int columns() const override { return slow_.columns(); }
  host::Matrix<float> forward(const host::Matrix<float>& x) override;
  host::Matrix<float> backward(const host::Matrix<float>& d) override;
  void update(const host::Matrix<float>& x, const host::Matrix<float>& d, float rate) override;

  host::Matrix<float> weights() const override { return slow_.weights(); }
  void set_weights(const host::Matrix<float>& weights) override { slow_.set_weights(weights); }

  host::State state() const override;
  void set_state(const host::State& state) override;

  /// Updates of many cells go on all threads of `pool` from now on; the bits stay the same. None: on the caller's.
  void use(const std::shared_ptr<host::WorkerPool>& pool);

  const ResistiveArray& slow() const { return slow_; }
  /// Null without A, and without H.
  const ResistiveArray* fast() const { return fast_ ? &*fast_ : nullptr; }
  const RowTransfer* transfer() const { return transfer_ ? &*transfer_ : nullptr; }

 private:
  void update_fast(std::span<const float> x, std::span<const float> d, int batch);
  void transfer_row(double rate);
  void update_gradient(std::span<const float> x, std::span<const float> d, double rate);
  void write_gradient();

  TrainingTileOptions options_;
  ResistiveArray slow_;
  std::optional<ResistiveArray> fast_;
  ArrayUpdate array_update_;
  ArrayRead forward_;
  ArrayRead backward_;
  ArrayRead transfer_read_;
  std::optional<RowTransfer> transfer_;
  std::uint32_t row_ = 0;         // ttv1: of the next transfer
  host::Matrix<float> gradient_;  // mixed_precision: what is not in W yet
  std::optional<host::FastRate> fast_rate_;
  std::uint64_t updates_ = 0;  // vectors so far
};

/// The tile for options.algorithm; spec::Algorithm::floating has no devices and gives a host::FloatTile, more than one
/// carry.digits a PeriodicCarryTile.
std::unique_ptr<host::TrainingTile> make_training_tile(const TrainingTileOptions& options, int rows, int columns,
                                                       std::uint32_t seed, std::uint32_t number,
                                                       const std::shared_ptr<host::WorkerPool>& pool = {});

}  // namespace spintile::refmodel
