// The operations and options that the tests of the microcode go through.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "gen/microcode/microcode.h"
#include "spec/float_operation.h"

namespace spintile::verif {

inline constexpr std::array two_operand_kinds = {
    spec::FloatKind::add,        spec::FloatKind::subtract, spec::FloatKind::multiply,
    spec::FloatKind::divide,     spec::FloatKind::equal,    spec::FloatKind::less,
    spec::FloatKind::less_equal, spec::FloatKind::minimum,  spec::FloatKind::maximum};

/// Those whose operand is a float, as is the result, and that take nothing else.
inline constexpr std::array one_operand_kinds = {spec::FloatKind::absolute, spec::FloatKind::negate,
                                                 spec::FloatKind::square_root};

inline std::vector<spec::FloatOperation> in_every_mode(spec::FloatOperation operation) {
  std::vector<spec::FloatOperation> operations;
  for (const spec::Rounding rounding : spec::all_roundings) {
    for (const auto subnormals : {spec::Subnormals::full, spec::Subnormals::flush}) {
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

/// Rounding, flushing and saturation change something.
inline bool rounds(spec::FloatKind kind) {
  return kind == spec::FloatKind::add || kind == spec::FloatKind::subtract || kind == spec::FloatKind::multiply ||
         kind == spec::FloatKind::multiply_add || kind == spec::FloatKind::divide ||
         kind == spec::FloatKind::square_root || kind == spec::FloatKind::multiply_constant ||
         kind == spec::FloatKind::from_integer || kind == spec::FloatKind::to_integer ||
         kind == spec::FloatKind::convert;
}

/// The modes that change the operation's result.
inline std::vector<spec::FloatOperation> in_its_modes(spec::FloatOperation operation) {
  if (rounds(operation.kind)) return in_every_mode(operation);
  spec::FloatOperation flushing = operation;
  flushing.subnormals = spec::Subnormals::flush;
  return {operation, flushing};
}

inline constexpr std::array<gen::microcode::Options, 4> every_option = {{{.flags = false, .search_pairs = false},
                                                                         {.flags = true, .search_pairs = false},
                                                                         {.flags = false, .search_pairs = true},
                                                                         {.flags = true, .search_pairs = true}}};

inline spec::FloatOperation operation_of(spec::FloatKind kind, std::string_view format) {
  return {.kind = kind, .format = spec::float_format(format), .target = {}};
}

/// One operation of each kind: integers of 32 bits, converted to fp16 or from there to fp32, times 4/3.
inline std::vector<spec::FloatOperation> operation_of_each_kind(std::string_view format) {
  std::vector<spec::FloatOperation> operations;
  for (const spec::FloatKind kind : spec::all_float_kinds) {
    spec::FloatOperation operation = operation_of(kind, format);
    operation.target = spec::float_format(format == "fp16" ? "fp32" : "fp16");
    const std::uint64_t one = static_cast<std::uint64_t>(operation.format.bias()) << operation.format.fraction_bits;
    operation.constant = one | (operation.format.fraction_mask() + 2) / 3;
    operations.push_back(operation);
  }
  return operations;
}

}  // namespace spintile::verif
