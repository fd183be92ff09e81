// Operands of reductions. Pairs that are aimed at the operation of two lanes alone would nearly always end in a NaN.
#include "verif/float_patterns.h"
#include "verif/float_stimulus.h"

namespace spintile::verif {
namespace {

/// The word with its exponent in first .. first + 3.
std::uint64_t with_exponent(const spec::FloatFormat& format, std::uint64_t word, int first) {
  const int exponent = first + (exponent_field(format, word) & 3);
  return (word & format.sign_bit()) | magnitude(format, {exponent, word & format.fraction_mask()});
}

}  // namespace

FloatLaneOperands float_lane_operands(const spec::FloatOperation& operation, std::uint64_t seed,
                                      std::uint64_t case_number) {
  const spec::FloatFormat& format = operation.format;
  const bool is_dot = operation.kind == spec::FloatKind::lane_dot;
  const spec::FloatOperation aimed_at = is_dot ? operation.of_products() : operation.of_two_lanes();
  const auto lanes = static_cast<std::size_t>(operation.lanes);
  const auto of_case = [&](std::uint64_t word) {
    if (case_number % 4 == 0) return word;
    if (case_number % 4 == 1) return word & ~(std::uint64_t{1} << (format.total_bits() - 2));  // no overflow
    return with_exponent(format, word, case_number % 4 == 2 ? format.bias() : 0);
  };
  FloatLaneOperands operands;
  for (std::size_t lane = 0; operands.front().size() < lanes; ++lane) {
    const auto [a, b, c] = float_operands(aimed_at, seed, case_number * lanes + lane);
    operands[0].push_back(of_case(a));
    if (is_dot) operands[1].push_back(of_case(b));
    // The two that are aimed at each other meet in the first round.
    if (!is_dot && operands[0].size() < lanes) operands[0].push_back(of_case(b));
  }
  return operands;
}

}  // namespace spintile::verif
