#include "refmodel/periphery/ramp_sequencer.h"

#include "refmodel/periphery/time_code.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

void add_phases(const spec::Variant& variant, int phases, std::vector<OuterPinState>& cycles) {
  for (int phase = 0; phase < phases; ++phase) {
    cycles.push_back({.phase = phase});
    for (int slot = 1; slot <= spec::input_slots(variant); ++slot) {
      cycles.push_back({.phase = phase, .update_en = true, .bit = driven_bit(slot)});
    }
  }
}

}  // namespace

std::vector<RampPinState> ramp_schedule(const spec::Variant& variant) {
  constexpr int combine_cycles = 1;
  std::vector<RampPinState> cycles;
  const auto hold = [&cycles](RampPinState pins, int count) {
    cycles.insert(cycles.end(), static_cast<std::size_t>(count), pins);
  };
  hold({}, variant.readout.settle_cycles - 1);  // the multiplexer lets go before it takes hold
  hold({.connected = true, .integ_rst = true}, 1);
  for (int slot = 1; slot <= spec::input_slots(variant); ++slot) {
    hold({.connected = true, .integ_en = true, .bit = driven_bit(slot)}, 1);
  }
  hold({.connected = true, .ramp_rst = true}, 1);
  hold({.connected = true, .ramp_en = true}, spec::ramp_steps(variant));
  hold({.connected = true}, variant.readout.synchroniser_stages + combine_cycles);
  return cycles;
}

std::vector<OuterPinState> outer_schedule(const spec::Variant& variant) {
  std::vector<OuterPinState> cycles(1);
  add_phases(variant, 4, cycles);
  return cycles;
}

std::vector<OuterPinState> row_pulse_schedule(const spec::Variant& variant) {
  std::vector<OuterPinState> cycles;
  add_phases(variant, 2, cycles);  // those of positive rows
  return cycles;
}

}  // namespace spintile::refmodel
