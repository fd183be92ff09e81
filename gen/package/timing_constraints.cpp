#include <fmt/format.h>

#include <algorithm>

#include "gen/package/description.h"
#include "gen/package/package_files.h"
#include "spec/derive.h"

namespace spintile::gen::package {
namespace {

std::string reset_constraint(spec::ResetStyle style) {
  const bool is_asynchronous = style == spec::ResetStyle::async_low || style == spec::ResetStyle::async_high;
  if (!is_asynchronous) return "# The reset is synchronous: it is timed like any other input.\n";
  return "# The reset acts asynchronously. Its release must keep clear of the clock edge: release it from a flip-flop "
         "on\n"
         "# aclk, or drop this line to have recovery and removal timed.\n"
         "set_false_path -from [get_ports aresetn]\n";
}

}  // namespace

File timing_constraints(const Contents& contents) {
  const std::string& name = contents.variant.name;
  std::string text = fmt::format(
      "# Constraints of {}, times in ns. Set clock_period and io_delay before sourcing this to change them.\n"
      "if {{![info exists clock_period]}} {{ set clock_period 10.0 }}\n"
      "if {{![info exists io_delay]}} {{ set io_delay [expr {{0.2 * $clock_period}}] }}\n"
      "\n"
      "create_clock -name aclk -period $clock_period [get_ports aclk]\n"
      "\n",
      contents.top.name());
  const std::vector<std::string> asynchronous = asynchronous_inputs(contents.top);
  const auto port_delays = [&](const char* command, hdl::DeclarationKind kind) {
    for (const auto& port : contents.top.ports()) {
      if (port->kind != kind || port->name == "aclk" || std::ranges::count(asynchronous, port->name) > 0) continue;
      const bool is_bus = port->width.value() > 1;
      text += fmt::format("{} $io_delay -clock aclk [get_ports {}]\n", command,
                          is_bus ? fmt::format("{{{}[*]}}", port->name) : port->name);
    }
  };
  port_delays("set_input_delay", hdl::DeclarationKind::input);
  port_delays("set_output_delay", hdl::DeclarationKind::output);
  text += "\n" + reset_constraint(contents.variant.reset);
  if (asynchronous.empty()) return {fmt::format("constraints/{}.sdc", name), text};
  text +=
      spec::has_ramp(contents.variant)
          ? "\n# Pins of the comparators: any phase against the clock, into synchronisers. They must reach the first "
            "stage\n"
            "# within one period, or a code comes out a step too large; there is no hold requirement.\n"
          : "\n# Pins of the converters: any phase against the clock, into synchronisers. They must reach the first "
            "stage "
            "within\n"
            "# one period, which the read phase counts on; there is no hold requirement.\n";
  for (const std::string& port : asynchronous) {
    const std::string pins = contents.top.port(port).width.value() > 1 ? fmt::format("{{{}[*]}}", port) : port;
    text += fmt::format(
        "set_max_delay $clock_period -from [get_ports {0}]\nset_false_path -hold -from [get_ports {0}]\n", pins);
  }
  return {fmt::format("constraints/{}.sdc", name), text};
}

}  // namespace spintile::gen::package
