// A row that is driven in every read, in all slots: what it adds to a line takes the offset of the line's integrator
// and comparator away, once it is programmed so that an input of zeros reads as zeros. docs/contract.md, "Analog
// effects".
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host/array.h"
#include "host/philox.h"
#include "host/state.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// How a device of the row takes a pulse.
struct OffsetPulse {
  double step = 1.0 / 256.0;  // of the range, above 0
  double step_noise = 0.3;    // standard deviation over the step, 0 or above
};

struct CalibrationLimits {
  int pulses = 512;  // on a line, at most
  int reads = 1;     // between two pulses; a line reads zero where the mean of their codes rounds to it
};

struct Calibration {
  int rounds = 0;                     // pulses of the line that took most
  int failures = 0;                   // lines that do not read zero
  std::vector<std::int32_t> codes{};  // of each line, sums of the last reads
};

/// The codes of all lines in a read of zeros, in which the row's cells (device minus reference) are these.
using ZeroRead = std::function<std::vector<std::int32_t>(std::span<const float> cells)>;

class OffsetRow {
 public:
  /// A device a line of the direction (C forward, R backward), each at the middle of its range, its reference with the
  /// variant's programming error. std::invalid_argument for a pulse out of range.
  OffsetRow(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array, const OffsetPulse& pulse = {},
            host::Direction direction = host::Direction::forward);

  /// Device minus reference of each line, in units of the range.
  std::vector<float> cells() const;

  /// Reads zeros, gives a pulse to each line that does not read zero, against the sign of its code, and so on until all
  /// do or the limit is reached. std::invalid_argument for a limit below 0, less than one read, another number of
  /// codes.
  Calibration calibrate(const ZeroRead& read, const CalibrationLimits& limits = {});

  /// "devices", their conductances; "pulses", the number of the next event.
  host::State state() const;
  /// Of a state like state().
  void set_state(const host::State& state);

 private:
  /// A pulse on each line whose sign is not 0: up or down.
  void pulse(std::span<const int> signs);

  host::PhiloxKey key_;
  OffsetPulse pulse_;
  float off_;
  std::vector<float> devices_;
  std::vector<float> references_;
  std::uint64_t pulses_ = 0;
};

}  // namespace spintile::refmodel
