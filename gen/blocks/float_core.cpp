#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/sot_array_port.h"
#include "gen/blocks/sot_registers.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer float_core(Design& design, const spec::Variant& variant) {
  const auto frontend = float_frontend(design, variant);
  const auto unit = sot_unit(design, variant, false);

  Module m = design.clocked("float_core",
                            "Core of a floating-point unit: its commands and its array.\n"
                            "Latency of a program: 1 + the cycles of its words.");
  const RegisterBus registers = register_ports(m);
  const StreamBus stream = stream_ports(m);
  const Expr interrupt = m.output("interrupt_o", 1);

  std::vector<Connection> of_frontend = connections(registers);
  std::vector<Connection> of_unit = connections(stream);
  const auto between = [&](const std::string& name, int width, bool from_frontend) {
    const Expr signal = m.wire(name, width);
    of_frontend.push_back({name + (from_frontend ? "_o" : "_i"), signal});
    of_unit.push_back({name + (from_frontend ? "_i" : "_o"), signal});
  };
  for (const auto* start : {"receive_start", "send_start", "to_lanes", "lanes_space"}) {
    between(start, 1, true);
  }
  for (const NamedWidth& setting : sot_settings(variant)) between(setting.name, setting.bits, true);
  for (const auto* done : {"receive_done", "send_done"}) between(done, 1, false);
  if (spec::verifies_writes(variant)) between("row_failed", 1, false);
  const Expr receive_error = m.wire("receive_error", 8);
  const Expr sot_start = m.wire("sot_start", 1);
  const Expr sot_done = m.wire("sot_done", 1);
  const Expr sot_error = m.wire("sot_error", 8);
  of_unit.insert(of_unit.end(), {{"receive_error_o", receive_error},
                                 {"program_start_i", sot_start},
                                 {"program_done_o", sot_done},
                                 {"program_error_o", sot_error}});
  of_frontend.insert(of_frontend.end(), {{"sot_start_o", sot_start},
                                         {"sot_done_i", sot_done},
                                         {"command_error_i", receive_error | sot_error},
                                         {"interrupt_o", interrupt}});
  for (Connection& pin : sot_pins(m, unit)) of_unit.push_back(std::move(pin));
  m.instance("frontend", frontend, std::move(of_frontend));
  m.instance("sot_unit", unit, std::move(of_unit));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
