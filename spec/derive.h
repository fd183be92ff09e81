// What follows from a variant: widths, depths, cycle counts. The formulas are those of docs/contract.md.
#pragma once

#include <cstdint>

#include "spec/variant.h"

namespace spintile::spec {

/// Least b with 2^b >= value; value >= 1.
int ceil_log2(std::int64_t value);
/// (2^(bits digits) - 1) / (2^bits - 1): the sum of the place values of `digits` digits.
std::int64_t place_value_sum(int digits, int bits);
/// The least of 8, 16, 32, 64 that holds `value_bits`.
int element_bits(int value_bits);

int subarrays(const Variant& variant);
/// Rows of sub-array s, and its first row; s in [0, subarrays]. The end is first_row(variant, subarrays).
int subarray_rows(const Variant& variant, int subarray);
int subarray_first_row(const Variant& variant, int subarray);

int input_magnitude_bits(const Variant& variant);
int input_code_bits(const Variant& variant);
std::int32_t input_code_max(const Variant& variant);
std::int32_t weight_code_max(const Variant& variant);
/// MTJs of the tile, S W C.
int converters(const Variant& variant);

int subarray_sum_bits(const Variant& variant);
int counter_bits(const Variant& variant);
/// Largest |y|: samples_max S D_w D_a.
std::int64_t accumulator_max(const Variant& variant);
int accumulator_bits(const Variant& variant);
int product_bits(const Variant& variant);
int shift_max(const Variant& variant);
int shift_bits(const Variant& variant);
int samples_bits(const Variant& variant);
int offset_bits(const Variant& variant);

int sample_cycles(const Variant& variant);
int stream_cycles(const Variant& variant, int samples);
int requantise_cycles(const Variant& variant);
int forward_cycles(const Variant& variant, int samples);

}  // namespace spintile::spec
