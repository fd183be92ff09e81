// An array of resistive devices that learn by pulses: docs/contract.md, "Training arrays". The same key and the same
// calls give the same bits on every machine, instruction set and number of threads.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "host/matrix.h"
#include "host/philox.h"
#include "host/state.h"
#include "host/worker_pool.h"
#include "refmodel/analog/device_parameters.h"
#include "refmodel/analog/opu_drive.h"
#include "refmodel/analog/pulse_list.h"
#include "refmodel/analog/simd.h"
#include "refmodel/analog/update_drive.h"
#include "spec/resistive_device.h"

namespace spintile::refmodel {

class ResistiveArray {
 public:
  /// R x C devices drawn under `key` (seed, array), all weights 0 (or the bound nearest to it).
  ResistiveArray(const spec::ResistiveDevice& device, int rows, int columns, host::PhiloxKey key,
                 Simd simd = best_simd());

  /// Updates of many cells go on all threads of `pool` from now on; the bits stay the same. None: on the caller's.
  void use(std::shared_ptr<host::WorkerPool> pool) { pool_ = std::move(pool); }

  int rows() const { return apparent_.rows(); }
  int columns() const { return apparent_.columns(); }
  /// g, the mean step.
  double granularity() const { return device_.dw_min; }

  /// One update: a pulse at each cell for each slot in which both its lines fire.
  void pulse(const UpdateDrive& drive);
  /// One update of kind mean_count (drive: mean_count_drive()): round(count_k count_j / slots) pulses at each cell, all
  /// at once.
  void pulse_mean(const UpdateDrive& drive, int slots);
  /// One update of kind implicit: rate |x_k d_j| / g pulses at each cell, the last one a fraction of a pulse.
  void pulse_implicit(std::span<const float> x, std::span<const float> d, double rate);
  /// One update of a row by C numbers of pulses, up where positive.
  void pulse_row(int row, std::span<const std::int32_t> pulses);
  /// One update by an outer product. std::invalid_argument for other sizes, or 2^24 units or more at a cell.
  void outer(const OpuDrive& drive);
  /// Decay, diffusion and drift of the reference; where the weights change, all write noise is drawn anew.
  void end_of_batch();

  /// Apparent weights, R x C: what a read sees.
  const host::Matrix<float>& weights() const { return apparent_; }
  /// Hidden weights, R x C.
  const host::Matrix<float>& hidden() const { return hidden_; }
  /// Hidden and apparent weights, as near as the bounds allow. R x C; std::invalid_argument otherwise.
  void set_weights(const host::Matrix<float>& weights);
  /// The same of the first rows alone, as many as `weights` has.
  void set_first_rows(const host::Matrix<float>& weights);

  DeviceParameters parameters() const;
  /// std::invalid_argument for another size. Weights stay, and are within their bounds after their next pulse.
  void set_parameters(const DeviceParameters& parameters);
  /// w* of each device, R x C, in terms of hidden(): the reference is subtracted.
  host::Matrix<float> symmetry_points() const;

  /// Pulses of the last update (of an outer product its units), over all cells.
  std::uint64_t pulses() const { return pulses_; }
  /// Updates and batches so far: the number of the next one's draws.
  std::uint64_t events() const { return events_; }

  /// "hidden", "apparent" (R x C each), "event" and, where references drift, "reference".
  host::State state() const;
  /// std::invalid_argument for an array that is missing or of another size, and then nothing has changed.
  void set_state(const host::State& state);

 private:
  /// One event in rows first_row .. end_row - 1: list(k, pulses) appends the pulses of row k.
  template <class ListRow>
  void update(int first_row, int end_row, const ListRow& list);
  PulseKernel kernel();

  spec::ResistiveDevice device_;
  host::PhiloxKey key_;
  PulseRunner runner_;
  std::vector<DeviceCell> cells_;
  std::vector<float> gamma_up_;  // linear
  std::vector<float> gamma_down_;
  std::vector<float> table_up_;
  std::vector<float> table_down_;
  host::Matrix<float> hidden_;
  host::Matrix<float> apparent_;
  std::uint64_t events_ = 0;
  std::uint64_t pulses_ = 0;
  std::shared_ptr<host::WorkerPool> pool_;
  struct Workspace {
    PulseList list;  // of the block at hand
    PulseList scratch;
    std::uint64_t pulses = 0;
  };
  std::vector<Workspace> workspaces_;        // one a thread
  std::vector<std::uint32_t> firing_slots_;  // of the columns that fire in the update at hand
  std::vector<std::uint32_t> firing_columns_;
  std::vector<std::int32_t> column_codes_;  // of the outer product at hand
};

}  // namespace spintile::refmodel
