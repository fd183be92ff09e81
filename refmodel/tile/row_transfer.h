// How the rows of A get into W, a row at a time: H and its companions, the choppers, the constants. docs/contract.md,
// "Transfer".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/learning_policy.h"
#include "host/matrix.h"
#include "host/state.h"
#include "refmodel/periphery/chopper_bank.h"
#include "refmodel/periphery/transfer_arithmetic.h"
#include "spec/training_algorithm.h"

namespace spintile::refmodel {

class RowTransfer {
 public:
  /// For ttv2, c_ttv2 and agad on R x C arrays. Reads come as weights in multiples of `unit`, `code_bits` bits of them,
  /// where the arithmetic is fixed; else unit is 1. `generator`: of the choppers, not 0.
  RowTransfer(const spec::TrainingAlgorithm& algorithm, int rows, int columns, double unit, int code_bits,
              std::uint32_t generator);

  /// The row of the next transfer.
  int row() const { return static_cast<int>(choppers_.row); }
  /// 1 for each row that is written with its sign turned.
  std::span<const std::uint8_t> turned_rows() const { return choppers_.negative; }
  /// Takes the read of row row() of A and goes to the next row. `lambda`: of a read in weights. The pulses for that row
  /// of W, up where positive; all 0 in the warm-up.
  std::span<const std::int32_t> transfer(std::span<const float> read, double lambda);

  /// H, R x C, in steps of W.
  host::Matrix<float> hidden() const;
  const ChopperBank& choppers() const { return choppers_; }

  /// "hidden"; with agad "mean", "reference"; "choppers" (sign + 2 fresh, a row each), "position" (row, sweeps, phase,
  /// generator).
  host::State state() const;
  /// std::invalid_argument for what state() would not give, and then nothing has changed.
  void set_state(const host::State& state);

 private:
  spec::TrainingAlgorithm algorithm_;
  double unit_;
  TransferArithmetic arithmetic_;
  host::TransferSchedule schedule_;
  TransferConstants constants_;  // lambda is that of the last transfer
  host::Matrix<std::uint32_t> hidden_;
  host::Matrix<std::uint32_t> mean_;  // agad, as the next
  host::Matrix<std::uint32_t> reference_;
  ChopperBank choppers_;
  std::vector<std::uint32_t> read_;
  std::vector<std::int32_t> pulses_;
};

}  // namespace spintile::refmodel
