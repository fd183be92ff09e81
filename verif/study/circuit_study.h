// What the circuit around ideal devices does to reads and writes of a crossbar: resistance of its wires, access
// devices, disturb in the V/3 scheme, offsets of comparators with and without the offset row. docs/analog-effects.md.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace spintile::verif {

struct CircuitStudy {
  std::vector<int> sizes = {64, 128, 256, 512, 1024};       // N of N x N crossbars
  std::vector<double> on_resistances = {1e6, 10e6, 100e6};  // ohm; on/off as published
  std::vector<double> thresholds = {0.3, 0.4, 0.5, 0.6};    // V: least that moves a device
  std::vector<double> offsets = {0.25, 0.5, 1.0, 2.0};      // deviation of the comparators, in codes
  int lines = 1024;                                         // N of the tile with comparators, N x N
  std::uint32_t seed = 1;

  /// Small crossbars: a second.
  static CircuitStudy quick();
};

/// What column currents lack with all rows at the read voltage and devices anywhere in their range, as shares of what
/// they would be without resistance.
struct WireLoss {
  int size = 0;
  double on_resistance = 0.0;
  bool access = false;  // with an access device in each cell
  double mean = 0.0;
  double worst = 0.0;
  int products = 0;

  friend bool operator==(const WireLoss&, const WireLoss&) = default;
};

/// What an access device makes of a device's range at the read voltage.
struct AccessRange {
  double on_resistance = 0.0;
  double on_current = 0.0;    // A
  double on_off_ratio = 0.0;  // of the currents
  double bend = 0.0;          // of the current over conductance: largest distance from its chord, over its range

  friend bool operator==(const AccessRange&, const AccessRange&) = default;
};

/// What a cell that is not selected takes in a slot.
struct WriteDisturb {
  double threshold = 0.0;   // V
  double first_rail = 0.0;  // V, of code 1 of 127
  double disturb = 0.0;     // in steps of code 1

  friend bool operator==(const WriteDisturb&, const WriteDisturb&) = default;
};

/// Codes of a FORWARD of zeros, before and after a CALIBRATE.
struct OffsetReach {
  double offset = 0.0;  // deviation of the comparators, in codes
  double rms_before = 0.0;
  double rms_after = 0.0;
  int failures = 0;  // lines that do not read zero after it
  int pulses = 0;    // of the offset row

  friend bool operator==(const OffsetReach&, const OffsetReach&) = default;
};

struct CircuitResult {
  int lines = 0;
  std::vector<WireLoss> losses;  // in order of access, on resistance, size
  std::vector<AccessRange> ranges;
  std::vector<WriteDisturb> disturbs;
  std::vector<OffsetReach> reaches;

  friend bool operator==(const CircuitResult&, const CircuitResult&) = default;
};

/// `progress`: crossbars solved and in all. Throws std::invalid_argument for an empty or impossible option.
CircuitResult circuit_study(const CircuitStudy& study, const std::function<void(int done, int total)>& progress = {});

/// Four Markdown tables, each with a title.
std::string circuit_tables(const CircuitResult& result);
std::string circuit_json(const CircuitResult& result);
/// Worst loss by wires over the size.
std::string circuit_chart(const CircuitResult& result);

}  // namespace spintile::verif
