// What a read goes through in a tile core, from the rows over the converters to the outputs.
#pragma once

#include <optional>
#include <vector>

#include "gen/hdl/design.h"
#include "spec/variant.h"

namespace spintile::gen::blocks {

/// The pins of all rows, or of all columns, as ports of the core.
struct LinePins {
  hdl::Expr sign, level;
};

/// The MTJs of stochastic converters.
struct MtjPins {
  hdl::Expr reset, write, read, bit;
};

/// Ramp and comparators.
struct RampPins {
  hdl::Expr mux, rst, en, cmp;
};

/// The pins of a read, of columns where one can drive them, and of one of the two kinds of converters.
struct ReadPins {
  LinePins rows;
  hdl::Expr integ_rst, integ_en;
  std::optional<MtjPins> mtj = {};
  std::optional<RampPins> ramp = {};
  std::optional<LinePins> columns = {};
  std::optional<hdl::Expr> reverse = {};  // a BACKWARD is under way, where there is one
};

ReadPins read_pins(hdl::Module& module, const spec::Variant& variant);

/// Of the health monitors.
struct MonitorSignals {
  hdl::Expr enable, restart, clear;
  hdl::Expr flags;                       // driven here
  std::vector<hdl::Connection> restore;  // the buffer of a packet of flags, where converters are left out
};

/// Planes of codes, as code_planes.h says.
struct Codes {
  hdl::Expr signs, digits;
};

/// Pulses on the rows or on the columns, of an update or a transfer.
struct LinePulses {
  hdl::Expr take, signs, pulses;
  hdl::Expr release;
};

/// The read of a transfer or of a row that is written: one row, one stream, one sub-array, no outputs.
struct OneRowRead {
  hdl::Expr under_way;
  std::optional<hdl::Expr> counted;  // sub-arrays that count, where there are several
};

/// The read in the other direction.
struct BackwardRead {
  hdl::Expr start;
  Codes errors;
  hdl::Expr done;  // driven here
  std::optional<LinePulses> pulses = {};
};

/// One row in place of the inputs: it is read, or pulses write it.
struct RowWriting {
  hdl::Expr under_way;
  hdl::Expr selected;   // the row, one-hot
  hdl::Expr slots;      // in which it is driven
  hdl::Expr pulse;      // one begins in the next cycle
  hdl::Expr phase_end;  // of a pulse; driven here
};

/// An outer product of the inputs, or of the one row, and these voltages.
struct OuterUpdate {
  hdl::Expr start;
  Codes voltages;
  RowWriting row;
  hdl::Expr done;  // driven here
};

struct ReadSignals {
  hdl::Expr start;  // in either direction
  hdl::Expr samples, shift;
  Codes inputs;
  hdl::Expr scales, offsets;
  hdl::Expr done;  // driven here
  std::optional<MonitorSignals> monitor = {};
  std::optional<LinePulses> row_pulses = {};
  std::optional<OneRowRead> one_row = {};
  std::optional<BackwardRead> backward = {};
  std::optional<OuterUpdate> outer = {};
};

/// Of a ramp: lines without a step, lines at the first.
struct RampFlags {
  hdl::Expr overflow, underflow;
};

/// From the rows to the accumulators.
struct Conversion {
  hdl::Expr drive;     // a phase, or a slot, begins in the next cycle, rows are driven
  hdl::Expr finished;  // the combine cycle
  hdl::Expr accumulators;
  std::optional<hdl::Expr> counters = {};  // of stochastic converters
  std::optional<RampFlags> flags = {};
};

struct ReadResults {
  Conversion conversion;
  hdl::Expr of_columns;  // the accumulators that a FORWARD fills
  hdl::Expr outputs;
};

/// Instances and wires of all of it.
ReadResults read_path(hdl::Design& design, hdl::Module& module, const spec::Variant& variant, const ReadPins& pins,
                      const ReadSignals& signals);

}  // namespace spintile::gen::blocks
