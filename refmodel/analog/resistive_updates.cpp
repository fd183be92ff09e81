// The updates of a ResistiveArray: which cells take how many pulses, or units of an outer product.
#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>

#include "refmodel/analog/randomness.h"
#include "refmodel/analog/resistive_array.h"

namespace spintile::refmodel {
namespace {

void require_lines(std::size_t rows, std::size_t columns, const host::Matrix<float>& array) {
  if (rows != static_cast<std::size_t>(array.rows()) || columns != static_cast<std::size_t>(array.columns())) {
    throw std::invalid_argument("update of " + std::to_string(rows) + " x " + std::to_string(columns) +
                                " lines for an array of " + std::to_string(array.rows()) + " x " +
                                std::to_string(array.columns()));
  }
}

struct CodeMagnitudes {
  explicit CodeMagnitudes(std::span<const std::int32_t> codes) {
    for (const std::int64_t code : codes) {
      const std::int64_t magnitude = code < 0 ? -code : code;
      largest = std::max(largest, magnitude);
      sum += magnitude;
    }
  }

  std::int64_t largest = 0;
  std::int64_t sum = 0;
};

/// An update of fewer cells is over before a second thread has begun.
constexpr std::size_t cells_for_threads = 32768;

}  // namespace

PulseKernel ResistiveArray::kernel() {
  const spec::ResistiveDevice& device = device_;
  const auto rounded = [](double value) { return static_cast<float>(value); };
  const bool soft = device.step == spec::StepKind::soft_bounds || device.step == spec::StepKind::soft_bounds_reference;
  return {.step = device.step,
          .additive_noise = device.step == spec::StepKind::constant || (soft && device.additive_noise),
          .step_noise = rounded(device.dw_min_std),
          .write_noise = rounded(device.write_noise_std * device.dw_min),
          .z_factor = rounded(2.0 * device.a),
          .z_offset = rounded(device.b),
          .amplitude_up = rounded(device.amplitude_up),
          .amplitude_down = rounded(device.amplitude_down),
          .exponent_up = rounded(device.gamma_up),
          .exponent_down = rounded(-device.gamma_down),
          .table_up = table_up_.data(),
          .table_down = table_down_.data(),
          .sections_up = table_up_.size() - 1,
          .sections_down = table_down_.size() - 1,
          .gamma_up = gamma_up_.data(),
          .gamma_down = gamma_down_.data(),
          .cells = cells_.data(),
          .hidden = hidden_.values().data(),
          .apparent = apparent_.values().data()};
}

template <class ListRow>
void ResistiveArray::update(int first_row, int end_row, const ListRow& list_row) {
  const PulseKernel plain = kernel();
  const auto block_cells = static_cast<std::size_t>(block_rows) * static_cast<std::size_t>(columns());
  const int first_block = first_row / block_rows;
  const int blocks = (end_row + block_rows - 1) / block_rows - first_block;
  const bool on_all_threads = pool_ != nullptr && static_cast<std::size_t>(blocks) * block_cells >= cells_for_threads;
  workspaces_.resize(on_all_threads ? static_cast<std::size_t>(pool_->threads()) : 1);
  for (Workspace& workspace : workspaces_) workspace.pulses = 0;

  const auto update_block = [&](int block, int thread) {
    Workspace& workspace = workspaces_[static_cast<std::size_t>(thread)];
    workspace.list.reset(block_cells);
    const int first = std::max((first_block + block) * block_rows, first_row);
    const int end = std::min((first_block + block + 1) * block_rows, end_row);
    for (int row = first; row < end; ++row) list_row(row, workspace.list);
    workspace.pulses += workspace.list.run(runner_, plain, key_, events_,
                                           static_cast<std::uint32_t>(first_block + block), workspace.scratch);
  };
  if (on_all_threads) {
    pool_->run(blocks, update_block);
  } else {
    for (int block = 0; block < blocks; ++block) update_block(block, 0);
  }
  pulses_ = 0;
  for (const Workspace& workspace : workspaces_) pulses_ += workspace.pulses;
  ++events_;
}

void ResistiveArray::pulse(const UpdateDrive& drive) {
  const std::size_t columns = drive.columns.slots.size();
  require_lines(drive.rows.slots.size(), columns, apparent_);
  firing_slots_.assign(columns + pulse_spare, 0);
  firing_columns_.assign(columns + pulse_spare, 0);
  std::size_t firing = 0;
  for (std::size_t j = 0; j < columns; ++j) {
    firing_slots_[firing] = drive.columns.slots[j];
    firing_columns_[firing] = static_cast<std::uint32_t>(j) | (drive.columns.negative[j] != 0 ? pulse_down : 0);
    firing += drive.columns.slots[j] != 0 ? 1 : 0;
  }
  std::fill_n(firing_slots_.begin() + static_cast<std::ptrdiff_t>(firing), pulse_spare, 0);
  update(0, rows(), [&](int row, PulseList& pulses) {
    const auto k = static_cast<std::size_t>(row);
    if (drive.rows.slots[k] == 0) return;
    runner_.list_row({firing_slots_.data(), firing_columns_.data(), firing}, static_cast<std::uint32_t>(k * columns),
                     drive.rows.slots[k], drive.rows.negative[k] != 0, pulses.lanes());
  });
}

void ResistiveArray::pulse_mean(const UpdateDrive& drive, int slots) {
  require_lines(drive.rows.slots.size(), drive.columns.slots.size(), apparent_);
  update(0, rows(), [&](int row, PulseList& pulses) {
    const auto k = static_cast<std::size_t>(row);
    const int row_count = std::popcount(drive.rows.slots[k]);
    const auto first = static_cast<std::uint32_t>(k * drive.columns.slots.size());
    for (std::size_t j = 0; j < drive.columns.slots.size(); ++j) {
      const int count = (2 * row_count * std::popcount(drive.columns.slots[j]) + slots) / (2 * std::max(slots, 1));
      if (count == 0) continue;
      pulses.add(first + static_cast<std::uint32_t>(j), drive.rows.negative[k] == drive.columns.negative[j],
                 static_cast<std::uint32_t>(count));
    }
  });
}

void ResistiveArray::pulse_implicit(std::span<const float> x, std::span<const float> d, double rate) {
  require_lines(x.size(), d.size(), apparent_);
  const double factor = rate / device_.dw_min;
  // A NaN, kept by addition, is refused too.
  const auto largest = [](std::span<const float> values) {
    double result = 0.0;
    double sum = 0.0;
    for (const float value : values) {
      result = std::max(result, static_cast<double>(std::fabs(value)));
      sum += value;
    }
    return std::isfinite(sum) ? result : sum;
  };
  const double most = std::fabs(factor) * largest(x) * largest(d);
  if (!(std::fabs(most) < 0x1p24)) {
    throw std::invalid_argument("implicit update: " + std::to_string(most) +
                                " pulses at a cell; at most 2^24 are done");
  }
  update(0, rows(), [&](int row, PulseList& pulses) {
    const auto k = static_cast<std::size_t>(row);
    const auto first = static_cast<std::uint32_t>(k * d.size());
    for (std::size_t j = 0; j < d.size(); ++j) {
      const double wanted = factor * x[k] * d[j];
      const double whole = std::ceil(std::fabs(wanted));
      const auto last = static_cast<float>(std::fabs(wanted) - (whole - 1.0));
      if (whole == 0.0 || last == 0.0F) continue;
      pulses.add_with_last(first + static_cast<std::uint32_t>(j), wanted > 0.0, static_cast<std::uint32_t>(whole),
                           last);
    }
  });
}

void ResistiveArray::pulse_row(int row, std::span<const std::int32_t> pulses) {
  if (row < 0 || row >= rows()) {
    throw std::invalid_argument("pulses at row " + std::to_string(row) + " of an array of " + std::to_string(rows()) +
                                " rows");
  }
  require_lines(static_cast<std::size_t>(rows()), pulses.size(), apparent_);
  update(row, row + 1, [&](int, PulseList& list) {
    const auto first = static_cast<std::uint32_t>(static_cast<std::size_t>(row) * pulses.size());
    for (std::size_t j = 0; j < pulses.size(); ++j) {
      if (pulses[j] == 0) continue;
      list.add(first + static_cast<std::uint32_t>(j), pulses[j] < 0,
               static_cast<std::uint32_t>(pulses[j] < 0 ? -pulses[j] : pulses[j]));
    }
  });
}

void ResistiveArray::outer(const OpuDrive& drive) {
  const std::size_t columns = drive.columns.size();
  require_lines(drive.rows.size(), columns, apparent_);
  const CodeMagnitudes of_rows(drive.rows);
  const CodeMagnitudes of_columns(drive.columns);
  if (of_rows.largest * of_columns.largest >= std::int64_t{1} << 24) {
    throw std::invalid_argument("outer product: " + std::to_string(of_rows.largest) + " x " +
                                std::to_string(of_columns.largest) + " units at a cell: allowed are fewer than 2^24");
  }
  column_codes_.assign(columns + pulse_spare, 0);
  std::ranges::copy(drive.columns, column_codes_.begin());

  const PulseKernel plain = kernel();
  const auto update_row = [&](int row, int) {
    const auto k = static_cast<std::uint32_t>(row);
    if (drive.rows[k] == 0) return;
    const GeneratorLanes generators = seeded_generators(key_, Purpose::outer_product, events_, k);
    runner_.outer_row(plain, generators,
                      {k * static_cast<std::uint32_t>(columns), drive.rows[k], column_codes_.data(), columns});
  };
  if (pool_ != nullptr && apparent_.values().size() >= cells_for_threads) {
    pool_->run(rows(), update_row);
  } else {
    for (int row = 0; row < rows(); ++row) update_row(row, 0);
  }
  pulses_ = static_cast<std::uint64_t>(of_rows.sum) * static_cast<std::uint64_t>(of_columns.sum);
  ++events_;
}

}  // namespace spintile::refmodel
