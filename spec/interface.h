// The unit as its driver sees it: command codes, error codes, state spaces, registers. docs/contract.md says what each
// does.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "spec/variant.h"

namespace spintile::spec {

enum class Command : std::uint8_t {
  load_x = 1,
  load_d = 2,
  forward = 3,
  backward = 4,
  update = 5,
  transfer = 6,
  sot = 7,
  read_y = 8,
  read = 9,
  write = 10,
  program = 11,
  carry = 12,
  calibrate = 13
};

enum class Error : std::uint8_t {
  none = 0,
  unknown_command = 1,
  busy = 2,
  illegal_space = 3,
  illegal_value = 4,
  illegal_address = 5,
  packet_length = 6,
  element_range = 7,
  row_range = 8,
  program = 9,
  halted = 10,
};

enum class Space : std::uint8_t {
  input = 0,
  output = 1,
  accumulator = 2,
  counter = 3,
  scale = 4,
  offset = 5,
  health = 6,
  program = 7,
  lanes = 8,
  row_probability = 9,
  column_probability = 10,
  random = 11,
  chopper = 12,
  output_error = 13,
  ramp_flags = 14,
  column_voltage = 15,
  target = 16,
};

/// The state spaces of a variant, by code.
std::vector<Space> spaces(const Variant& variant);

/// The commands and error codes of a variant, by code.
std::vector<Command> commands(const Variant& variant);
std::vector<Error> errors(const Variant& variant);
/// Those whose operand is an array: FORWARD, BACKWARD, UPDATE, PROGRAM, CALIBRATE.
std::vector<Command> commands_of_an_array(const Variant& variant);

/// "load_x", "packet_length": the word of the contract.
std::string_view name(Command command);
std::string_view name(Error error);
std::string_view name(Space space);

/// Address offsets on the register bus, in bytes; spec/register_map.h has the registers themselves.
namespace register_offset {
inline constexpr std::uint32_t identification = 0x00;
inline constexpr std::uint32_t variant_hash = 0x04;
inline constexpr std::uint32_t capabilities = 0x08;
inline constexpr std::uint32_t command = 0x0C;
inline constexpr std::uint32_t status = 0x10;
inline constexpr std::uint32_t samples = 0x14;
inline constexpr std::uint32_t shift = 0x18;
inline constexpr std::uint32_t health = 0x1C;  // with a health monitor
// Of a float unit, instead of the last three.
inline constexpr std::uint32_t program = 0x14;
inline constexpr std::uint32_t lanes = 0x18;
inline constexpr std::uint32_t wait = 0x1C;
inline constexpr std::uint32_t base0 = 0x20;  // base i at base0 + 4 i
inline constexpr std::uint32_t cycles = 0x40;
inline constexpr std::uint32_t write_failures = 0x44;  // named FAILURES; with sot.rewrites
// Of a tile with an update.
inline constexpr std::uint32_t slots = 0x20;
// Of a tile with outer products.
inline constexpr std::uint32_t row = 0x20;
inline constexpr std::uint32_t tolerance = 0x24;
inline constexpr std::uint32_t attempts = 0x28;
inline constexpr std::uint32_t program_slots = 0x2C;
inline constexpr std::uint32_t failures = 0x30;
inline constexpr std::uint32_t carry_threshold = 0x34;
inline constexpr std::uint32_t carry_fast = 0x38;
inline constexpr std::uint32_t carry_weight = 0x3C;
inline constexpr std::uint32_t carries = 0x40;
// Of a tile with a transfer; those of its float unit lie in_tile higher.
inline constexpr std::uint32_t transfer_samples = 0x24;
inline constexpr std::uint32_t transfer_row = 0x28;
inline constexpr std::uint32_t sweeps = 0x2C;
inline constexpr std::uint32_t warm_up = 0x30;
inline constexpr std::uint32_t chopper = 0x34;
inline constexpr std::uint32_t chop_period = 0x38;
inline constexpr std::uint32_t chop_phase = 0x3C;
inline constexpr std::uint32_t in_tile = 0x40;
}  // namespace register_offset

inline constexpr int register_address_bits = 8;
inline constexpr int stream_bits = 64;  // of s_axis_tdata and m_axis_tdata

/// One state space of a variant. `program` and `lanes` have as many elements (program) and bits (lanes) as registers
/// say: here stands the most of each.
struct SpaceLayout {
  std::string_view name;
  int elements = 0;
  int value_bits = 0;
  bool is_signed = true;
  bool writable = false;
  std::int64_t reset_value = 0;  // of every element, but for the random space: random_reset() of derive.h

  int element_bits() const;
  int elements_per_beat() const;
  int beats() const;
  /// Bounds of a legal element; symmetric: the least is that of the largest, negated. The maximum asks for values of
  /// less than 64 bits.
  std::int64_t minimum() const;
  std::int64_t maximum() const;
  bool symmetric = false;
  std::optional<std::int64_t> least = {};  // where not all patterns of value_bits are legal
  std::optional<std::int64_t> largest = {};
};

/// std::invalid_argument for a space the variant does not have.
SpaceLayout space_layout(const Variant& variant, Space space);

/// Values of the registers IDENTIFICATION and CAPABILITIES.
std::uint32_t identification(Unit unit);
std::uint32_t capabilities(const Variant& variant);

}  // namespace spintile::spec
