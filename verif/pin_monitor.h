// Compares the pins to the analog side with the golden schedule in every cycle.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/array.h"
#include "refmodel/analog/update_drive.h"
#include "refmodel/periphery/array_sequencer.h"
#include "spec/variant.h"
#include "verif/tile_ports.h"

namespace spintile::verif {

/// The strobes of a cycle in one byte; those of the MTJs have a bit for each of the up to two MTJs of a line.
namespace strobe {
inline constexpr std::uint8_t integ_rst = 0x01;
inline constexpr std::uint8_t integ_en = 0x02;
inline constexpr std::uint8_t mtj_reset = 0x0C;
inline constexpr std::uint8_t mtj_write = 0x30;
inline constexpr std::uint8_t mtj_read = 0xC0;

constexpr std::uint8_t byte(unsigned rst, unsigned en, unsigned reset, unsigned write, unsigned read) {
  return static_cast<std::uint8_t>(rst | en << 1 | reset << 2 | write << 4 | read << 6);
}
}  // namespace strobe

inline std::uint8_t strobes(const AnalogPorts& ports) {
  return strobe::byte(ports.integ_rst.get(), ports.integ_en.get(), ports.mtj_reset.get(), ports.mtj_write.get(),
                      ports.mtj_read.get());
}

class PinMonitor {
 public:
  PinMonitor(const spec::Variant& variant, const AnalogPorts& ports);

  // Each says what the next checks see, the first of them in cycle 1 of its command; after its last cycle everything
  // stands by.
  /// A FORWARD of these R input codes through this array.
  void expect_forward(std::span<const std::int32_t> codes, int samples, host::Array array = host::Array::weight);
  /// A BACKWARD of these C output_error codes.
  void expect_backward(std::span<const std::int32_t> codes, int samples, host::Array array);
  /// An UPDATE of that many slots.
  void expect_update(const refmodel::UpdateDrive& drive, int slots, host::Array array);
  /// The read of a TRANSFER of row `row`.
  void expect_one_hot_read(int row, int samples);
  /// The pulses of a TRANSFER, from the first cycle of its step 4 on; a read of the SOT array takes `read_cycles`.
  void expect_transfer_pulses(const refmodel::UpdateDrive& drive, int slots, int read_cycles);
  /// Everything is as after a reset.
  void expect_standby();

  /// Once a cycle. Throws MismatchError with `cycle` at the first pin that differs.
  void check(std::uint64_t cycle);

 private:
  struct Cycle {
    std::uint8_t strobes = 0;
    std::uint8_t column_sel = 0;
    std::int16_t rows = 0;     // index into rows_: 0 standby, m + 1 stream m, or slot m of an update
    std::int16_t columns = 0;  // index into columns_, the same
    bool update_en = false;
    bool reverse = false;
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
  void set_streams(std::vector<Lines>& lines, std::span<const std::int32_t> codes);
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
  std::size_t position_ = 0;
  std::size_t end_ = 0;
};

}  // namespace spintile::verif
