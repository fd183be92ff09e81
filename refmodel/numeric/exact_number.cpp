#include "refmodel/numeric/exact_number.h"

#include <utility>

namespace spintile::refmodel {
namespace {

/// `value` / 2^shift, bit 0 set if anything was lost.
Uint128 shift_right_sticky(Uint128 value, int shift) {
  if (shift > 127) return value != 0 ? 1 : 0;
  const Uint128 shifted = value >> shift;
  return shifted << shift == value ? shifted : shifted | 1;
}

/// The same number with its leading one at bit `top`; it is not 0 and loses nothing.
ExactNumber with_top_bit(const ExactNumber& x, int top) {
  const int shift = top - top_bit(x.significand);
  return {x.negative, x.exponent - shift, x.significand << shift};
}

}  // namespace

ExactNumber product(const ExactNumber& x, const ExactNumber& y) {
  return {x.negative != y.negative, x.exponent + y.exponent, x.significand * y.significand};
}

ExactNumber sum(ExactNumber x, ExactNumber y) {
  if (x.significand == 0 && y.significand == 0) return {x.negative && y.negative, 0, 0};
  if (x.significand == 0) return y;
  if (y.significand == 0) return x;
  // With 106 significant bits 20 zeros follow. So nothing is lost of a y that can cancel more than the leading one of
  // x, whose exponent is 0 or 1 less.
  x = with_top_bit(x, 125);
  y = with_top_bit(y, 125);
  if (x.exponent < y.exponent) std::swap(x, y);
  y.significand = shift_right_sticky(y.significand, x.exponent - y.exponent);
  if (x.negative == y.negative) return {x.negative, x.exponent, x.significand + y.significand};
  if (x.significand == y.significand) return {false, 0, 0};
  if (x.significand > y.significand) return {x.negative, x.exponent, x.significand - y.significand};
  return {y.negative, x.exponent, y.significand - x.significand};
}

ExactNumber quotient(const ExactNumber& x, const ExactNumber& y) {
  const bool negative = x.negative != y.negative;
  if (x.significand == 0) return {negative, 0, 0};
  const ExactNumber dividend = with_top_bit(x, 126);
  const Uint128 whole = dividend.significand / y.significand;
  const bool remains = whole * y.significand != dividend.significand;
  return {negative, dividend.exponent - y.exponent, remains ? whole | 1 : whole};
}

ExactNumber square_root(const ExactNumber& x) {
  if (x.significand == 0) return x;
  ExactNumber radicand = with_top_bit(x, 126);
  if (radicand.exponent % 2 != 0) radicand = with_top_bit(x, 127);
  Uint128 root = 0;
  for (int i = 63; i >= 0; --i) {
    const Uint128 trial = root | Uint128{1} << i;
    if (trial * trial <= radicand.significand) root = trial;
  }
  const bool remains = root * root != radicand.significand;
  return {false, radicand.exponent / 2, remains ? root | 1 : root};
}

}  // namespace spintile::refmodel
