// The ports of a Verilated tile: the buses, and the pins to the analog side (docs/contract.md, "Pins").
#pragma once

#include <optional>

#include "verif/bus_ports.h"
#include "verif/sot_pins.h"

namespace spintile::verif {

/// Of the drivers of the rows, or of the columns.
struct LinePorts {
  Port sign, level;
};

/// Of the MTJ converters.
struct MtjPorts {
  Port bit;
  StrobePort reset, write, read;  // a bit for each MTJ of a line
};

/// Of the ramp converter.
struct RampPorts {
  StrobePort mux;  // [0] integrators on the columns, [1] on the rows
  PinPort reset, enable;
  Port cmp;
};

struct AnalogPorts {
  Port row_sign, row_level;
  PinPort array_sel, reverse, integ_rst, integ_en;
  std::optional<MtjPorts> mtj = {};           // either these
  std::optional<RampPorts> ramp = {};         // or these
  std::optional<StrobePort> column_sel = {};  // with a column multiplexer
  std::optional<LinePorts> columns = {};      // with an update or a BACKWARD
  std::optional<PinPort> update_en = {};      // with an update
  std::optional<StrobePort> opu_phase = {};   // with outer products
};

struct TilePorts : BusPorts {
  AnalogPorts analog;
  std::optional<SotPorts> sot;  // with a transfer whose SOT array is behind pins
};

/// Throws std::out_of_range naming the first port the model does not have.
TilePorts bind_tile_ports(const VerilatedModel& model);

}  // namespace spintile::verif
