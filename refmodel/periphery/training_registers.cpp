#include "refmodel/periphery/training_registers.h"

#include <limits>
#include <stdexcept>

#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using spec::Error;
namespace reg = spec::register_offset;

constexpr std::uint32_t half_max = 0xFFFF;

}  // namespace

TrainingRegisters::TrainingRegisters(const spec::Variant& variant)
    : variant_(variant),
      slots_(static_cast<std::uint32_t>(variant.update.pulse_slots)),
      transfer_samples_(static_cast<std::uint32_t>(variant.readout.samples_max)),
      choppers_(variant.crossbar.rows) {
  if (spec::has_choppers(variant)) choppers_.generator = spec::random_reset(spec::random_generators(variant) - 1);
}

bool TrainingRegisters::has(std::uint32_t address) const {
  switch (address) {
    case reg::slots:
      return spec::has_pulsed_update(variant_);
    case reg::transfer_samples:
    case reg::transfer_row:
    case reg::sweeps:
    case reg::warm_up:
      return spec::has_transfer(variant_);
    case reg::chopper:
    case reg::chop_period:
    case reg::chop_phase:
      return spec::has_choppers(variant_);
    default:
      return false;
  }
}

Error TrainingRegisters::write(std::uint32_t address, std::uint32_t value) {
  constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();
  const auto set = [value](std::uint32_t& number, std::uint32_t least, std::uint32_t most) {
    if (value < least || value > most) return Error::illegal_value;
    number = value;
    return Error::none;
  };
  switch (address) {
    case reg::slots:
      return set(slots_, 1, static_cast<std::uint32_t>(variant_.update.pulse_slots));
    case reg::transfer_samples:
      return set(transfer_samples_, 1, static_cast<std::uint32_t>(variant_.readout.samples_max));
    case reg::transfer_row:
      return set(choppers_.row, 0, static_cast<std::uint32_t>(variant_.crossbar.rows) - 1);
    case reg::sweeps:
      return set(choppers_.sweeps, 0, unlimited);
    case reg::warm_up:
      return set(warm_up_, 0, unlimited);
    case reg::chop_period:
      return set(mode_.period, 1, half_max);
    case reg::chop_phase:
      return set(choppers_.phase, 0, half_max);
    default:
      break;
  }
  if ((value & half_max) > 3) return Error::illegal_value;
  mode_.regular = (value & 1) != 0;
  mode_.random = (value & 2) != 0;
  mode_.probability = value >> 16;
  return Error::none;
}

std::uint32_t TrainingRegisters::read(std::uint32_t address) const {
  switch (address) {
    case reg::slots:
      return slots_;
    case reg::transfer_samples:
      return transfer_samples_;
    case reg::transfer_row:
      return choppers_.row;
    case reg::sweeps:
      return choppers_.sweeps;
    case reg::warm_up:
      return warm_up_;
    case reg::chopper:
      return (mode_.regular ? 1U : 0U) | (mode_.random ? 2U : 0U) | mode_.probability << 16;
    case reg::chop_period:
      return mode_.period;
    case reg::chop_phase:
      return choppers_.phase;
    default:
      throw std::out_of_range("no register of training");
  }
}

}  // namespace spintile::refmodel
