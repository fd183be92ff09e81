#include "refmodel/periphery/array_sequencer.h"

#include <algorithm>

#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

constexpr int combine_cycles = 1;

class Schedule {
 public:
  explicit Schedule(const spec::Readout& timing) : timing_(timing) {}

  void phase(int stream, int column_sel, int samples) {
    at_rest_ = {.stream = stream, .column_sel = column_sel};
    settle();
    if (timing_.ping_pong) {
      overlapped_samples(samples);
    } else {
      for (int sample = 0; sample < samples; ++sample) {
        hold({.mtj_reset = 1}, timing_.reset_cycles);
        hold({.mtj_write = 1}, timing_.write_cycles);
        hold({.mtj_read = 1}, timing_.read_cycles);
      }
    }
  }

  void phases(int stream, int column_mux, int samples) {
    for (int column = 0; column < column_mux; ++column) phase(stream, column, samples);
  }

  void standby(int cycles) {
    at_rest_ = {};
    hold({}, cycles);
  }

  std::vector<PinState> take() { return std::move(cycles_); }

 private:
  void settle() {
    hold({.integ_rst = true}, 1);
    hold({}, timing_.settle_cycles - 2);
    hold({.integ_en = true}, 1);
  }

  /// Ping-pong: while a pair is read, the other is reset for the next sample.
  void overlapped_samples(int samples) {
    const int read_cycles = std::max(timing_.read_cycles, timing_.reset_cycles);
    hold({.mtj_reset = 1}, timing_.reset_cycles);
    for (int sample = 0; sample < samples; ++sample) {
      const unsigned pair = sample % 2 == 0 ? 1 : 2;
      const unsigned other = 3 - pair;
      const int reset_cycles = sample + 1 < samples ? timing_.reset_cycles : 0;
      hold({.mtj_write = pair}, timing_.write_cycles);
      hold({.mtj_reset = other, .mtj_read = pair}, reset_cycles);
      hold({.mtj_read = pair}, read_cycles - reset_cycles);
    }
  }

  void hold(PinState strobes, int cycles) {
    strobes.stream = at_rest_.stream;
    strobes.column_sel = at_rest_.column_sel;
    cycles_.insert(cycles_.end(), static_cast<std::size_t>(cycles), strobes);
  }

  spec::Readout timing_;
  PinState at_rest_;
  std::vector<PinState> cycles_;
};

std::vector<PinState> all_streams(const spec::Variant& variant, int samples, int cycles_after) {
  Schedule schedule(variant.readout);
  for (int stream = variant.input.streams - 1; stream >= 0; --stream) {
    schedule.phases(stream, variant.readout.column_mux, samples);
  }
  schedule.standby(cycles_after);
  return schedule.take();
}

}  // namespace

std::vector<PinState> forward_schedule(const spec::Variant& variant, int samples) {
  return all_streams(variant, samples, combine_cycles + spec::requantise_cycles(variant));
}

std::vector<PinState> backward_schedule(const spec::Variant& variant, int samples) {
  return all_streams(variant, samples, combine_cycles);
}

std::vector<PinState> one_hot_schedule(const spec::Variant& variant, int samples) {
  Schedule schedule(variant.readout);
  schedule.phases(0, variant.readout.column_mux, samples);
  schedule.standby(combine_cycles);
  return schedule.take();
}

}  // namespace spintile::refmodel
