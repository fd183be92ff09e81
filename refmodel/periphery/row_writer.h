// Row writer: what PROGRAM, CARRY and CALIBRATE decide after a read of their row. docs/contract.md, "PROGRAM, CARRY and
// CALIBRATE".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "refmodel/analog/opu_drive.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// A pulse of PROGRAM or CALIBRATE, of C codes read and C targets, all in +-F: C signed voltage codes, 0 where a code
/// is within `tolerance` (0 .. F) of its target.
std::vector<std::int32_t> program_voltages(const spec::Variant& variant, std::int32_t tolerance,
                                           std::span<const std::int64_t> targets, std::span<const std::int64_t> codes);

/// What CARRY moves: the sign of each code whose magnitude is at least `threshold` (1 .. F), else 0.
std::vector<std::int32_t> carries(std::int32_t threshold, std::span<const std::int64_t> codes);

/// Lines that are not 0: columns that a pulse changes.
int count_active(std::span<const std::int32_t> lines);

/// The pulse of row `row`, of all that the array has: `slots` (1 .. 2^m - 1) there and 0 in every other row.
OpuDrive row_pulse(const spec::Variant& variant, int row, int slots, std::vector<std::int32_t> voltages);

/// All rows of the array with row `row` alone driven, in all slots.
std::vector<std::int32_t> one_hot_counts(const spec::Variant& variant, int row);

}  // namespace spintile::refmodel
