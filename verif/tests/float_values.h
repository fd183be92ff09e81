// The value engine against MPFR, one operation at a time.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "refmodel/numeric/float_value.h"
#include "verif/float_stimulus.h"
#include "verif/tests/float_oracle.h"

namespace spintile::refmodel {

inline std::string text(const FloatResult& result) {
  return fmt::format("{:#x} flags {:#x}", result.word, result.flags);
}

inline testing::AssertionResult same(const spec::FloatOperation& operation, const verif::FloatOperands& operands,
                                     const FloatResult& expected) {
  const auto& [a, b, c] = operands;
  const FloatResult result = evaluate(operation, a, b, c);
  if (result == expected) return testing::AssertionSuccess();
  return testing::AssertionFailure() << fmt::format("{}: {:#x} {:#x} {:#x} gives {}, not {}", to_string(operation), a,
                                                    b, c, text(result), text(expected));
}

inline testing::AssertionResult as_oracle(const spec::FloatOperation& operation, const verif::FloatOperands& operands) {
  const auto& [a, b, c] = operands;
  return same(operation, operands, oracle::evaluate(operation, a, b, c));
}

inline constexpr std::array both_subnormals = {spec::Subnormals::full, spec::Subnormals::flush};

/// The operation with every rounding, treatment of subnormals and of overflow.
inline std::vector<spec::FloatOperation> in_every_mode(spec::FloatOperation operation) {
  std::vector<spec::FloatOperation> operations;
  for (const spec::Rounding rounding : spec::all_roundings) {
    for (const spec::Subnormals subnormals : both_subnormals) {
      for (const bool saturate : {false, true}) {
        operation.rounding = rounding;
        operation.subnormals = subnormals;
        operation.saturate = saturate;
        operations.push_back(operation);
      }
    }
  }
  return operations;
}

/// `cases` weighted operands against MPFR.
inline void expect_as_oracle(const spec::FloatOperation& operation, std::uint64_t cases) {
  for (std::uint64_t i = 0; i < cases; ++i) {
    ASSERT_TRUE(as_oracle(operation, verif::float_operands(operation, 4, i)));
  }
}

/// Every word, pair or triple of a format of a few bits.
inline void expect_as_oracle_exhaustively(const spec::FloatOperation& operation) {
  const std::uint64_t words = std::uint64_t{1} << operation.operand_bits();
  for (std::uint64_t a = 0; a < words; ++a) {
    for (std::uint64_t b = 0; b < (operation.operands() >= 2 ? words : 1); ++b) {
      for (std::uint64_t c = 0; c < (operation.operands() == 3 ? words : 1); ++c) {
        ASSERT_TRUE(as_oracle(operation, {a, b, c}));
      }
    }
  }
}

inline constexpr std::array arithmetic = {spec::FloatKind::add,          spec::FloatKind::subtract,
                                          spec::FloatKind::multiply,     spec::FloatKind::divide,
                                          spec::FloatKind::multiply_add, spec::FloatKind::square_root};
inline constexpr std::array without_rounding = {
    spec::FloatKind::equal,   spec::FloatKind::less,     spec::FloatKind::less_equal, spec::FloatKind::minimum,
    spec::FloatKind::maximum, spec::FloatKind::absolute, spec::FloatKind::negate};

}  // namespace spintile::refmodel
