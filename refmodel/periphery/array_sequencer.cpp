#include "refmodel/periphery/array_sequencer.h"

#include "spec/derive.h"

namespace spintile::refmodel {

std::vector<PinState> forward_schedule(const spec::Variant& variant, int samples) {
  const spec::Readout& timing = variant.readout;
  std::vector<PinState> schedule;
  const auto hold = [&schedule](PinState pins, int cycles) {
    schedule.insert(schedule.end(), static_cast<std::size_t>(cycles), pins);
  };

  for (int stream = variant.input.streams - 1; stream >= 0; --stream) {
    hold({.integ_rst = true, .stream = stream}, 1);
    hold({.stream = stream}, timing.settle_cycles - 2);
    hold({.integ_en = true, .stream = stream}, 1);
    for (int sample = 0; sample < samples; ++sample) {
      hold({.mtj_reset = true, .stream = stream}, timing.reset_cycles);
      hold({.mtj_write = true, .stream = stream}, timing.write_cycles);
      hold({.mtj_read = true, .stream = stream}, timing.read_cycles);
    }
  }
  constexpr int combine_cycles = 1;
  hold({}, combine_cycles + spec::requantise_cycles(variant));
  return schedule;
}

}  // namespace spintile::refmodel
