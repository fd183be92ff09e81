#include "gen/blocks/bus_wrapper.h"

#include <fmt/format.h>

#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"

namespace spintile::gen::blocks {

using namespace hdl;

Module bus_wrapper(Design& design, const std::string& name, const std::string& what, const ModulePointer& core,
                   const std::vector<std::string>& pins) {
  const auto port = axi_lite_port(design);

  Module m = design.combinational(
      name, "Bus wrapper: " + what +
                " behind an AXI4-Lite register port and two AXI4-Stream ports, with names that\n"
                "vendor tools infer interfaces from. aresetn is active low whatever the reset style inside.");
  const Expr aclk = m.input("aclk", 1);
  const Expr aresetn = m.input("aresetn", 1);
  const Expr reset = m.wire("core_reset", is_active_low(design.reset()) ? aresetn : !aresetn);
  const std::vector<Connection> clock = {{"clk_i", aclk}, {core->reset_port(), reset}};

  const RegisterBus registers = {.write = m.wire("write", 1),
                                 .write_address = m.wire("write_address", spec::register_address_bits),
                                 .write_data = m.wire("write_data", 32),
                                 .write_full = m.wire("write_full", 1),
                                 .write_refused = m.wire("write_refused", 1),
                                 .read_address = m.wire("read_address", spec::register_address_bits),
                                 .read_data = m.wire("read_data", 32),
                                 .read_refused = m.wire("read_refused", 1)};

  // A port of the wrapper for each outer port of the instance, under the bus's own name.
  const auto expose = [&](const ModulePointer& module, const std::string& inner,
                          const std::string& outer) -> Connection {
    const auto& declaration = module->port(inner);
    const bool is_input = declaration.kind == DeclarationKind::input;
    return {inner, is_input ? m.input(outer, declaration.width, declaration.comment)
                            : m.output(outer, declaration.width, declaration.comment)};
  };

  auto port_connections = clock;
  for (const auto* signal :
       {"awaddr", "awvalid", "wdata", "wstrb", "wvalid", "bready", "araddr", "arvalid", "rready"}) {
    port_connections.push_back(expose(port, fmt::format("{}_i", signal), fmt::format("s_axil_{}", signal)));
  }
  for (const auto* signal : {"awready", "wready", "bresp", "bvalid", "arready", "rdata", "rresp", "rvalid"}) {
    port_connections.push_back(expose(port, fmt::format("{}_o", signal), fmt::format("s_axil_{}", signal)));
  }
  port_connections.insert(port_connections.end(), {{"write_o", registers.write},
                                                   {"write_address_o", registers.write_address},
                                                   {"write_data_o", registers.write_data},
                                                   {"write_full_o", registers.write_full},
                                                   {"write_refused_i", registers.write_refused},
                                                   {"read_address_o", registers.read_address},
                                                   {"read_data_i", registers.read_data},
                                                   {"read_refused_i", registers.read_refused}});
  m.instance("axi_lite_port", port, std::move(port_connections));

  auto core_connections = clock;
  for (Connection& connection : connections(registers)) core_connections.push_back(std::move(connection));
  const std::vector<std::pair<std::string, std::string>> streams = {
      {"in_data_i", "s_axis_tdata"},   {"in_valid_i", "s_axis_tvalid"}, {"in_last_i", "s_axis_tlast"},
      {"in_ready_o", "s_axis_tready"}, {"out_data_o", "m_axis_tdata"},  {"out_valid_o", "m_axis_tvalid"},
      {"out_last_o", "m_axis_tlast"},  {"out_ready_i", "m_axis_tready"}};
  for (const auto& [inner, outer] : streams) core_connections.push_back(expose(core, inner, outer));
  for (const auto& pin : pins) core_connections.push_back(expose(core, pin, pin));
  m.instance("core", core, std::move(core_connections));
  return m;
}

}  // namespace spintile::gen::blocks
