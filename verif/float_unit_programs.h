// The compiled floating-point programs on an engine that runs them, held against the arithmetic.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "verif/float_comparison.h"
#include "verif/float_engine.h"

namespace spintile::verif {

/// Every kind of operation on every named format: rounded to nearest even with subnormals, and in the other roundings,
/// with one or another treatment of subnormals and of overflow, where that makes a difference. Conversions between any
/// two formats, integers of 8, 32 and 64 bits.
std::vector<spec::FloatOperation> named_float_operations();

/// The reductions over that many lanes, on every named format and in the same modes.
std::vector<spec::FloatOperation> named_lane_reductions(int lanes);

struct ProgramsReport {
  int operations = 0;    // that were compared
  int without_room = 0;  // that the engine cannot hold
  std::uint64_t cases = 0;
  std::optional<FloatDifference> difference;  // the first one; nothing was compared after it
};

/// `cases` weighted operands an operation, of a reduction as many lanes (at least those of one case), or every one of
/// 8-bit operands where these are no more. `progress` is called after each operation with their number so far and in
/// all.
ProgramsReport compare_programs(FloatEngine& engine, const std::vector<spec::FloatOperation>& operations,
                                std::uint64_t seed, std::uint64_t cases,
                                const std::function<void(std::size_t, std::size_t)>& progress = {});

}  // namespace spintile::verif
