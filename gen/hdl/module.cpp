#include "gen/hdl/module.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/hdl/keywords.h"
#include "gen/hdl/writer.h"

namespace spintile::gen::hdl {
namespace {

ExprNode reference_node(const std::shared_ptr<const Declaration>& declaration) {
  return {.kind = ExprKind::reference, .width = declaration->width, .declaration = declaration};
}

bool is_port(const Declaration& declaration) {
  return declaration.kind == DeclarationKind::input || declaration.kind == DeclarationKind::output;
}

}  // namespace

Expr Index::lane(const Expr& signal, int width, int offset) const {
  if (signal.node().kind != ExprKind::reference) {
    throw HdlError(fmt::format("lane of '{}': only a named signal has lanes", text(signal)));
  }
  const auto& declaration = signal.node().declaration;
  if (offset < 0 || offset + genvar_->count * width > declaration->width.value()) {
    throw HdlError(fmt::format("'{}' has {} bits: {} lanes of {} from {} are outside", declaration->name,
                               declaration->width.text(), genvar_->count, width, offset));
  }
  return Expr({.kind = ExprKind::lane,
               .width = width,
               .declaration = declaration,
               .genvar = genvar_,
               .low = offset,
               .stride = width});
}

std::shared_ptr<const Declaration> Module::declare(DeclarationKind kind, const std::string& name, const Width& width,
                                                   const std::string& comment, std::int64_t value,
                                                   std::shared_ptr<const ExprNode> reset_value) {
  if (is_keyword(name)) throw HdlError(fmt::format("{}: '{}' is a keyword of the language", name_, name));
  if (width.value() < 1) throw HdlError(fmt::format("{}: '{}' would be {} wide", name_, name, width.text()));
  const auto same_name = [&](const auto& declaration) { return declaration->name == name; };
  if (std::any_of(declarations_.begin(), declarations_.end(), same_name)) {
    throw HdlError(fmt::format("{}: name clash: '{}' is declared twice", name_, name));
  }
  declarations_.push_back(std::make_shared<const Declaration>(Declaration{.kind = kind,
                                                                          .name = name,
                                                                          .width = width,
                                                                          .module = name_,
                                                                          .comment = comment,
                                                                          .value = value,
                                                                          .reset = std::move(reset_value)}));
  return declarations_.back();
}

Width Module::parameter(const std::string& name, int default_value, const std::string& comment) {
  parameters_.push_back({name, default_value, comment});
  return Width::parameter(name, default_value);
}

void Module::clock_and_reset(Reset reset) {
  has_clock_ = true;
  reset_ = reset;
  declare(DeclarationKind::input, "clk_i", 1, {});
  declare(DeclarationKind::input, reset_port(), 1, {});
}

Expr Module::input(const std::string& name, const Width& width, const std::string& comment) {
  return Expr(reference_node(declare(DeclarationKind::input, name, width, comment)));
}

Expr Module::output(const std::string& name, const Width& width, const std::string& comment) {
  return Expr(reference_node(declare(DeclarationKind::output, name, width, comment)));
}

Expr Module::wire(const std::string& name, const Width& width, const std::string& comment) {
  return Expr(reference_node(declare(DeclarationKind::wire, name, width, comment)));
}

Expr Module::wire(const std::string& name, const Expr& value, const std::string& comment) {
  const Expr declared = wire(name, value.width(), comment);
  assign(declared, value);
  return declared;
}

Target Module::reg(const std::string& name, const Width& width, std::int64_t reset_value, const std::string& comment) {
  return reg(name, literal(width, reset_value), comment);
}

Target Module::reg(const std::string& name, const Expr& reset_value, const std::string& comment) {
  if (!has_clock_) throw HdlError(fmt::format("{}: register '{}' in a module without clock", name_, name));
  return Target(
      reference_node(declare(DeclarationKind::reg, name, reset_value.width(), comment, 0, reset_value.shared_node())));
}

Target Module::variable(const std::string& name, const Width& width, const std::string& comment) {
  return Target(reference_node(declare(DeclarationKind::variable, name, width, comment)));
}

Expr Module::constant(const std::string& name, const Width& width, std::int64_t value) {
  for (const auto& declaration : declarations_) {
    const bool same = declaration->kind == DeclarationKind::constant && declaration->name == name &&
                      declaration->width == width && declaration->value == value;
    if (same) return Expr(reference_node(declaration));
  }
  literal(width, value);  // refuses a value that does not fit
  return Expr(reference_node(declare(DeclarationKind::constant, name, width, {}, value)));
}

void Module::assign(const Expr& target, const Expr& value) {
  if (!(target.width() == value.width())) {
    throw HdlError(fmt::format("{}: width mismatch: '{}' is {} wide, its value '{}' is {} wide", name_, text(target),
                               target.width().text(), text(value), value.width().text()));
  }
  items_.push_back(Assignment{target, value});
}

Expr Module::reference_to(const std::string& name) const {
  for (const auto& declaration : declarations_) {
    if (declaration->name == name) return Expr(reference_node(declaration));
  }
  throw HdlError(fmt::format("{}: no signal '{}'", name_, name));
}

Instance Module::connected(const std::string& name, const std::shared_ptr<const Module>& module,
                           std::vector<Connection> connections, ParameterValues parameters) const {
  const auto connects = [&](const std::string& port) {
    return std::any_of(connections.begin(), connections.end(), [&](const auto& c) { return c.port == port; });
  };
  if (module->has_clock() && !connects("clk_i")) {
    connections.insert(connections.begin(),
                       {{"clk_i", reference_to("clk_i")}, {module->reset_port(), reference_to(module->reset_port())}});
  }
  for (const auto& value : parameters) {
    const std::string& parameter = value.first;  // clang 14 does not capture structured bindings
    const auto& known = module->parameters();
    if (std::none_of(known.begin(), known.end(), [&](const auto& k) { return k.name == parameter; })) {
      throw HdlError(fmt::format("{}.{}: module {} has no parameter '{}'", name_, name, module->name(), parameter));
    }
  }
  for (std::size_t i = 0; i < connections.size(); ++i) {
    const auto& connection = connections[i];
    const auto& port = module->port(connection.port);
    if (!(Width(port.width.value(parameters)) == connection.value.width())) {
      throw HdlError(fmt::format("{}.{}: width mismatch: port '{}' is {} wide, '{}' is {} wide", name_, name, port.name,
                                 port.width.value(parameters), text(connection.value),
                                 connection.value.width().text()));
    }
    for (std::size_t other = 0; other < i; ++other) {
      if (connections[other].port == connection.port) {
        throw HdlError(fmt::format("{}.{}: port '{}' is connected twice", name_, name, connection.port));
      }
    }
  }
  for (const auto& port : module->ports()) {
    if (!connects(port->name) && port->name != "clk_i" && port->name != module->reset_port()) {
      throw HdlError(fmt::format("{}.{}: port '{}' is not connected", name_, name, port->name));
    }
  }
  return {name, module, std::move(parameters), std::move(connections)};
}

void Module::instance(const std::string& name, const std::shared_ptr<const Module>& module,
                      std::vector<Connection> connections, ParameterValues parameters) {
  items_.push_back(connected(name, module, std::move(connections), std::move(parameters)));
}

void Module::instances(const std::string& name, int count, const std::shared_ptr<const Module>& module,
                       const std::function<std::vector<Connection>(Index)>& connections, ParameterValues parameters) {
  const auto genvar = std::make_shared<const Declaration>(
      Declaration{.kind = DeclarationKind::genvar, .name = name, .width = 32, .module = name_, .count = count});
  items_.push_back(Repeated{
      name + "s", genvar, {connected(name + "_lane", module, connections(Index(genvar)), std::move(parameters))}});
}

const Declaration& Module::port(const std::string& name) const {
  for (const auto& declaration : declarations_) {
    if (declaration->name == name && is_port(*declaration)) return *declaration;
  }
  throw HdlError(fmt::format("module {} has no port '{}'", name_, name));
}

std::vector<std::shared_ptr<const Declaration>> Module::ports() const {
  std::vector<std::shared_ptr<const Declaration>> ports;
  for (const auto& declaration : declarations_) {
    if (is_port(*declaration)) ports.push_back(declaration);
  }
  return ports;
}

}  // namespace spintile::gen::hdl
