// The ports every unit has: clock, reset, interrupt and the buses. By name once and by handle from then on. Names:
// docs/contract.md, "Buses".
#pragma once

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

struct BusPorts {
  PinPort clock, reset_n, interrupt;
  RegisterBusPorts registers;
  StreamPorts stream_in, stream_out;
};

/// Throws std::out_of_range naming the first port the model does not have.
BusPorts bind_bus_ports(const VerilatedModel& model);

}  // namespace spintile::verif
