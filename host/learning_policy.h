// What the host decides while a tile learns: rates of arrays, running means, when choppers flip. docs/contract.md,
// "Pulsed update" and "Transfer" (auto_scale, auto_granularity: Rasch et al., arXiv 2303.04721).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/philox.h"
#include "host/state.h"
#include "spec/training_algorithm.h"

namespace spintile::host {

/// Throws std::invalid_argument that names a number of the algorithm and what is allowed.
void check_algorithm(const spec::TrainingAlgorithm& algorithm);

/// The rate of an update of A by x and d.
class FastRate {
 public:
  /// `slots` of an update at the most; `granularity` of A.
  FastRate(const spec::TrainingAlgorithm& algorithm, int slots, double granularity);

  /// fast_lr; with auto_scale in units of a full update: times slots g / (mean max|x| mean max|d|). The running means
  /// take a batch of B vectors as one: each moves them by 1/B of a step. Values of 0 leave them.
  double next(std::span<const float> x, std::span<const float> d, int batch);

  /// The two means, bit patterns of float64.
  std::vector<std::uint64_t> state() const;
  void set_state(std::span<const std::uint64_t> means);

 private:
  spec::TrainingAlgorithm algorithm_;
  double full_update_;
  double mean_x_ = 0.0;  // 0: none so far
  double mean_d_ = 0.0;
};

/// The weight of A that, transferred once at rate 1, is one step of W.
double buffer_granularity(const spec::TrainingAlgorithm& algorithm, double fast_granularity, int rows);

/// Of a tile with a transfer.
struct TransferSchedule {
  bool regular_flips = false;
  bool random_flips = false;
  std::uint32_t flip_probability = 0;  // rho x 2^16
  std::uint32_t flip_period = 2;       // Pn, sweeps
  std::uint32_t warm_up = 0;           // sweeps
  double beta = 0.0;
};

/// Of ttv2, c_ttv2 and agad. std::invalid_argument for a chop_probability out of range.
TransferSchedule transfer_schedule(const spec::TrainingAlgorithm& algorithm);

/// What a host sets random generators 0 .. count - 1 of the tile with array W of that key to: none is 0.
std::vector<std::uint32_t> generator_states(PhiloxKey weight_array, int count);

}  // namespace spintile::host
