#include "refmodel/periphery/row_registers.h"

#include <stdexcept>

#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using spec::Error;
namespace reg = spec::register_offset;

constexpr std::uint32_t attempts_max = 255;

}  // namespace

RowRegisters::RowRegisters(const spec::Variant& variant)
    : variant_(variant),
      carry_threshold_(spec::has_carry(variant) ? static_cast<std::uint32_t>(spec::ramp_code_max(variant)) : 0) {}

bool RowRegisters::has(std::uint32_t address) const {
  switch (address) {
    case reg::row:
    case reg::tolerance:
    case reg::attempts:
    case reg::program_slots:
    case reg::failures:
      return spec::has_outer_update(variant_);
    case reg::carry_threshold:
    case reg::carry_fast:
    case reg::carry_weight:
    case reg::carries:
      return spec::has_carry(variant_);
    default:
      return false;
  }
}

bool RowRegisters::writable(std::uint32_t address) const {
  return has(address) && address != reg::failures && address != reg::carries;
}

RowRegisters::Pulse RowRegisters::pulse(std::uint32_t word) {
  return {static_cast<int>(word & 0xFF), static_cast<std::int32_t>(word >> 8)};
}

bool RowRegisters::is_pulse(std::uint32_t word) const {
  const std::uint32_t slots = word & 0xFF;
  const std::uint32_t voltage = word >> 8;
  return slots >= 1 && slots <= static_cast<std::uint32_t>(spec::input_slots(variant_)) && voltage >= 1 &&
         voltage <= static_cast<std::uint32_t>(spec::voltage_code_max(variant_));
}

Error RowRegisters::write(std::uint32_t address, std::uint32_t value) {
  const auto set = [value](std::uint32_t& number, std::uint32_t least, int most) {
    if (value < least || value > static_cast<std::uint32_t>(most)) return Error::illegal_value;
    number = value;
    return Error::none;
  };
  const auto set_pulse = [&](std::uint32_t& word) {
    if (!is_pulse(value)) return Error::illegal_value;
    word = value;
    return Error::none;
  };
  switch (address) {
    case reg::row:
      return set(row_, 0, variant_.crossbar.rows - 1);
    case reg::tolerance:
      return set(tolerance_, 0, spec::ramp_code_max(variant_));
    case reg::attempts:
      return set(attempts_, 1, attempts_max);
    case reg::program_slots:
      return set(program_slots_, 1, spec::input_slots(variant_));
    case reg::carry_threshold:
      return set(carry_threshold_, 1, spec::ramp_code_max(variant_));
    case reg::carry_fast:
      return set_pulse(carry_fast_);
    case reg::carry_weight:
      return set_pulse(carry_weight_);
    default:
      throw std::out_of_range("no register that PROGRAM or CARRY takes");
  }
}

std::uint32_t RowRegisters::read(std::uint32_t address) const {
  switch (address) {
    case reg::row:
      return row_;
    case reg::tolerance:
      return tolerance_;
    case reg::attempts:
      return attempts_;
    case reg::program_slots:
      return program_slots_;
    case reg::failures:
      return failures_;
    case reg::carry_threshold:
      return carry_threshold_;
    case reg::carry_fast:
      return carry_fast_;
    case reg::carry_weight:
      return carry_weight_;
    case reg::carries:
      return carries_;
    default:
      throw std::out_of_range("no register of PROGRAM or CARRY");
  }
}

void RowRegisters::set_failures(int columns, int pulses) {
  failures_ = static_cast<std::uint32_t>(columns) | static_cast<std::uint32_t>(pulses) << 16;
}

}  // namespace spintile::refmodel
