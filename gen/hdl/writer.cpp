#include "gen/hdl/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "gen/hdl/check.h"

namespace spintile::gen::hdl {
namespace {

constexpr std::size_t line_limit = 110;

// IEEE 1364-2005, table 5-4: higher binds tighter.
int precedence(const ExprNode& node) {
  static const std::map<std::string, int> binary = {{"*", 11}, {"+", 10}, {"-", 10}, {"<<", 9}, {">>>", 9},
                                                    {"<", 8},  {">", 8},  {"==", 7}, {"!=", 7}, {"&", 6},
                                                    {"^", 5},  {"|", 4},  {"&&", 3}, {"||", 2}};
  switch (node.kind) {
    case ExprKind::unary:
      return 12;
    case ExprKind::binary:
      return binary.at(node.op);
    case ExprKind::conditional:
      return 1;
    default:
      return 13;
  }
}

/// A replication count: a plain number or name needs no parentheses.
std::string times(const std::string& count) {
  return count.find_first_of("+-*") == std::string::npos ? count : "(" + count + ")";
}

std::string literal_text(const ExprNode& node) {
  if (node.width.is_constant()) {
    const int width = node.width.value();
    if (width == 1) return node.value != 0 ? "1'b1" : "1'b0";
    if (width <= 32 || node.value < 10) return fmt::format("{}'d{}", width, node.value);
    return fmt::format("{}'h{:x}", width, node.value);
  }
  const Width rest = node.width - 1;
  return node.value == 0 ? fmt::format("{{{}{{1'b0}}}}", times(node.width.text(true)))
                         : fmt::format("{{{{{}{{1'b0}}}}, 1'b1}}", times(rest.text(true)));
}

std::string operand_text(const Expr& operand, int least) {
  const std::string inner = text(operand);
  return precedence(operand.node()) < least ? "(" + inner + ")" : inner;
}

/// Operands of && || & | ^ that are themselves such operators of another kind stand in parentheses, though they need
/// not.
bool is_logic(const ExprNode& node) { return node.kind == ExprKind::binary && precedence(node) <= 6; }

std::string clear_operand_text(const ExprNode& parent, const Expr& operand, int least) {
  const bool mixed = is_logic(parent) && is_logic(operand.node()) && operand.node().op != parent.op;
  return mixed ? "(" + text(operand) + ")" : operand_text(operand, least);
}

// A list that is too long for a line stands one part a line.
std::string concatenation_text(const ExprNode& node) {
  std::vector<std::string> parts;
  std::size_t length = 0;
  for (const auto& operand : node.operands) {
    parts.push_back(text(operand));
    length += parts.back().size() + 2;
  }
  return length <= line_limit ? fmt::format("{{{}}}", fmt::join(parts, ", "))
                              : fmt::format("{{\n      {}}}", fmt::join(parts, ",\n      "));
}

std::string binary_text(const ExprNode& node) {
  const int own = precedence(node);
  const std::string left = clear_operand_text(node, node.operands[0], own);
  const std::string right = clear_operand_text(node, node.operands[1], own + 1);
  const std::size_t line = left.size() - (left.rfind('\n') == std::string::npos ? 0 : left.rfind('\n'));
  const char* separator = line + right.size() > line_limit ? "\n      " : " ";
  return left + " " + node.op + separator + right;
}

// A chain of conditions stands one a line.
std::string conditional_text(const ExprNode& node) {
  const char* separator = node.operands[2].node().kind == ExprKind::conditional ? "\n      " : " ";
  return fmt::format("{} ? {} :{}{}", operand_text(node.operands[0], 12), operand_text(node.operands[1], 2), separator,
                     operand_text(node.operands[2], 1));
}

std::string slice_text(const ExprNode& node) {
  const std::string& name = node.declaration->name;
  if (node.width == Width(1)) {
    // A one-bit signal is declared without a range and has no bit to choose.
    return node.declaration->width == Width(1) ? name : fmt::format("{}[{}]", name, node.low.text());
  }
  return fmt::format("{}[{}:{}]", name, (node.low + node.width - 1).text(true), node.low.text(true));
}

std::string lane_text(const ExprNode& node) {
  const std::string& name = node.declaration->name;
  if (node.declaration->width == Width(1)) return name;
  std::string index = node.genvar->name;
  if (node.divisor != 1) index = fmt::format("({} / {})", index, node.divisor);
  if (node.modulus != 0) index = fmt::format("({} % {})", index, node.modulus);
  const int pace = std::abs(node.stride);
  const std::string scaled = pace == 1 ? index : fmt::format("{}*{}", index, pace);
  const char* sign = node.stride < 0 ? "-" : "+";
  const std::string first = node.low == Width(0) ? scaled : fmt::format("{} {} {}", node.low.text(), sign, scaled);
  return node.width == Width(1) ? fmt::format("{}[{}]", name, first)
                                : fmt::format("{}[{} +: {}]", name, first, node.width.text());
}

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
    out.line(1, "always @* begin");
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

std::string text(const Expr& expression) {
  const auto& node = expression.node();
  switch (node.kind) {
    case ExprKind::literal:
      return literal_text(node);
    case ExprKind::reference:
      return node.declaration->name;
    case ExprKind::unary:
      return node.op + operand_text(node.operands[0], 13);
    case ExprKind::binary:
      return binary_text(node);
    case ExprKind::conditional:
      return conditional_text(node);
    case ExprKind::concatenation:
      return concatenation_text(node);
    case ExprKind::replication:
      return fmt::format("{{{}{{{}}}}}", times(node.op), text(node.operands[0]));
    case ExprKind::slice:
      return slice_text(node);
    case ExprKind::lane:
      return lane_text(node);
    case ExprKind::dynamic_slice:
      return node.width == Width(1)
                 ? fmt::format("{}[{}]", node.declaration->name, text(node.operands[0]))
                 : fmt::format("{}[{} +: {}]", node.declaration->name, text(node.operands[0]), node.width.text());
    case ExprKind::word:
      return fmt::format("{}[{}]", node.declaration->name, text(node.operands[0]));
    case ExprKind::call:
      return fmt::format("{}({})", node.op, text(node.operands[0]));
  }
  throw HdlError("an expression of no kind");
}

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
