// What a read goes through in a tile core, from the rows over the converters to the outputs.
#pragma once

#include <optional>
#include <vector>

#include "gen/hdl/design.h"
#include "spec/variant.h"

namespace spintile::gen::blocks {

/// The pins of a read, as ports of the core.
struct ReadPins {
  hdl::Expr row_sign, row_level;
  hdl::Expr integ_rst, integ_en;
  hdl::Expr mtj_reset, mtj_write, mtj_read, mtj_bit;
};

ReadPins read_pins(hdl::Module& module, const spec::Variant& variant);

/// Of the health monitors.
struct MonitorSignals {
  hdl::Expr enable, restart, clear;
  hdl::Expr flags;                       // driven here
  std::vector<hdl::Connection> restore;  // the buffer of a packet of flags, where converters are left out
};

/// Pulses on the rows, of an update or a transfer.
struct RowPulses {
  hdl::Expr take, signs, pulses;
  hdl::Expr release;
};

/// The read of a transfer: one row, one stream, one sub-array, no outputs.
struct OneRowRead {
  hdl::Expr under_way;
  std::optional<hdl::Expr> counted;  // sub-arrays that count, where there are several
};

struct ReadSignals {
  hdl::Expr start;
  hdl::Expr samples, shift;
  hdl::Expr signs, digits;  // of the input codes
  hdl::Expr scales, offsets;
  hdl::Expr done;  // driven here
  std::optional<MonitorSignals> monitor = {};
  std::optional<RowPulses> pulses = {};
  std::optional<OneRowRead> one_row = {};
};

struct ReadResults {
  hdl::Expr drive;     // a phase begins in the next cycle
  hdl::Expr finished;  // the combine cycle
  hdl::Expr counters, accumulators, outputs;
};

/// Instances and wires of all of it.
ReadResults read_path(hdl::Design& design, hdl::Module& module, const spec::Variant& variant, const ReadPins& pins,
                      const ReadSignals& signals);

}  // namespace spintile::gen::blocks
