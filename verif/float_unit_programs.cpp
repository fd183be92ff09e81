#include "verif/float_unit_programs.h"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

namespace spintile::verif {
namespace {

/// 1.0101..b, the fraction rounded down: half of its digits are ones.
std::uint64_t multiplier(const spec::FloatFormat& format) {
  const auto one = static_cast<std::uint64_t>(format.bias()) << format.fraction_bits;
  return one | (format.fraction_mask() & 0x5555555555555555);
}

void add_kind(std::vector<spec::FloatOperation>& operations, spec::FloatOperation operation) {
  switch (operation.kind) {
    case spec::FloatKind::multiply_constant:
      operation.constant = multiplier(operation.format);
      operations.push_back(operation);
      break;
    case spec::FloatKind::from_integer:
    case spec::FloatKind::to_integer:
      for (const int bits : {8, 32, 64}) {
        for (const bool is_signed : {true, false}) {
          operation.integer_bits = bits;
          operation.integer_signed = is_signed;
          operations.push_back(operation);
        }
      }
      break;
    case spec::FloatKind::convert:
      for (const spec::NamedFormat& target : spec::named_formats()) {
        operation.target = target.format;
        operations.push_back(operation);
      }
      break;
    default:
      operations.push_back(operation);
  }
}

bool touches_the_sign_alone(spec::FloatKind kind) {
  return kind == spec::FloatKind::absolute || kind == spec::FloatKind::negate;
}

bool compares(spec::FloatKind kind) {
  return kind == spec::FloatKind::equal || kind == spec::FloatKind::less || kind == spec::FloatKind::less_equal ||
         kind == spec::FloatKind::minimum || kind == spec::FloatKind::maximum ||
         kind == spec::FloatKind::lane_minimum || kind == spec::FloatKind::lane_maximum;
}

struct Mode {
  spec::Rounding rounding;
  spec::Subnormals subnormals = spec::Subnormals::full;
  bool saturate = false;
};

/// The first is what most people want. Comparisons know of flushing and nothing else.
constexpr std::array modes = {
    Mode{spec::Rounding::nearest_even}, Mode{spec::Rounding::toward_zero, spec::Subnormals::flush, true},
    Mode{spec::Rounding::toward_positive}, Mode{spec::Rounding::toward_negative, spec::Subnormals::flush},
    Mode{spec::Rounding::nearest_away, spec::Subnormals::full, true}};

std::span<const Mode> modes_of(spec::FloatKind kind) {
  return std::span(modes).first(touches_the_sign_alone(kind) ? 1 : compares(kind) ? 2 : modes.size());
}

bool is_exhausted_by(const spec::FloatOperation& operation, std::uint64_t cases) {
  const int bits = operation.operand_bits() * operation.operands();
  return !operation.reduces_lanes() && bits <= 16 && (std::uint64_t{1} << bits) <= cases;
}

std::vector<spec::FloatOperation> in_every_mode(std::span<const spec::FloatKind> kinds, int lanes) {
  std::vector<spec::FloatOperation> operations;
  for (const spec::FloatKind kind : kinds) {
    for (const spec::NamedFormat& named : spec::named_formats()) {
      for (const Mode& mode : modes_of(kind)) {
        add_kind(operations, {.kind = kind,
                              .format = named.format,
                              .rounding = mode.rounding,
                              .subnormals = mode.subnormals,
                              .saturate = mode.saturate,
                              .lanes = lanes});
      }
    }
  }
  return operations;
}

}  // namespace

std::vector<spec::FloatOperation> named_float_operations() { return in_every_mode(spec::all_float_kinds, 1); }

std::vector<spec::FloatOperation> named_lane_reductions(int lanes) {
  return in_every_mode(spec::all_lane_reductions, lanes);
}

ProgramsReport compare_programs(FloatEngine& engine, const std::vector<spec::FloatOperation>& operations,
                                std::uint64_t seed, std::uint64_t cases,
                                const std::function<void(std::size_t, std::size_t)>& progress) {
  ProgramsReport report;
  for (std::size_t done = 0; done < operations.size(); ++done) {
    const spec::FloatOperation& operation = operations[done];
    const auto lanes = static_cast<std::uint64_t>(operation.lanes);
    const FloatCases given = is_exhausted_by(operation, cases)
                                 ? every_float_case(operation)
                                 : weighted_float_cases(operation, seed, 0, (cases + lanes - 1) / lanes);
    std::vector<std::uint64_t> result(given.size());
    std::vector<std::uint8_t> flags(given.size());
    try {
      const auto& [a, b, c] = given.operands;
      engine.evaluate(operation, {a, b, c}, result, flags);
    } catch (const std::invalid_argument&) {
      ++report.without_room;
      continue;
    }
    ++report.operations;
    report.cases += given.size();
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (result[i] == given.result[i] && flags[i] == given.flags[i]) continue;
      report.difference = difference_of(given, i, {result[i], flags[i]}, true);
      return report;
    }
    if (progress) progress(done + 1, operations.size());
  }
  return report;
}

}  // namespace spintile::verif
