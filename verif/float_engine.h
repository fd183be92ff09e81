// The engines that compute floating-point operations, behind one interface: many cases at a time, same bits from each.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "spec/float_operation.h"
#include "spec/variant.h"

namespace spintile::verif {

class ModelLibrary;

/// a, b and c of many cases; lists of one length, but for those of operands that the operation does not have. Of a
/// reduction over L lanes case i has elements i L .. i L + L - 1.
using FloatOperandLists = std::array<std::span<const std::uint64_t>, 3>;

class FloatEngine {
 public:
  virtual ~FloatEngine() = default;

  /// Cases that are computed at once, one of a reduction: giving a multiple of it wastes nothing.
  virtual int lanes() const = 0;

  /// Case i: element i of each list of operands, words of operation.operand_bits() bits. Fills result[i] and flags[i]
  /// (spec::float_flag), which are as many as cases. Throws std::invalid_argument for an operation the engine cannot
  /// hold.
  virtual void evaluate(const spec::FloatOperation& operation, const FloatOperandLists& operands,
                        std::span<std::uint64_t> result, std::span<std::uint8_t> flags) = 0;
};

/// refmodel/numeric: integer arithmetic that knows nothing of arrays.
std::unique_ptr<FloatEngine> value_engine();

inline constexpr int array_engine_lanes_max = 1 << 20;

/// refmodel/sot: the golden array runs the compiled program, `lanes` cases at a time; an array as wide as it takes
/// for a reduction. Operations are compiled once and kept. Throws std::invalid_argument for lanes outside 1 ..
/// array_engine_lanes_max.
std::unique_ptr<FloatEngine> array_engine(int lanes = 4096);

/// The Verilated float unit of that variant runs the compiled program, as many cases at a time as it has lanes, or one
/// of a reduction over as many lanes; the library is built from the variant's package. Programs are loaded once and
/// kept as long as there is room. Throws std::invalid_argument for a variant that is no float unit; evaluate() for a
/// program that it has no room for or a reduction over other lanes, and MismatchError when the unit does not do as
/// docs/contract.md says.
std::unique_ptr<FloatEngine> rtl_engine(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant);

}  // namespace spintile::verif
