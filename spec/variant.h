// The variant: everything a user chooses about a tile. Plain values; parse.h makes one from YAML and refuses what is
// not allowed, derive.h computes what follows from it. Ranges are those of the table in variant_keys.cpp.
#pragma once

#include <string>

namespace spintile::spec {

enum class ReadoutKind { stochastic };
enum class Multipliers { shared, per_column };
enum class ResetStyle { async_low, async_high, sync_low, sync_high };

struct Crossbar {
  int rows = 0;
  int columns = 0;
  int array_rows = 0;     // most rows of one sub-array
  int weight_slices = 1;  // W
  int slice_bits = 1;     // z_w

  friend bool operator==(const Crossbar&, const Crossbar&) = default;
};

struct Input {
  int streams = 1;      // A
  int stream_bits = 1;  // z_a

  friend bool operator==(const Input&, const Input&) = default;
};

struct Readout {
  ReadoutKind kind = ReadoutKind::stochastic;
  int samples_max = 8;
  int settle_cycles = 4;
  int reset_cycles = 1;
  int write_cycles = 1;
  int read_cycles = 3;
  int synchroniser_stages = 2;

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

  friend bool operator==(const Device&, const Device&) = default;
};

struct Variant {
  std::string name;
  Crossbar crossbar;
  Input input;
  Readout readout;
  Requantise requantise;
  Device device;
  ResetStyle reset = ResetStyle::async_low;

  friend bool operator==(const Variant&, const Variant&) = default;
};

}  // namespace spintile::spec
