#include "verif/bus_ports.h"

#include <string>

namespace spintile::verif {

BusPorts bind_bus_ports(const VerilatedModel& model) {
  const auto port = [&](const std::string& name) { return model.port(name); };
  const auto pin = [&](const std::string& name) { return PinPort(model.port(name)); };
  const auto stream = [&](const std::string& prefix) {
    return StreamPorts{.tdata = port(prefix + "tdata"),
                       .tvalid = pin(prefix + "tvalid"),
                       .tready = pin(prefix + "tready"),
                       .tlast = pin(prefix + "tlast")};
  };
  return {.clock = pin("aclk"),
          .reset_n = pin("aresetn"),
          .interrupt = pin("interrupt_o"),
          .registers = {.awaddr = port("s_axil_awaddr"),
                        .wdata = port("s_axil_wdata"),
                        .wstrb = port("s_axil_wstrb"),
                        .bresp = port("s_axil_bresp"),
                        .araddr = port("s_axil_araddr"),
                        .rdata = port("s_axil_rdata"),
                        .rresp = port("s_axil_rresp"),
                        .awvalid = pin("s_axil_awvalid"),
                        .awready = pin("s_axil_awready"),
                        .wvalid = pin("s_axil_wvalid"),
                        .wready = pin("s_axil_wready"),
                        .bvalid = pin("s_axil_bvalid"),
                        .bready = pin("s_axil_bready"),
                        .arvalid = pin("s_axil_arvalid"),
                        .arready = pin("s_axil_arready"),
                        .rvalid = pin("s_axil_rvalid"),
                        .rready = pin("s_axil_rready")},
          .stream_in = stream("s_axis_"),
          .stream_out = stream("m_axis_")};
}

}  // namespace spintile::verif
