// From input codes to accumulators: the reads of an array through its converters, and what the periphery makes of their
// counts. docs/contract.md, "Numbers".
#pragma once

#include <cstdint>

#include "host/matrix.h"
#include "refmodel/analog/analog_array.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// y of N x R input codes in +-input_code_max, N x C: `streams` reads a vector in each of the M phases, most
/// significant stream first, `samples` conversions each. `array` is one of `tile`. The same bits for any split of
/// the vectors.
host::Matrix<std::int64_t> array_accumulators(AnalogArray& array, const spec::Variant& tile,
                                              const host::Matrix<std::int32_t>& input_codes, int samples);

}  // namespace spintile::refmodel
