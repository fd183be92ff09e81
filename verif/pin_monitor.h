// Compares the pins to the analog side with the golden schedule in every cycle.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/variant.h"
#include "verif/tile_ports.h"

namespace spintile::verif {

/// The five strobes of a cycle in one byte.
namespace strobe {
inline constexpr std::uint8_t integ_rst = 1;
inline constexpr std::uint8_t integ_en = 2;
inline constexpr std::uint8_t mtj_reset = 4;
inline constexpr std::uint8_t mtj_write = 8;
inline constexpr std::uint8_t mtj_read = 16;
}  // namespace strobe

inline std::uint8_t strobes(const AnalogPorts& ports) {
  return static_cast<std::uint8_t>(ports.integ_rst.get() | ports.integ_en.get() << 1 | ports.mtj_reset.get() << 2 |
                                   ports.mtj_write.get() << 3 | ports.mtj_read.get() << 4);
}

class PinMonitor {
 public:
  PinMonitor(const spec::Variant& variant, const AnalogPorts& ports);

  /// The next check is of cycle 1 of a FORWARD with these R input codes.
  void expect_forward(std::span<const std::int32_t> codes, int samples);
  /// From the next check on everything is at rest, until the next expect_forward.
  void expect_standby() { position_ = end_ = 0; }

  /// Once a cycle. Throws MismatchError with `cycle` at the first pin that differs.
  void check(std::uint64_t cycle);

 private:
  struct Cycle {
    std::uint8_t strobes = 0;
    std::int32_t rows = 0;  // index into rows_: 0 standby, m + 1 stream m
  };
  struct Rows {
    std::vector<std::uint64_t> sign;
    std::vector<std::uint64_t> level;
  };

  const std::vector<Cycle>& schedule(int samples);
  [[noreturn]] void explain(std::uint64_t cycle, const Cycle& expected) const;

  spec::Variant variant_;
  AnalogPorts ports_;
  std::vector<std::vector<Cycle>> schedules_;  // by samples; empty until used
  std::vector<Rows> rows_;
  const std::vector<Cycle>* running_ = nullptr;
  std::size_t position_ = 0;
  std::size_t end_ = 0;
};

}  // namespace spintile::verif
