// The variant: everything a user chooses about a tile, or about a floating-point unit. Plain values; parse.h makes one
// from YAML and refuses what is not allowed, derive.h computes what follows from it. Ranges are those of the table in
// variant_keys.cpp.
#pragma once

#include <string>

#include "spec/pulsed_update.h"
#include "spec/transfer_rule.h"

namespace spintile::spec {

enum class Unit { tile, float_unit };
enum class InputCoding { streams, time };
enum class ReadoutKind { stochastic, sense_amplifier, ramp };
enum class HealthMonitor { none, report, exclude };
enum class Multipliers { shared, per_column };
enum class ResetStyle { async_low, async_high, sync_low, sync_high, none };
enum class MtjModel { logistic, neel_brown };
enum class CurrentExponent { one, one_and_a_half, two };
enum class UpdateKind { none, stochastic, opu };
enum class SotArray { pins, memory };
enum class SotXor { toggle, read_modify_write };
enum class SotSearch { row, pair };

struct Crossbar {
  int rows = 0;
  int columns = 0;
  int array_rows = 0;       // most rows of one sub-array
  int weight_slices = 1;    // W
  int slice_bits = 1;       // z_w
  bool fast_array = false;  // array A exists beside W
  bool offset_row = false;  // each array has one more row, driven in every FORWARD

  friend bool operator==(const Crossbar&, const Crossbar&) = default;
};

struct Input {
  InputCoding coding = InputCoding::streams;
  int streams = 1;      // A
  int stream_bits = 1;  // z_a; time: bits of the magnitude of a code

  friend bool operator==(const Input&, const Input&) = default;
};

/// The way back: d on the columns, rows read.
struct Backward {
  int array_columns = 0;  // most columns of one sub-array in a BACKWARD; 0: the tile has none

  friend bool operator==(const Backward&, const Backward&) = default;
};

struct Readout {
  ReadoutKind kind = ReadoutKind::stochastic;
  int samples_max = 8;
  int settle_cycles = 4;
  int reset_cycles = 1;
  int write_cycles = 1;
  int read_cycles = 3;
  int synchroniser_stages = 2;
  int column_mux = 1;      // M: columns that share a line of converters
  bool ping_pong = false;  // two MTJs a line: one is reset while the other is read
  HealthMonitor health_monitor = HealthMonitor::none;
  // NIST SP 800-90B 4.4 for an entropy of half a bit a sample and a false-positive rate of 2^-20.
  int repetition_cutoff = 41;
  int proportion_window = 1024;
  int proportion_cutoff = 793;
  int ramp_bits = 8;  // B: of a code of the ramp converter, sign included

  friend bool operator==(const Readout&, const Readout&) = default;
};

struct Requantise {
  int scale_bits = 16;
  int output_bits = 8;
  Multipliers multipliers = Multipliers::shared;

  friend bool operator==(const Requantise&, const Requantise&) = default;
};

/// Parameters of the analog model; nothing of this reaches the Verilog.
struct Device {
  double on_off_ratio = 10.0;
  double programming_error = 0.0;  // standard deviation, in conductance ranges
  double read_noise = 0.0;         // standard deviation, in full scales of a partial sum
  double column_gain = 1.0;        // start value of every column
  double mtj_gain = 8.0;           // k of the logistic curve (level A)
  double mtj_offset = 0.0;         // x0 of the logistic curve
  MtjModel mtj_model = MtjModel::logistic;
  double mtj_gain_spread = 0.0;    // standard deviation from converter to converter, relative to mtj_gain
  double mtj_offset_spread = 0.0;  // standard deviation of x0 from converter to converter
  // Level B, Neel-Brown: tau = tau0 exp(Delta max(0, 1 - I/Ic0)^m), P = 1 - exp(-t/tau).
  double thermal_stability = 20.0;                          // Delta
  double attempt_time_ns = 1.0;                             // tau0
  double critical_current_ma = 0.3;                         // Ic0
  CurrentExponent current_exponent = CurrentExponent::one;  // m
  double write_time_ns = 5.0;                               // t
  double full_scale_current_ma = 0.6;                       // I at x = 1
  // Faults, as probabilities: of a converter for the stuck ones, of a sample for the others.
  double stuck_at_0 = 0.0;
  double stuck_at_1 = 0.0;
  double reset_failure = 0.0;
  double read_error = 0.0;
  double neighbour_correlation = 0.0;
  double offset_drift = 0.0;  // change of x0 in 10^6 reads
  // Of the ramp converter, in its full scales.
  double comparator_offset_spread = 0.0;  // standard deviation from line to line
  double integrator_range = 0.0;          // where an integrator saturates; 0: never

  friend bool operator==(const Device&, const Device&) = default;
};

/// The generators of update pulses, or the drivers of outer products.
struct Update {
  UpdateKind kind = UpdateKind::none;
  int pulse_slots = pulse_slots_max - 1;  // BL, at most
  int probability_bits = 12;
  RandomWords random_words = RandomWords::per_line;
  int pulse_cycles = 1;  // of update_en_o in a slot
  int voltage_bits = 8;  // opu: of a column's voltage code, sign included

  friend bool operator==(const Update&, const Update&) = default;
};

/// The floating-point unit: a SOT-MRAM array that computes in its rows, all lanes at once.
struct Sot {
  int lanes = 0;   // L: numbers side by side, one a lane; of a tile its columns, and 0 here
  int rows = 512;  // R: bits of a lane; of a tile those beside the planes of H and its companions
  SotArray array = SotArray::pins;
  SotXor exclusive_or = SotXor::toggle;  // of the device; of programs and of what crosses the pins
  SotSearch search = SotSearch::row;     // of the device; of programs alone
  int program_words = 1024;
  int transpose_lanes = 32;  // lanes whose words are buffered on their way between stream and rows
  int rewrites = 0;          // most stores of a row until it reads as it should; 0: writes are not verified

  friend bool operator==(const Sot&, const Sot&) = default;
};

/// What goes wrong in the cells of a float unit's array; nothing of this reaches the Verilog.
struct Cells {
  double read_error = 0.0;   // probability that a bit is read wrong
  double write_error = 0.0;  // probability that a cell that should change stays
  double stuck_at_0 = 0.0;   // probabilities of a cell
  double stuck_at_1 = 0.0;
  int endurance = 0;  // writes of its row after which a cell stays as it is; 0: no end

  friend bool operator==(const Cells&, const Cells&) = default;
};

/// How commands are taken.
struct Commands {
  int queue = 0;  // that may wait behind the one that runs

  friend bool operator==(const Commands&, const Commands&) = default;
};

struct Variant {
  std::string name;
  Unit unit = Unit::tile;  // `sot` is what a float unit is made of, and the array of a tile with a transfer; all else
                           // is of tiles
  Crossbar crossbar;
  Input input;
  Backward backward = {};
  Readout readout;
  Requantise requantise;
  Update update = {};
  Transfer transfer = {};
  Commands commands = {};
  Device device;
  Sot sot = {};
  Cells cells = {};
  ResetStyle reset = ResetStyle::async_low;

  friend bool operator==(const Variant&, const Variant&) = default;
};

}  // namespace spintile::spec
