#include "gen/hdl/module.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/hdl/expression_text.h"
#include "gen/hdl/keywords.h"

namespace spintile::gen::hdl {
namespace {

ExprNode reference_node(const std::shared_ptr<const Declaration>& declaration) {
  return {.kind = ExprKind::reference, .width = declaration->width, .declaration = declaration};
}

bool is_port(const Declaration& declaration) {
  return declaration.kind == DeclarationKind::input || declaration.kind == DeclarationKind::output;
}

}  // namespace

Expr Index::lane(const Expr& signal, int width, int offset, int stride) const {
  return chosen(signal, offset, width, stride == 0 ? width : stride);
}

Target Index::lane(const Target& variable, int width, int offset, int stride) const {
  return Target(lane(static_cast<const Expr&>(variable), width, offset, stride).shared_node());
}

Expr Index::chosen(const Expr& signal, const Width& low, int width, int stride) const {
  if (signal.node().kind != ExprKind::reference) {
    throw HdlError(fmt::format("lane of '{}': only a named signal has lanes", text(signal)));
  }
  const auto& declaration = signal.node().declaration;
  int steps = (genvar_->count.value() - 1) / divisor_;
  if (modulus_ != 0) steps = std::min(steps, modulus_ - 1);
  const int first = low.value();
  const int last = first + steps * stride;
  if (std::min(first, last) < 0 || std::max(first, last) + width > declaration->width.value()) {
    throw HdlError(fmt::format("'{}' has {} bits: {} lanes of {} from {} are outside", declaration->name,
                               declaration->width.text(), steps + 1, width, low.text()));
  }
  return Expr({.kind = ExprKind::lane,
               .width = width,
               .declaration = declaration,
               .genvar = genvar_,
               .low = low,
               .stride = stride,
               .divisor = divisor_,
               .modulus = modulus_});
}

Index Index::divided(int divisor) const {
  Index result = *this;
  result.divisor_ *= divisor;
  return result;
}

Index Index::modulo(int modulus) const {
  Index result = *this;
  result.modulus_ = modulus;
  return result;
}

Target Memory::operator[](const Expr& address) const {
  return Target(ExprNode{
      .kind = ExprKind::word, .width = declaration_->width, .operands = {address}, .declaration = declaration_});
}

void Module::reserve(const std::string& name) {
  if (is_keyword(name)) throw HdlError(fmt::format("{}: '{}' is a keyword of the language", name_, name));
  if (!names_.insert(name).second) throw HdlError(fmt::format("{}: name clash: '{}' is declared twice", name_, name));
}

std::shared_ptr<const Declaration> Module::declare(Declaration declaration) {
  const Width& width = declaration.width;
  reserve(declaration.name);
  if (width.value() < 1)
    throw HdlError(fmt::format("{}: '{}' would be {} wide", name_, declaration.name, width.text()));
  declaration.module = name_;
  declarations_.push_back(std::make_shared<const Declaration>(std::move(declaration)));
  return declarations_.back();
}

Width Module::parameter(const std::string& name, int default_value, const std::string& comment) {
  parameters_.push_back({name, default_value, comment});
  return Width::parameter(name, default_value);
}

void Module::clock_and_reset(Reset reset) {
  clock(reset);
  has_reset_ = true;
  input(reset_port(), 1);
}

void Module::clock(Reset reset) {
  has_clock_ = true;
  reset_ = reset;
  input("clk_i", 1);
}

Expr Module::input(const std::string& name, const Width& width, const std::string& comment) {
  return Expr(
      reference_node(declare({.kind = DeclarationKind::input, .name = name, .width = width, .comment = comment})));
}

Expr Module::output(const std::string& name, const Width& width, const std::string& comment) {
  return Expr(
      reference_node(declare({.kind = DeclarationKind::output, .name = name, .width = width, .comment = comment})));
}

Expr Module::wire(const std::string& name, const Width& width, const std::string& comment) {
  return Expr(
      reference_node(declare({.kind = DeclarationKind::wire, .name = name, .width = width, .comment = comment})));
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
  if (!has_reset_) throw HdlError(fmt::format("{}: register '{}' in a module without reset", name_, name));
  return Target(reference_node(declare({.kind = DeclarationKind::reg,
                                        .name = name,
                                        .width = reset_value.width(),
                                        .comment = comment,
                                        .reset = reset_value.shared_node()})));
}

Target Module::unreset_reg(const std::string& name, const Width& width, const std::string& comment) {
  return Target(
      reference_node(declare({.kind = DeclarationKind::reg, .name = name, .width = width, .comment = comment})));
}

Memory Module::memory(const std::string& name, const Width& width, const Width& words, const std::string& comment) {
  return Memory(
      declare({.kind = DeclarationKind::memory, .name = name, .width = width, .comment = comment, .count = words}));
}

Target Module::data_reg(const std::string& name, const Width& width, const std::string& comment) {
  return reset_ == Reset::none ? unreset_reg(name, width, comment) : reg(name, width, 0, comment);
}

Target Module::variable(const std::string& name, const Width& width, const std::string& comment) {
  return Target(
      reference_node(declare({.kind = DeclarationKind::variable, .name = name, .width = width, .comment = comment})));
}

Expr Module::constant(const std::string& name, const Width& width, std::int64_t value) {
  for (const auto& declaration : declarations_) {
    const bool same = declaration->kind == DeclarationKind::constant && declaration->name == name &&
                      declaration->width == width && declaration->value == value;
    if (same) return Expr(reference_node(declaration));
  }
  literal(width, value);  // refuses a value that does not fit
  return Expr(
      reference_node(declare({.kind = DeclarationKind::constant, .name = name, .width = width, .value = value})));
}

Expr Module::table(const std::string& name, const Expr& value) {
  return Expr(reference_node(declare(
      {.kind = DeclarationKind::constant, .name = name, .width = value.width(), .table = value.shared_node()})));
}

void Module::require_assignable(const Assignment& assignment) const {
  const auto& [target, value] = assignment;
  if (target.width() == value.width()) return;
  throw HdlError(fmt::format("{}: width mismatch: '{}' is {} wide, its value '{}' is {} wide", name_, text(target),
                             target.width().text(), text(value), value.width().text()));
}

void Module::assign(const Expr& target, const Expr& value) {
  require_assignable({target, value});
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
  if (is_keyword(name)) throw HdlError(fmt::format("{}: '{}' is a keyword of the language", name_, name));
  const auto connects = [&](const std::string& port) {
    return std::any_of(connections.begin(), connections.end(), [&](const auto& c) { return c.port == port; });
  };
  const auto connect_first = [&](const std::string& port) {
    if (!connects(port)) connections.insert(connections.begin(), {port, reference_to(port)});
  };
  if (module->has_reset()) connect_first(module->reset_port());
  if (module->has_clock()) connect_first("clk_i");
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
    if (!connects(port->name)) {
      throw HdlError(fmt::format("{}.{}: port '{}' is not connected", name_, name, port->name));
    }
  }
  return {name, module, std::move(parameters), std::move(connections)};
}

void Module::instance(const std::string& name, const std::shared_ptr<const Module>& module,
                      std::vector<Connection> connections, ParameterValues parameters) {
  reserve(name);
  items_.push_back(connected(name, module, std::move(connections), std::move(parameters)));
}

void Module::instances(const std::string& name, int count, const std::shared_ptr<const Module>& module,
                       const std::function<std::vector<Connection>(Index)>& connections, ParameterValues parameters) {
  reserve(name);
  reserve(name + "s");
  const auto genvar = std::make_shared<const Declaration>(
      Declaration{.kind = DeclarationKind::genvar, .name = name, .width = 32, .module = name_, .count = count});
  items_.push_back(Repeated{
      name + "s", genvar, {connected(name + "_lane", module, connections(Index(genvar)), std::move(parameters))}, {}});
}

void Module::assigns(const std::string& name, const Width& count,
                     const std::function<std::vector<Assignment>(Index)>& assignments) {
  const auto genvar = std::make_shared<const Declaration>(
      Declaration{.kind = DeclarationKind::genvar, .name = name, .width = 32, .module = name_, .count = count});
  auto repeated = assignments(Index(genvar));
  for (const auto& one : repeated) require_assignable(one);
  items_.push_back(Repeated{name + "s", genvar, {}, std::move(repeated)});
}

Statement Module::loop(const std::string& name, const Width& count, const std::function<Block(Index)>& body) {
  reserve(name);
  const auto index = std::make_shared<const Declaration>(
      Declaration{.kind = DeclarationKind::genvar, .name = name, .width = 32, .module = name_, .count = count});
  return std::make_shared<const StatementNode>(
      StatementNode{.kind = StatementNode::Kind::loop, .expressions = {}, .then = body(Index(index)), .index = index});
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
