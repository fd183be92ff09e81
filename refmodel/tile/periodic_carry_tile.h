// A weight matrix whose weights are digits on several arrays: plain descent writes the least digits, and every so many
// updates what they hold is carried to the next. spec/periodic_carry.h.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "host/training_tile.h"
#include "refmodel/analog/array_read.h"
#include "refmodel/analog/array_update.h"
#include "refmodel/analog/digit_arrays.h"
#include "refmodel/tile/analog_training_tile.h"

namespace spintile::refmodel {

class PeriodicCarryTile final : public host::TrainingTile {
 public:
  /// All weights 0. Tiles of one seed differ by `number`. Throws std::invalid_argument that names an option and what is
  /// allowed: options.algorithm.kind is sgd.
  PeriodicCarryTile(const TrainingTileOptions& options, int rows, int columns, std::uint32_t seed,
                    std::uint32_t number);

  int rows() const override { return digits_.digit(0).rows(); }
  int columns() const override { return digits_.digit(0).columns(); }
  /// Each array is read by itself, and the products are added by their place values.
  host::Matrix<float> forward(const host::Matrix<float>& x) override;
  host::Matrix<float> backward(const host::Matrix<float>& d) override;
  void update(const host::Matrix<float>& x, const host::Matrix<float>& d, float rate) override;

  host::Matrix<float> weights() const override { return digits_.weights(); }
  void set_weights(const host::Matrix<float>& weights) override { digits_.set_weights(weights); }

  /// The arrays of DigitArrays; "random": pulse generators; "counts": vectors, and of each digit its forward and
  /// backward reads.
  host::State state() const override;
  void set_state(const host::State& state) override;

  /// As AnalogTrainingTile::use().
  void use(const std::shared_ptr<host::WorkerPool>& pool);

  const DigitArrays& digits() const { return digits_; }

 private:
  using Direction = void (ArrayRead::*)(const host::Matrix<float>&, const host::Matrix<float>&, host::Matrix<float>&);
  host::Matrix<float> read(std::vector<ArrayRead>& reads, Direction direction, const host::Matrix<float>& in,
                           int outputs);

  int carry_every_;
  DigitArrays digits_;
  ArrayUpdate array_update_;
  std::vector<ArrayRead> forward_;  // of each digit
  std::vector<ArrayRead> backward_;
  std::uint64_t updates_ = 0;  // vectors so far
};

}  // namespace spintile::refmodel
