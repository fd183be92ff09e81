#include "gen/hdl/expression.h"

#include <fmt/format.h>

#include "gen/hdl/expression_text.h"

namespace spintile::gen::hdl {
namespace {

void require_equal_widths(const char* op, const Expr& a, const Expr& b) {
  if (a.width() == b.width()) return;
  throw HdlError(fmt::format("width mismatch: '{}' is {} wide, '{}' is {} wide, in {}", text(a), a.width().text(),
                             text(b), b.width().text(), op));
}

void require_one_bit(const char* op, const Expr& a) {
  if (a.width() == Width(1)) return;
  throw HdlError(fmt::format("width mismatch: '{}' is {} wide, {} takes one bit", text(a), a.width().text(), op));
}

const std::shared_ptr<const Declaration>& require_signal(const char* op, const Expr& a) {
  if (a.node().kind != ExprKind::reference) {
    throw HdlError(fmt::format("{} of '{}': only a named signal has bits to choose from", op, text(a)));
  }
  return a.node().declaration;
}

Expr unary(const char* op, const Expr& a, const Width& width) {
  return Expr({.kind = ExprKind::unary, .width = width, .op = op, .operands = {a}});
}

Expr binary(const char* op, const Expr& a, const Expr& b, const Width& width) {
  return Expr({.kind = ExprKind::binary, .width = width, .op = op, .operands = {a, b}});
}

Expr equal_width(const char* op, const Expr& a, const Expr& b) {
  require_equal_widths(op, a, b);
  return binary(op, a, b, a.width());
}

Expr comparison(const char* op, const Expr& a, const Expr& b) {
  require_equal_widths(op, a, b);
  return binary(op, a, b, 1);
}

Expr logical(const char* op, const Expr& a, const Expr& b) {
  require_one_bit(op, a);
  require_one_bit(op, b);
  return binary(op, a, b, 1);
}

Expr call(const char* function, const Expr& a) {
  return Expr({.kind = ExprKind::call, .width = a.width(), .op = function, .operands = {a}});
}

Expr as_signed(const Expr& a) { return call("$signed", a); }
// A signed sub-expression inside an unsigned one turns unsigned: the argument of a function does not.
Expr as_unsigned(const Expr& a) { return call("$unsigned", a); }

}  // namespace

Expr literal(const Width& width, std::int64_t value) {
  const bool fits = width.is_constant() ? width.value() >= 63 || (value >> width.value()) == 0 : value <= 1;
  if (value < 0 || !fits) throw HdlError(fmt::format("{} does not fit in {} bits", value, width.text()));
  return Expr({.kind = ExprKind::literal, .width = width, .value = value});
}

Expr operator+(const Expr& a, const Expr& b) { return equal_width("+", a, b); }
Expr operator-(const Expr& a, const Expr& b) { return equal_width("-", a, b); }
Expr operator*(const Expr& a, const Expr& b) { return equal_width("*", a, b); }
Expr operator&(const Expr& a, const Expr& b) { return equal_width("&", a, b); }
Expr operator|(const Expr& a, const Expr& b) { return equal_width("|", a, b); }
Expr operator^(const Expr& a, const Expr& b) { return equal_width("^", a, b); }
Expr operator~(const Expr& a) { return unary("~", a, a.width()); }
Expr operator&&(const Expr& a, const Expr& b) { return logical("&&", a, b); }
Expr operator||(const Expr& a, const Expr& b) { return logical("||", a, b); }
Expr operator!(const Expr& a) {
  require_one_bit("!", a);
  return unary("!", a, 1);
}
Expr operator==(const Expr& a, const Expr& b) { return comparison("==", a, b); }
Expr operator!=(const Expr& a, const Expr& b) { return comparison("!=", a, b); }
Expr operator<(const Expr& a, const Expr& b) { return comparison("<", a, b); }
Expr operator>(const Expr& a, const Expr& b) { return comparison(">", a, b); }

Expr operator+(const Expr& a, std::int64_t b) { return a + literal(a.width(), b); }
Expr operator-(const Expr& a, std::int64_t b) { return a - literal(a.width(), b); }
Expr operator==(const Expr& a, std::int64_t b) { return a == literal(a.width(), b); }
Expr operator!=(const Expr& a, std::int64_t b) { return a != literal(a.width(), b); }
Expr operator>(const Expr& a, std::int64_t b) { return a > literal(a.width(), b); }

Expr signed_less(const Expr& a, const Expr& b) { return comparison("<", as_signed(a), as_signed(b)); }
Expr signed_product(const Expr& a, const Expr& b) { return as_unsigned(as_signed(a) * as_signed(b)); }
Expr shift_left(const Expr& a, const Expr& amount) { return binary("<<", a, amount, a.width()); }
Expr shift_right_arithmetic(const Expr& a, const Expr& amount) {
  return as_unsigned(binary(">>>", as_signed(a), amount, a.width()));
}
Expr any(const Expr& a) { return unary("|", a, 1); }
Expr all(const Expr& a) { return unary("&", a, 1); }

Expr mux(const Expr& condition, const Expr& a, const Expr& b) {
  require_one_bit("?:", condition);
  require_equal_widths("?:", a, b);
  return Expr({.kind = ExprKind::conditional, .width = a.width(), .operands = {condition, a, b}});
}

Expr pick(const Expr& subject, const std::vector<Labelled>& choices, const Expr& otherwise) {
  Expr result = otherwise;
  for (auto choice = choices.rbegin(); choice != choices.rend(); ++choice) {
    result = mux(subject == choice->label, choice->value, result);
  }
  return result;
}

Expr is_one_of(const Expr& subject, const std::vector<Expr>& labels) {
  std::vector<Expr> conditions;
  for (const auto& label : labels) conditions.push_back(subject == label);
  return any_of(conditions);
}

Expr any_of(const std::vector<Expr>& conditions) {
  if (conditions.empty()) return literal(1, 0);
  Expr result = conditions.front();
  for (std::size_t i = 1; i < conditions.size(); ++i) result = result || conditions[i];
  return result;
}

Expr concat(std::vector<Expr> parts) {
  if (parts.empty()) throw HdlError("a concatenation of nothing");
  if (parts.size() == 1) return parts.front();
  Width width = 0;
  for (const auto& part : parts) width = width + part.width();
  return Expr({.kind = ExprKind::concatenation, .width = width, .operands = std::move(parts)});
}

Expr repeat(const Expr& a, const Width& times) {
  if (times == Width(1)) return a;
  // Verilator takes a longer replication for a mistake (WIDTHCONCAT).
  constexpr int longest = 8192;
  if (times.is_constant() && a.width().is_constant() && times.value() * a.width().value() > longest) {
    const int part = longest / a.width().value();
    return concat({repeat(a, times - part), repeat(a, part)});
  }
  return Expr({.kind = ExprKind::replication, .width = a.width() * times, .op = times.text(true), .operands = {a}});
}

Expr zero_extend(const Expr& a, const Width& width) {
  if (a.width() == width) return a;
  const Width added = width - a.width();
  if (added.value() <= 0) throw HdlError(fmt::format("'{}' is wider than {}", text(a), width.text()));
  return concat({literal(added, 0), a});
}

Expr sign_extend(const Expr& a, const Width& width) {
  if (a.width() == width) return a;
  require_signal("sign extension", a);
  const Width added = width - a.width();
  if (added.value() <= 0) throw HdlError(fmt::format("'{}' is wider than {}", text(a), width.text()));
  return concat({repeat(bit(a, a.width() - 1), added), a});
}

Expr append_zeros(const Expr& a, const Width& zeros) { return zeros == Width(0) ? a : concat({a, literal(zeros, 0)}); }

Expr slice(const Expr& signal, const Width& low, const Width& width) {
  const auto& declaration = require_signal("slice", signal);
  const int first = low.value();
  if (first < 0 || width.value() < 1 || first + width.value() > signal.width().value()) {
    throw HdlError(fmt::format("'{}' has {} bits: [{} +: {}] is outside", declaration->name, signal.width().text(),
                               low.text(), width.text()));
  }
  if (low == Width(0) && width == signal.width()) return signal;
  return Expr({.kind = ExprKind::slice, .width = width, .declaration = declaration, .low = low});
}

Expr bit(const Expr& signal, const Width& index) { return slice(signal, index, 1); }

Expr part(const Expr& signal, const Expr& index, int width) {
  const auto& declaration = require_signal("part", signal);
  const int total = signal.width().value();
  if (total == width) return signal;
  int offset_bits = 1;
  while ((1 << offset_bits) < total) ++offset_bits;
  const Expr offset = width == 1 ? index : zero_extend(index, offset_bits) * literal(offset_bits, width);
  return Expr({.kind = ExprKind::dynamic_slice, .width = width, .operands = {offset}, .declaration = declaration});
}

}  // namespace spintile::gen::hdl
