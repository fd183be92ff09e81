#include "verif/float_stimulus.h"

#include <algorithm>

#include "verif/float_aims.h"

namespace spintile::verif {
namespace {

using spec::FloatFormat;
using spec::FloatKind;
using spec::FloatOperation;

/// Shares in 32.
constexpr std::array<Aim, 32> aims = [] {
  std::array<Aim, 32> table{};
  auto* next = table.data();
  const auto share = [&next](Aim aim, int count) { next = std::fill_n(next, count, aim); };
  share(Aim::uniform, 4);
  share(Aim::pattern, 4);
  share(Aim::special, 3);
  share(Aim::subnormal, 3);
  share(Aim::near, 6);
  share(Aim::tie, 4);
  share(Aim::apart, 2);
  share(Aim::overflow, 3);
  share(Aim::underflow, 3);
  return table;
}();

std::uint64_t one_float(Draws& draws, const FloatOperation& operation, Aim aim) {
  const FloatFormat& format = operation.format;
  if (aim == Aim::uniform) return draws.bits(format.total_bits());
  if (aim == Aim::special) return any_special(draws, format);
  if (aim == Aim::pattern) return any_finite(draws, format);
  switch (operation.kind) {
    case FloatKind::to_integer:
      return for_to_integer(draws, operation, aim);
    case FloatKind::convert:
      return for_convert(draws, operation, aim);
    case FloatKind::square_root:
      return for_square_root(draws, format, aim);
    default:  // multiply_constant; absolute and negate take anything
      return for_product(draws, format, aim, operation.constant);
  }
}

Pair two_floats(Draws& draws, const FloatOperation& operation, Aim aim) {
  const FloatFormat& format = operation.format;
  const bool swap = draws.bits(1) != 0;
  Pair pair;
  if (aim == Aim::uniform) {
    pair = {draws.bits(format.total_bits()), draws.bits(format.total_bits())};
  } else if (aim == Aim::pattern) {
    pair = {any_finite(draws, format), any_finite(draws, format)};
  } else if (aim == Aim::special) {  // with another one, or with a number
    pair = {any_special(draws, format), draws.bits(1) != 0 ? any_special(draws, format) : any_finite(draws, format)};
  } else if (operation.kind == FloatKind::divide) {
    return for_quotient(draws, format, aim);
  } else if (operation.kind == FloatKind::multiply) {
    std::uint64_t b = any_finite(draws, format);
    if (aim == Aim::tie) b &= ~low_bits(draws.within(0, format.fraction_bits));  // zeros that a need not have
    pair = {for_product(draws, format, aim, b), b};
  } else {
    // A difference cancels where the signs are equal, and so does a comparison, which decides like one.
    pair = for_sum(draws, format, aim, operation.kind == FloatKind::add ? format.sign_bit() : 0);
  }
  if (swap) std::swap(pair.first, pair.second);
  return pair;
}

FloatOperands three_floats(Draws& draws, const FloatFormat& format, Aim aim) {
  if (aim == Aim::uniform) {
    return {draws.bits(format.total_bits()), draws.bits(format.total_bits()), draws.bits(format.total_bits())};
  }
  if (aim == Aim::pattern) return {any_finite(draws, format), any_finite(draws, format), any_finite(draws, format)};
  FloatOperands operands;
  if (aim == Aim::special) {
    for (std::uint64_t& word : operands) {
      word = draws.bits(1) != 0 ? any_special(draws, format) : any_finite(draws, format);
    }
  } else {
    operands = for_multiply_add(draws, format, aim);
  }
  if (draws.bits(1) != 0) std::swap(operands[0], operands[1]);
  return operands;
}

}  // namespace

FloatOperands float_operands(const FloatOperation& operation, std::uint64_t seed, std::uint64_t case_number) {
  Draws draws(seed, case_number);
  const Aim aim = aims[draws.bits(5)];
  if (operation.kind == FloatKind::from_integer) return {for_from_integer(draws, operation, aim)};
  if (operation.operands() == 1) return {one_float(draws, operation, aim)};
  if (operation.operands() == 3) return three_floats(draws, operation.format, aim);
  const auto [a, b] = two_floats(draws, operation, aim);
  return {a, b};
}

}  // namespace spintile::verif
