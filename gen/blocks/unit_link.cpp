#include "gen/blocks/unit_link.h"

#include <algorithm>

#include "gen/blocks/sot_array_port.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// "space_i" -> "space"
std::string without_direction(const std::string& port) { return port.substr(0, port.size() - 2); }

}  // namespace

Expr UnitLink::says(const std::string& port) {
  const Expr signal = core_.wire(prefix_ + "_" + without_direction(port), unit_->port(port).width);
  tell(port, signal);
  return signal;
}

void UnitLink::join(const ModulePointer& frontend, std::vector<Connection>& of_frontend) {
  const auto ports = unit_->ports();
  for (const auto& port : frontend->ports()) {
    const std::string name = without_direction(port->name);
    const std::string other = name + (port->kind == DeclarationKind::input ? "_o" : "_i");
    const auto is_other = [&](const auto& one) { return one->name == other; };
    const auto is_connected = [&](const Connection& one) { return one.port == port->name; };
    if (std::ranges::none_of(ports, is_other) || std::ranges::any_of(of_frontend, is_connected)) continue;
    const Expr signal = core_.wire(name, port->width);
    of_frontend.push_back({port->name, signal});
    tell(other, signal);
    between_.emplace(name, signal);
  }
}

void UnitLink::place(const std::string& instance) {
  for (const auto& port : unit_->ports()) {
    if (!port->name.starts_with("col_") && port->name != "update_en_o") continue;
    tell(port->name, core_.output(port->name, port->width, port->comment));
  }
  for (Connection& pin : sot_pins(core_, unit_)) connections_.push_back(std::move(pin));
  core_.instance(instance, unit_, std::move(connections_));
}

}  // namespace spintile::gen::blocks
