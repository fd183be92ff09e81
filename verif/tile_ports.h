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

struct AnalogPorts {
  Port row_sign, row_level, mtj_bit;
  PinPort array_sel, reverse, integ_rst, integ_en;
  StrobePort mtj_reset, mtj_write, mtj_read;  // a bit for each MTJ of a line
  std::optional<StrobePort> column_sel;       // with a column multiplexer
  std::optional<LinePorts> columns = {};      // with an update or a BACKWARD
  std::optional<PinPort> update_en = {};      // with an update
};

struct TilePorts : BusPorts {
  AnalogPorts analog;
  std::optional<SotPorts> sot;  // with a transfer whose SOT array is behind pins
};

/// Throws std::out_of_range naming the first port the model does not have.
TilePorts bind_tile_ports(const VerilatedModel& model);

}  // namespace spintile::verif
