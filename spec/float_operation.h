// What a floating-point operation is, whichever engine computes it: docs/contract.md, "Floating point".
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "spec/float_format.h"

namespace spintile::spec {

enum class FloatKind {
  add,
  subtract,
  multiply,
  multiply_constant,  // by FloatOperation::constant, the same in all lanes
  equal,              // quiet comparison; result 1 or 0
  less,               // signalling comparisons
  less_equal,
  minimum,  // minimumNumber and maximumNumber of IEEE 754-2019
  maximum,
  absolute,  // sign bit alone, whatever the value
  negate,
  from_integer,
  to_integer,
  convert,
  multiply_add,  // a x b + c, rounded once
  divide,
  square_root,
  lane_sum,  // of the operands of all lanes, as lane_minimum and lane_maximum: one result, in lane 0
  lane_minimum,
  lane_maximum,
  lane_dot,  // lane_sum of a x b
};

/// One result a lane.
inline constexpr std::array all_float_kinds = {
    FloatKind::add,        FloatKind::subtract, FloatKind::multiply,     FloatKind::multiply_constant,
    FloatKind::equal,      FloatKind::less,     FloatKind::less_equal,   FloatKind::minimum,
    FloatKind::maximum,    FloatKind::absolute, FloatKind::negate,       FloatKind::from_integer,
    FloatKind::to_integer, FloatKind::convert,  FloatKind::multiply_add, FloatKind::divide,
    FloatKind::square_root};

/// One result of all lanes: docs/contract.md, "Reductions over lanes".
inline constexpr std::array all_lane_reductions = {FloatKind::lane_sum, FloatKind::lane_minimum,
                                                   FloatKind::lane_maximum, FloatKind::lane_dot};

/// The five of IEEE 754-2019, 4.3.
enum class Rounding { nearest_even, toward_zero, toward_positive, toward_negative, nearest_away };

inline constexpr std::array all_roundings = {Rounding::nearest_even, Rounding::toward_zero, Rounding::toward_positive,
                                             Rounding::toward_negative, Rounding::nearest_away};
enum class Subnormals { full, flush };

/// Exceptions of one operation, as the bits of a word.
namespace float_flag {
inline constexpr unsigned inexact = 1;
inline constexpr unsigned underflow = 2;
inline constexpr unsigned overflow = 4;
inline constexpr unsigned infinite = 8;  // division of a finite number by zero
inline constexpr unsigned invalid = 16;
}  // namespace float_flag

/// The furthest move reaches half as far.
inline constexpr int reduction_lanes_max = 65536;

struct FloatOperation {
  FloatKind kind = FloatKind::add;
  FloatFormat format = {};  // of the operands; of the result where that is a float and the kind is not convert
  FloatFormat target = {};  // convert: format of the result
  Rounding rounding = Rounding::nearest_even;
  Subnormals subnormals = Subnormals::full;
  bool saturate = false;       // an overflow gives the greatest finite number, whatever the rounding
  int integer_bits = 32;       // from_integer, to_integer: 2 .. 64
  bool integer_signed = true;  // two's complement
  std::uint64_t constant = 0;  // multiply_constant: a word of `format`
  int lanes = 1;               // of a reduction: 1 .. reduction_lanes_max; else 1

  /// 1 to 3.
  int operands() const;
  /// Bits of an operand word, and of the result word.
  int operand_bits() const;
  int result_bits() const;

  bool reduces_lanes() const;
  /// Rounds of a reduction: ceil(log2 lanes).
  int rounds() const;
  /// What a round does to two values of a reduction: add, minimum or maximum, all else the same.
  FloatOperation of_two_lanes() const;
  /// What lane_dot begins with: multiply.
  FloatOperation of_products() const;

  friend bool operator==(const FloatOperation&, const FloatOperation&) = default;
};

/// "multiply_constant", "nearest_even", "flush": the words of the command line and of the contract.
std::string_view name(FloatKind kind);
std::string_view name(Rounding rounding);
std::string_view name(Subnormals subnormals);

/// "add fp32 nearest_even full", for listings, tables and messages.
std::string to_string(const FloatOperation& operation);

}  // namespace spintile::spec
