// A compiled floating-point program on the golden array, held against the arithmetic.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "refmodel/numeric/float_value.h"
#include "refmodel/sot/sot_executable.h"
#include "verif/float_program.h"
#include "verif/float_stimulus.h"

namespace spintile::verif {

/// Operands of one operation, and what the arithmetic makes of them: element i of each list is case i; operands of a
/// reduction are elements i L .. i L + L - 1, L its lanes.
struct FloatCases {
  spec::FloatOperation operation;
  std::array<std::vector<std::uint64_t>, 3> operands;  // a, b, c; 0 where the operation has fewer
  std::vector<std::uint64_t> result;
  std::vector<std::uint64_t> flags;

  std::size_t size() const { return result.size(); }
};

/// Cases first .. first + count - 1 of float_operands(), or float_lane_operands().
FloatCases weighted_float_cases(const spec::FloatOperation& operation, std::uint64_t seed, std::uint64_t first,
                                std::uint64_t count);

/// Every operand word, pair or triple of them. Throws std::invalid_argument for operations with more than 2^20 cases,
/// and for reductions.
FloatCases every_float_case(const spec::FloatOperation& operation);

struct FloatDifference {
  spec::FloatOperation operation;
  std::vector<std::uint64_t> operands;  // of a reduction those of all lanes
  refmodel::FloatResult given;
  refmodel::FloatResult expected;
  bool flags = true;  // they are compared
};

/// Case i of `cases`, which gives something else.
FloatDifference difference_of(const FloatCases& cases, std::size_t i, const refmodel::FloatResult& given, bool flags);

/// "multiply fp8_e5m2 nearest_even full: 0x12 0x7f gives 0x3, not 0x4".
std::string to_string(const FloatDifference& difference);

/// A program on an array that begins with random cells.
class FloatProgramRun {
 public:
  FloatProgramRun(FloatProgram placed, std::uint64_t seed);

  /// The first case in which the program gives something else; flags count if the program has rows for them.
  std::optional<FloatDifference> first_difference(const FloatCases& cases);

 private:
  bool has_flags() const { return placed_.program.regions.at(region_flags).rows > 0; }
  void fill(int lanes);

  FloatProgram placed_;
  std::uint64_t seed_;
  refmodel::SotExecutable executable_;
  std::optional<refmodel::SotArray> array_;
  std::vector<std::uint64_t> result_;
  std::vector<std::uint64_t> flags_;
};

}  // namespace spintile::verif
