#include "gen/hdl/expression_text.h"

#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <vector>

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

}  // namespace spintile::gen::hdl
