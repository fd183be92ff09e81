#include <fmt/format.h>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer tile(Design& design, const spec::Variant& variant) {
  const auto core = tile_core(design, variant);
  const auto port = axi_lite_port(design);

  Module m = design.combinational(
      "tile",
      "Bus wrapper: the tile core behind an AXI4-Lite register port and two AXI4-Stream ports, with names that\n"
      "vendor tools infer interfaces from. aresetn is active low whatever the reset style inside.");
  const Expr aclk = m.input("aclk", 1);
  const Expr aresetn = m.input("aresetn", 1);
  const Expr reset = m.wire("core_reset", is_active_low(design.reset()) ? aresetn : !aresetn);
  const std::vector<Connection> clock = {{"clk_i", aclk}, {core->reset_port(), reset}};

  const Expr write = m.wire("write", 1);
  const Expr write_address = m.wire("write_address", spec::register_address_bits);
  const Expr write_data = m.wire("write_data", 32);
  const Expr write_full = m.wire("write_full", 1);
  const Expr write_refused = m.wire("write_refused", 1);
  const Expr read_address = m.wire("read_address", spec::register_address_bits);
  const Expr read_data = m.wire("read_data", 32);
  const Expr read_refused = m.wire("read_refused", 1);

  // A port of the wrapper for each outer port of the instance, under the bus's own name.
  const auto expose = [&](const ModulePointer& module, const std::string& inner,
                          const std::string& outer) -> Connection {
    const auto& declaration = module->port(inner);
    const bool is_input = declaration.kind == DeclarationKind::input;
    return {inner, is_input ? m.input(outer, declaration.width, declaration.comment)
                            : m.output(outer, declaration.width, declaration.comment)};
  };

  auto port_connections = clock;
  for (const auto* name : {"awaddr", "awvalid", "wdata", "wstrb", "wvalid", "bready", "araddr", "arvalid", "rready"}) {
    port_connections.push_back(expose(port, fmt::format("{}_i", name), fmt::format("s_axil_{}", name)));
  }
  for (const auto* name : {"awready", "wready", "bresp", "bvalid", "arready", "rdata", "rresp", "rvalid"}) {
    port_connections.push_back(expose(port, fmt::format("{}_o", name), fmt::format("s_axil_{}", name)));
  }
  port_connections.insert(port_connections.end(), {{"write_o", write},
                                                   {"write_address_o", write_address},
                                                   {"write_data_o", write_data},
                                                   {"write_full_o", write_full},
                                                   {"write_refused_i", write_refused},
                                                   {"read_address_o", read_address},
                                                   {"read_data_i", read_data},
                                                   {"read_refused_i", read_refused}});
  m.instance("axi_lite_port", port, std::move(port_connections));

  auto core_connections = clock;
  core_connections.insert(core_connections.end(), {{"write_i", write},
                                                   {"write_address_i", write_address},
                                                   {"write_data_i", write_data},
                                                   {"write_full_i", write_full},
                                                   {"write_refused_o", write_refused},
                                                   {"read_address_i", read_address},
                                                   {"read_data_o", read_data},
                                                   {"read_refused_o", read_refused}});
  const std::vector<std::pair<std::string, std::string>> streams = {
      {"in_data_i", "s_axis_tdata"},   {"in_valid_i", "s_axis_tvalid"}, {"in_last_i", "s_axis_tlast"},
      {"in_ready_o", "s_axis_tready"}, {"out_data_o", "m_axis_tdata"},  {"out_valid_o", "m_axis_tvalid"},
      {"out_last_o", "m_axis_tlast"},  {"out_ready_i", "m_axis_tready"}};
  for (const auto& [inner, outer] : streams) core_connections.push_back(expose(core, inner, outer));
  std::vector<std::string> pins = {"interrupt_o", "row_sign_o", "row_level_o", "integ_rst_o", "integ_en_o"};
  if (variant.crossbar.fast_array) pins.emplace_back("array_sel_o");
  if (variant.readout.column_mux > 1) pins.emplace_back("column_sel_o");
  pins.insert(pins.end(), {"mtj_reset_o", "mtj_write_o", "mtj_read_o", "mtj_bit_i"});
  for (const auto& name : pins) core_connections.push_back(expose(core, name, name));
  m.instance("core", core, std::move(core_connections));

  // There is nothing else to choose from.
  if (!variant.crossbar.fast_array) m.assign(m.output("array_sel_o", 1, "0: array W"), literal(1, 0));
  m.assign(m.output("reverse_o", 1, "0: forward"), literal(1, 0));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
