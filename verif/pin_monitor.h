// Compares the pins to the analog side with the golden schedule in every cycle.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "host/array.h"
#include "refmodel/analog/opu_drive.h"
#include "refmodel/analog/update_drive.h"
#include "refmodel/periphery/array_sequencer.h"
#include "refmodel/periphery/ramp_sequencer.h"
#include "spec/variant.h"
#include "verif/tile_ports.h"

namespace spintile::verif {

/// The strobes of a cycle in one word; those of the MTJs have a bit for each of the up to two MTJs of a line.
namespace strobe {
inline constexpr std::uint16_t integ_rst = 0x01;
inline constexpr std::uint16_t integ_en = 0x02;
inline constexpr std::uint16_t mtj_reset = 0x0C;
inline constexpr std::uint16_t mtj_write = 0x30;
inline constexpr std::uint16_t mtj_read = 0xC0;
inline constexpr std::uint16_t ramp_rst = 0x100;
inline constexpr std::uint16_t ramp_en = 0x200;

constexpr std::uint16_t of_mtjs(unsigned reset, unsigned write, unsigned read) {
  return static_cast<std::uint16_t>(reset << 2 | write << 4 | read << 6);
}
constexpr std::uint16_t of_integrators(bool rst, bool en) {
  return static_cast<std::uint16_t>((rst ? integ_rst : 0) | (en ? integ_en : 0));
}
constexpr std::uint16_t of_ramp(bool rst, bool en) {
  return static_cast<std::uint16_t>((rst ? ramp_rst : 0) | (en ? ramp_en : 0));
}
}  // namespace strobe

inline std::uint16_t strobes(const AnalogPorts& ports) {
  const std::uint16_t integrators = strobe::of_integrators(ports.integ_rst.get(), ports.integ_en.get());
  if (const auto& mtj = ports.mtj)
    return integrators | strobe::of_mtjs(mtj->reset.get(), mtj->write.get(), mtj->read.get());
  if (ports.ramp) return integrators | strobe::of_ramp(ports.ramp->reset.get(), ports.ramp->enable.get());
  return integrators;
}

class PinMonitor {
 public:
  PinMonitor(const spec::Variant& variant, const AnalogPorts& ports);

  // Each says what the next checks see, the first of them in cycle 1 of its command; after its last cycle everything
  // stands by.
  /// A FORWARD of these codes of the rows, the offset row's among them, through this array.
  void expect_forward(std::span<const std::int32_t> codes, int samples, host::Array array = host::Array::weight);
  /// A BACKWARD of these C output_error codes.
  void expect_backward(std::span<const std::int32_t> codes, int samples, host::Array array);
  /// An UPDATE by an outer product.
  void expect_outer_product(const refmodel::OpuDrive& drive, host::Array array);
  /// An UPDATE of that many slots.
  void expect_update(const refmodel::UpdateDrive& drive, int slots, host::Array array);
  /// The read of a TRANSFER of row `row`.
  void expect_one_hot_read(int row, int samples);
  /// A read of a PROGRAM, CARRY or CALIBRATE, with these codes of the rows.
  void expect_read_of_row(std::span<const std::int32_t> drive, host::Array array);
  /// A pulse of one.
  void expect_row_pulse(const refmodel::OpuDrive& drive, host::Array array);
  /// The pulses of a TRANSFER, from the first cycle of its step 4 on; a read of the SOT array takes `read_cycles`.
  void expect_transfer_pulses(const refmodel::UpdateDrive& drive, int slots, int read_cycles);
  /// Everything is as after a reset.
  void expect_standby();

  /// Once a cycle. Throws MismatchError with `cycle` at the first pin that differs.
  void check(std::uint64_t cycle);

 private:
  struct Cycle {
    std::uint16_t strobes = 0;
    std::uint8_t column_sel = 0;
    std::int16_t rows = 0;     // index into rows_: 0 standby, m + 1 stream, slot or driven bit m (of_sign())
    std::int16_t columns = 0;  // index into columns_, the same; of an outer product 1 or 2 by sign
    bool update_en = false;
    bool reverse = false;
    std::optional<std::uint8_t> mux = {};  // none: as it was
    std::uint8_t opu_phase = 0;
  };
  using Command = std::vector<Cycle>;
  /// What the lines of one side show.
  struct Lines {
    std::vector<std::uint64_t> sign;
    std::vector<std::uint64_t> level;
  };

  void begin(host::Array array, const Command& cycles);
  const Command& forward_cycles(int samples);
  const Command& backward_cycles(int samples);
  /// A ramp read of the side that the direction reads.
  void add_ramp(Command& cycles, host::Direction direction) const;
  /// Index into rows_ of driven bit `bit` in a phase of an outer product.
  int of_sign(bool negative, int bit) const { return 1 + bit + (negative ? variant_.input.stream_bits : 0); }
  void set_codes(std::vector<Lines>& lines, std::span<const std::int32_t> codes, int level_bits);
  void set_streams(std::vector<Lines>& lines, std::span<const std::int32_t> codes);
  void set_bits(std::vector<Lines>& lines, std::span<const std::int32_t> codes, int level_bits);
  void set_phases(const refmodel::OpuDrive& drive);
  void begin_phases(const std::vector<refmodel::OuterPinState>& schedule, host::Array array);
  void set_slots(const refmodel::UpdateDrive& drive, int slots);
  void add_slot(Command& cycles, int slot) const;
  Lines& cleared(std::vector<Lines>& lines, int index);
  [[noreturn]] void explain(std::uint64_t cycle, const Cycle& expected) const;

  spec::Variant variant_;
  AnalogPorts ports_;
  std::vector<Command> forwards_;  // by samples; empty until used
  std::vector<Command> backwards_;
  Command command_;  // another one
  std::vector<Lines> rows_;
  std::vector<Lines> columns_;  // none without column pins
  const Command* running_ = nullptr;
  host::Array array_ = host::Array::weight;  // of the last command: array_sel_o holds it
  std::uint8_t mux_ = 0;                     // of the last read: mux_o holds it
  std::size_t position_ = 0;
  std::size_t end_ = 0;
};

}  // namespace spintile::verif
