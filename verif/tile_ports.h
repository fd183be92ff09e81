// The ports of a Verilated tile, by name once and by handle from then on. Names: docs/contract.md, "Pins" and "Buses".
#pragma once

#include <optional>

#include "verif/verilated_model.h"

namespace spintile::verif {

struct RegisterBusPorts {
  Port awaddr, wdata, wstrb, bresp, araddr, rdata, rresp;
  PinPort awvalid, awready, wvalid, wready, bvalid, bready, arvalid, arready, rvalid, rready;
};

struct StreamPorts {
  Port tdata;
  PinPort tvalid, tready, tlast;
};

struct AnalogPorts {
  Port row_sign, row_level, mtj_bit;
  PinPort array_sel, reverse, integ_rst, integ_en;
  StrobePort mtj_reset, mtj_write, mtj_read;  // a bit for each MTJ of a line
  std::optional<StrobePort> column_sel;       // with a column multiplexer
};

struct TilePorts {
  PinPort clock, reset_n, interrupt;
  RegisterBusPorts registers;
  StreamPorts stream_in, stream_out;
  AnalogPorts analog;
};

/// Throws std::out_of_range naming the first port the model does not have.
TilePorts bind_tile_ports(const VerilatedModel& model);

}  // namespace spintile::verif
