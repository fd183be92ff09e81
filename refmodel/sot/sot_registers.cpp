#include "refmodel/sot/sot_registers.h"

#include <algorithm>
#include <limits>

#include "spec/sot_program.h"

namespace spintile::refmodel {
namespace {

namespace reg = spec::register_offset;
using spec::Error;

constexpr std::uint32_t base_end = reg::base0 + 4 * spec::sot::base_registers;

bool is_base(std::uint32_t address) { return address >= reg::base0 && address < base_end && address % 4 == 0; }

std::uint32_t halves(int low, int high) {
  return static_cast<std::uint32_t>(low) | static_cast<std::uint32_t>(high) << 16;
}

std::uint32_t saturated(std::uint64_t count) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

bool SotRegisters::readable(std::uint32_t address) const {
  return writable(address) || address == reg::cycles || (verifies_writes_ && address == reg::write_failures);
}

bool SotRegisters::writable(std::uint32_t address) {
  return address == reg::program || address == reg::lanes || address == reg::wait || is_base(address);
}

Error SotRegisters::write(std::uint32_t address, std::uint32_t value) {
  const auto low = static_cast<int>(value & 0xFFFF);
  const auto high = static_cast<int>(value >> 16);
  if (address == reg::program) {
    if (low + high > sot_.program_words) return Error::illegal_value;
    program_first_ = low;
    program_words_ = high;
  } else if (address == reg::lanes) {
    if (high < 1 || high > 64 || low + high > sot_.rows) return Error::illegal_value;
    lanes_first_ = low;
    lanes_bits_ = high;
  } else if (address == reg::wait) {
    if (value >> 24 != 0) return Error::illegal_value;
    waits_ = {low & 0xFF, low >> 8, high};
  } else {
    if (value >= static_cast<std::uint32_t>(sot_.rows)) return Error::illegal_value;
    bases_[(address - reg::base0) / 4] = low;
  }
  return Error::none;
}

std::uint32_t SotRegisters::read(std::uint32_t address) const {
  switch (address) {
    case reg::program:
      return halves(program_first_, program_words_);
    case reg::lanes:
      return halves(lanes_first_, lanes_bits_);
    case reg::wait:
      return halves(waits_.read | waits_.write << 8, waits_.search);
    case reg::cycles:
      return cycles_;
    case reg::write_failures:
      return failures_;
    default:
      return static_cast<std::uint32_t>(bases_.at((address - reg::base0) / 4));
  }
}

void SotRegisters::set_cycles(std::uint64_t cycles) { cycles_ = saturated(cycles); }

void SotRegisters::set_failures(std::uint64_t failures) { failures_ = saturated(failures); }

}  // namespace spintile::refmodel
