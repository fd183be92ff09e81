#include "spec/float_operation.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace spintile::spec {

int FloatOperation::operands() const {
  switch (kind) {
    case FloatKind::multiply_constant:
    case FloatKind::absolute:
    case FloatKind::negate:
    case FloatKind::from_integer:
    case FloatKind::to_integer:
    case FloatKind::convert:
    case FloatKind::square_root:
    case FloatKind::lane_sum:
    case FloatKind::lane_minimum:
    case FloatKind::lane_maximum:
      return 1;
    case FloatKind::multiply_add:
      return 3;
    default:
      return 2;
  }
}

int FloatOperation::operand_bits() const {
  return kind == FloatKind::from_integer ? integer_bits : format.total_bits();
}

int FloatOperation::result_bits() const {
  switch (kind) {
    case FloatKind::equal:
    case FloatKind::less:
    case FloatKind::less_equal:
      return 1;
    case FloatKind::to_integer:
      return integer_bits;
    case FloatKind::convert:
      return target.total_bits();
    default:
      return format.total_bits();
  }
}

bool FloatOperation::reduces_lanes() const {
  return std::ranges::find(all_lane_reductions, kind) != all_lane_reductions.end();
}

int FloatOperation::rounds() const { return static_cast<int>(std::bit_width(static_cast<unsigned>(lanes - 1))); }

FloatOperation FloatOperation::of_two_lanes() const {
  FloatOperation operation = *this;
  operation.kind = kind == FloatKind::lane_minimum   ? FloatKind::minimum
                   : kind == FloatKind::lane_maximum ? FloatKind::maximum
                                                     : FloatKind::add;
  operation.lanes = 1;
  return operation;
}

FloatOperation FloatOperation::of_products() const {
  FloatOperation operation = *this;
  operation.kind = FloatKind::multiply;
  operation.lanes = 1;
  return operation;
}

std::string_view name(FloatKind kind) {
  switch (kind) {
    case FloatKind::add:
      return "add";
    case FloatKind::subtract:
      return "subtract";
    case FloatKind::multiply:
      return "multiply";
    case FloatKind::multiply_constant:
      return "multiply_constant";
    case FloatKind::equal:
      return "equal";
    case FloatKind::less:
      return "less";
    case FloatKind::less_equal:
      return "less_equal";
    case FloatKind::minimum:
      return "minimum";
    case FloatKind::maximum:
      return "maximum";
    case FloatKind::absolute:
      return "absolute";
    case FloatKind::negate:
      return "negate";
    case FloatKind::from_integer:
      return "from_integer";
    case FloatKind::to_integer:
      return "to_integer";
    case FloatKind::convert:
      return "convert";
    case FloatKind::multiply_add:
      return "multiply_add";
    case FloatKind::divide:
      return "divide";
    case FloatKind::square_root:
      return "square_root";
    case FloatKind::lane_sum:
      return "lane_sum";
    case FloatKind::lane_minimum:
      return "lane_minimum";
    case FloatKind::lane_maximum:
      return "lane_maximum";
    case FloatKind::lane_dot:
      return "lane_dot";
  }
  return "";
}

std::string_view name(Rounding rounding) {
  switch (rounding) {
    case Rounding::nearest_even:
      return "nearest_even";
    case Rounding::toward_zero:
      return "toward_zero";
    case Rounding::toward_positive:
      return "toward_positive";
    case Rounding::toward_negative:
      return "toward_negative";
    case Rounding::nearest_away:
      return "nearest_away";
  }
  return "";
}

std::string_view name(Subnormals subnormals) { return subnormals == Subnormals::full ? "full" : "flush"; }

std::string to_string(const FloatOperation& operation) {
  std::string text = fmt::format("{} {}", name(operation.kind), to_string(operation.format));
  if (operation.kind == FloatKind::convert) text += fmt::format(" to {}", to_string(operation.target));
  if (operation.kind == FloatKind::from_integer || operation.kind == FloatKind::to_integer) {
    text += fmt::format(" {}{}", operation.integer_signed ? "int" : "uint", operation.integer_bits);
  }
  if (operation.reduces_lanes()) text += fmt::format(" over {} lanes", operation.lanes);
  if (operation.kind == FloatKind::multiply_constant) text += fmt::format(" by {:#x}", operation.constant);
  text += fmt::format(" {} {}", name(operation.rounding), name(operation.subnormals));
  if (operation.saturate) text += " saturate";
  return text;
}

}  // namespace spintile::spec
