#include "verif/formal_wrapper.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <regex>
#include <vector>

namespace spintile::verif {
namespace {

using gen::hdl::DeclarationKind;
using gen::hdl::Module;
using gen::hdl::ParameterValues;

/// " #(.A(1), .B(2))", nothing for none.
std::string overrides(const std::vector<std::string>& settings) {
  return settings.empty() ? "" : fmt::format(" #({})", fmt::join(settings, ", "));
}

std::string setting(const std::string& name, const std::string& value) { return fmt::format(".{}({})", name, value); }

std::string in_reset(const Module& module) {
  return (gen::hdl::is_active_low(module.reset()) ? "!" : "") + module.reset_port();
}

/// Ports of the property module that the module does not have, each connected to 0.
std::string missing_ports(const Module& module, const Properties& properties) {
  const auto ports = module.ports();
  std::string connections;
  const std::regex input(R"(input wire (?:\[[^\]]*\] )?(\w+))");
  for (std::sregex_iterator port(properties.text.begin(), properties.text.end(), input), end; port != end; ++port) {
    const std::string name = (*port)[1];
    const auto has_name = [&](const auto& one) { return one->name == name; };
    if (name == "in_reset_i" || std::ranges::any_of(ports, has_name)) continue;
    connections += setting(name, "'0") + ", ";
  }
  return connections;
}

/// The instance of the property module; its ports are signals of the scope it stands in.
std::string property_instance(const Module& module, const Properties& properties, std::vector<std::string> settings) {
  for (const auto& [name, value] : properties.parameters) settings.push_back(setting(name, value));
  return fmt::format("{}{} properties ({}{}.*);", properties.module, overrides(settings),
                     module.has_reset() ? setting("in_reset_i", in_reset(module)) + ", " : "",
                     missing_ports(module, properties));
}

}  // namespace

std::string formal_wrapper(const Module& module, const Properties& properties, const ParameterValues& parameters) {
  std::vector<std::string> inputs;
  std::string wires;
  for (const auto& port : module.ports()) {
    const int width = port->width.value(parameters);
    const std::string signal =
        width == 1 ? fmt::format("wire {}", port->name) : fmt::format("wire [{}:0] {}", width - 1, port->name);
    if (port->kind == DeclarationKind::input) {
      inputs.push_back("input " + signal);
    } else {
      wires += fmt::format("  {};\n", signal);
    }
  }
  std::vector<std::string> settings;
  for (const auto& parameter : module.parameters()) {
    const auto found = parameters.find(parameter.name);
    const int value = found != parameters.end() ? found->second : parameter.default_value;
    settings.push_back(setting(parameter.name, std::to_string(value)));
  }
  const std::string reset = module.has_reset() ? fmt::format(
                                                     "  reg started_q = 1'b0;\n"
                                                     "  always @(posedge clk_i) begin\n"
                                                     "    started_q <= 1'b1;\n"
                                                     "    if (!started_q) assume ({});\n"
                                                     "  end\n",
                                                     in_reset(module))
                                               : "";
  return fmt::format("module {} (\n  {}\n);\n{}  {}{} dut (.*);\n  {}\n{}endmodule\n", formal_top,
                     fmt::join(inputs, ",\n  "), wires, module.name(), overrides(settings),
                     property_instance(module, properties, settings), reset);
}

std::string bind_statement(const Module& module, const Properties& properties) {
  std::vector<std::string> settings;
  for (const auto& parameter : module.parameters()) settings.push_back(setting(parameter.name, parameter.name));
  return fmt::format("`ifdef FORMAL\nbind {} {}\n`endif\n", module.name(),
                     property_instance(module, properties, settings));
}

}  // namespace spintile::verif
