#include "gen/hdl/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "gen/hdl/check.h"
#include "gen/hdl/expression_text.h"

namespace spintile::gen::hdl {
namespace {

/// "Width-1:0"
std::string range(const Width& width) {
  return width == Width(1) ? "" : fmt::format("[{}:0] ", (width - 1).text(true));
}

/// The value of an assignment. A zero as wide as a parameter says is a plain 0 there; elsewhere it needs its width.
std::string value_text(const Expr& value) {
  const auto& node = value.node();
  const bool zero = node.kind == ExprKind::literal && node.value == 0 && !node.width.is_constant();
  return zero ? "0" : text(value);
}

class Printer {
 public:
  void line(int indent, const std::string& content) {
    out_ << std::string(static_cast<std::size_t>(indent) * 2, ' ') << content << '\n';
  }
  void blank() { out_ << '\n'; }

  void comment(int indent, const std::string& content) {
    std::istringstream lines(content);
    for (std::string one; std::getline(lines, one);) line(indent, one.empty() ? "//" : "// " + one);
  }

  void block(int indent, const Block& statements, const char* assign) {
    for (const auto& statement : statements) this->statement(indent, *statement, assign);
  }

  void statement(int indent, const StatementNode& node, const char* assign) {
    switch (node.kind) {
      case StatementNode::Kind::assignment:
        line(indent, fmt::format("{} {} {};", text(node.expressions[0]), assign, value_text(node.expressions[1])));
        break;
      case StatementNode::Kind::when:
        when(indent, node, assign, "");
        break;
      case StatementNode::Kind::select:
        line(indent, fmt::format("case ({})", text(node.expressions[0])));
        for (const auto& choice : node.choices) arm(indent + 1, text(choice.label), choice.block, assign);
        arm(indent + 1, "default", node.then, assign);
        line(indent, "endcase");
        break;
      case StatementNode::Kind::loop:
        line(indent,
             fmt::format("for ({0} = 0; {0} < {1}; {0} = {0} + 1) begin", node.index->name, node.index->count.text()));
        block(indent + 1, node.then, assign);
        line(indent, "end");
        break;
    }
  }

  /// `lead` is "" or "end else ": the chain goes on in the same line.
  void when(int indent, const StatementNode& node, const char* assign, const std::string& lead) {
    line(indent, fmt::format("{}if ({}) begin", lead, text(node.expressions[0])));
    block(indent + 1, node.then, assign);
    otherwise(indent, node.otherwise, assign);
  }

  void otherwise(int indent, const Block& statements, const char* assign) {
    if (statements.size() == 1 && statements.front()->kind == StatementNode::Kind::when) {
      when(indent, *statements.front(), assign, "end else ");
      return;
    }
    if (!statements.empty()) {
      line(indent, "end else begin");
      block(indent + 1, statements, assign);
    }
    line(indent, "end");
  }

  /// A line for the index of each loop in a block.
  void indices(int indent, const Block& statements, const std::string& before, const std::string& after) {
    for (const auto& statement : statements) {
      if (statement->kind == StatementNode::Kind::loop) line(indent, before + statement->index->name + after);
      indices(indent, statement->then, before, after);
      indices(indent, statement->otherwise, before, after);
      for (const auto& choice : statement->choices) indices(indent, choice.block, before, after);
    }
  }

  std::string str() const { return out_.str(); }

 private:
  void arm(int indent, const std::string& label, const Block& statements, const char* assign) {
    if (statements.empty()) {
      line(indent, label + ": ;");
      return;
    }
    line(indent, label + ": begin");
    block(indent + 1, statements, assign);
    line(indent, "end");
  }

  std::ostringstream out_;
};

const char* keyword(DeclarationKind kind) {
  switch (kind) {
    case DeclarationKind::input:
      return "input  wire ";
    case DeclarationKind::output:
      return "output wire ";
    case DeclarationKind::wire:
      return "wire ";
    case DeclarationKind::reg:
    case DeclarationKind::variable:
    case DeclarationKind::memory:
      return "reg  ";
    case DeclarationKind::constant:
      return "localparam ";
    case DeclarationKind::genvar:
      break;
  }
  return "genvar ";
}

std::string trailing(const std::string& comment) { return comment.empty() ? "" : "  // " + comment; }

void write_interface(Printer& out, const Module& module) {
  if (module.parameters().empty()) {
    out.line(0, fmt::format("module {} (", module.name()));
  } else {
    out.line(0, fmt::format("module {} #(", module.name()));
    for (std::size_t i = 0; i < module.parameters().size(); ++i) {
      const auto& parameter = module.parameters()[i];
      const char* comma = i + 1 < module.parameters().size() ? "," : "";
      out.line(1, fmt::format("parameter {} = {}{}{}", parameter.name, parameter.default_value, comma,
                              trailing(parameter.comment)));
    }
    out.line(0, ") (");
  }
  const auto ports = module.ports();
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const char* comma = i + 1 < ports.size() ? "," : "";
    out.line(1, fmt::format("{}{}{}{}{}", keyword(ports[i]->kind), range(ports[i]->width), ports[i]->name, comma,
                            trailing(ports[i]->comment)));
  }
  out.line(0, ");");
}

void write_declarations(Printer& out, const Module& module) {
  for (const auto kind : {DeclarationKind::constant, DeclarationKind::wire, DeclarationKind::variable,
                          DeclarationKind::reg, DeclarationKind::memory}) {
    bool first = true;
    for (const auto& declaration : module.declarations()) {
      if (declaration->kind != kind) continue;
      if (first) out.blank();
      first = false;
      std::string value;
      if (declaration->table != nullptr) {
        value = " = " + text(Expr(declaration->table));
      } else if (kind == DeclarationKind::constant) {
        value = " = " + text(literal(declaration->width, declaration->value));
      } else if (kind == DeclarationKind::memory) {
        value = fmt::format(" [0:{}]", (declaration->count - 1).text(true));
      }
      out.line(1, fmt::format("{}{}{}{};{}", keyword(kind), range(declaration->width), declaration->name, value,
                              trailing(declaration->comment)));
    }
  }
}

void write_clocked(Printer& out, const Module& module, const Clocked& clocked) {
  const auto registers = assigned_in(clocked.block);
  if (!registers.empty() && registers.front()->reset == nullptr) {
    out.line(1, "always @(posedge clk_i) begin");
    out.block(2, clocked.block, "<=");
    out.line(1, "end");
    return;
  }
  const std::string reset = module.reset_port();
  const bool low = is_active_low(module.reset());
  const std::string edge =
      is_asynchronous(module.reset()) ? fmt::format(" or {} {}", low ? "negedge" : "posedge", reset) : "";
  out.line(1, fmt::format("always @(posedge clk_i{}) begin", edge));
  out.line(2, fmt::format("if ({}{}) begin", low ? "!" : "", reset));
  for (const auto& declaration : registers) {
    out.line(3, fmt::format("{} <= {};", declaration->name, value_text(Expr(declaration->reset))));
  }
  out.otherwise(2, clocked.block, "<=");
  out.line(1, "end");
}

void write_instance(Printer& out, int indent, const Instance& instance) {
  std::string parameters;
  for (const auto& [name, value] : instance.parameters) {
    parameters += fmt::format("{}.{}({})", parameters.empty() ? "" : ", ", name, value);
  }
  out.line(indent,
           instance.module->name() + (parameters.empty() ? "" : " #(" + parameters + ")") + " " + instance.name + " (");
  for (std::size_t i = 0; i < instance.connections.size(); ++i) {
    const char* comma = i + 1 < instance.connections.size() ? "," : "";
    out.line(indent + 1,
             fmt::format(".{}({}){}", instance.connections[i].port, text(instance.connections[i].value), comma));
  }
  out.line(indent, ");");
}

void write_item(Printer& out, const Module& module, const Item& item) {
  if (const auto* assignment = std::get_if<Assignment>(&item)) {
    out.line(1, fmt::format("assign {} = {};", text(assignment->target), text(assignment->value)));
  } else if (const auto* clocked = std::get_if<Clocked>(&item)) {
    write_clocked(out, module, *clocked);
  } else if (const auto* combinational = std::get_if<Combinational>(&item)) {
    out.indices(1, combinational->block, "integer ", ";");
    out.line(1, "always @* begin");
    // Assigned on every path: Yosys would make a latch of an index as of any variable.
    out.indices(2, combinational->block, "", " = 0;");
    out.block(2, combinational->block, "=");
    out.line(1, "end");
  } else if (const auto* instance = std::get_if<Instance>(&item)) {
    write_instance(out, 1, *instance);
  } else if (const auto* comment = std::get_if<Comment>(&item)) {
    out.comment(1, comment->text);
  } else if (const auto* unread = std::get_if<Unread>(&item)) {
    out.comment(1, unread->reason);
    out.line(
        1, fmt::format("wire unused_{} = &{{1'b0, {}}};", unread->value.node().declaration->name, text(unread->value)));
  } else if (const auto* repeated = std::get_if<Repeated>(&item)) {
    const auto& index = repeated->genvar->name;
    out.line(1, fmt::format("genvar {};", index));
    out.line(1, "generate");
    out.line(2, fmt::format("for ({0} = 0; {0} < {1}; {0} = {0} + 1) begin : {2}", index,
                            repeated->genvar->count.text(), repeated->name));
    for (const auto& one : repeated->instances) write_instance(out, 3, one);
    for (const auto& one : repeated->assignments) {
      out.line(3, fmt::format("assign {} = {};", text(one.target), text(one.value)));
    }
    out.line(2, "end");
    out.line(1, "endgenerate");
  }
}

bool is_comment(const Item& item) { return std::holds_alternative<Comment>(item); }
bool is_assignment(const Item& item) { return std::holds_alternative<Assignment>(item); }

}  // namespace

std::string write(const Module& module, const std::string& header) {
  Printer out;
  out.comment(0, header);
  out.blank();
  out.comment(0, module.description());
  out.blank();
  out.line(0, "`default_nettype none");
  out.blank();
  write_interface(out, module);
  write_declarations(out, module);
  const auto& items = module.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    // Neighbouring assigns stand together; a comment stands on what follows it.
    const bool follows =
        i > 0 && (is_comment(items[i - 1]) || (is_assignment(items[i - 1]) && is_assignment(items[i])));
    if (!follows) out.blank();
    write_item(out, module, items[i]);
  }
  out.blank();
  out.line(0, "endmodule");
  out.blank();
  out.line(0, "`default_nettype wire");
  return out.str();
}

}  // namespace spintile::gen::hdl
