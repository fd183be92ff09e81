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

bool has_backward(const Variant& variant);
/// A BACKWARD reads as the FORWARD of the transposed tile does, and this is that tile; without update, transfer and
/// BACKWARD of its own. Of a variant with a BACKWARD.
Variant backward_of(const Variant& tile);
/// The tile as if it had no BACKWARD: its numbers of lines and converters, and its widths, are those of a FORWARD.
Variant forward_of(const Variant& tile);

int subarrays(const Variant& variant);
/// Rows of sub-array s, and its first row; s in [0, subarrays]. The end is first_row(variant, subarrays).
int subarray_rows(const Variant& variant, int subarray);
int subarray_first_row(const Variant& variant, int subarray);

int input_magnitude_bits(const Variant& variant);
int input_code_bits(const Variant& variant);
std::int32_t input_code_max(const Variant& variant);
std::int32_t weight_code_max(const Variant& variant);
/// Outputs of a read, and accumulators: C; with a BACKWARD the larger of C and R.
int accumulators(const Variant& variant);
/// Lines of a slice, L = ceil(C / M): column j is on line j / M in phase j mod M. With a BACKWARD the most of both
/// directions, as the numbers of converters and the widths below are.
int lines(const Variant& variant);
/// Sub-arrays that a line counts: those of a FORWARD; with a BACKWARD the most of both directions.
int counted_subarrays(const Variant& variant);
/// MTJs of a line, P: 2 with ping-pong.
int mtjs_per_line(const Variant& variant);
/// MTJs of the tile, S W L P; converter index ((s W + i) L + l) P + pair.
int converters(const Variant& variant);
/// Those that take samples in both directions: all but the last ones of the direction that has more.
int shared_converters(const Variant& variant);
/// Width of column_sel_o; 0 without a column multiplexer, when there is no such pin.
int column_select_bits(const Variant& variant);
bool has_ramp(const Variant& variant);
/// Ramp converter: F, the largest code, and the steps of the ramp, 2^B.
std::int32_t ramp_code_max(const Variant& variant);
int ramp_steps(const Variant& variant);
/// Time code: slots of a read, 2^z_a - 1.
int input_slots(const Variant& variant);
/// Bits of row_level_o a row: z_a; time code: 1.
int row_level_bits(const Variant& variant);
/// Bits of col_level_o a column: of a voltage with outer products, else those of a row with a BACKWARD, else 1.
int column_level_bits(const Variant& variant);
bool has_health_monitor(const Variant& variant);

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

bool has_command_queue(const Variant& variant);
/// Bits of STATUS.waiting, of a variant with a command queue.
int waiting_bits(const Variant& variant);

/// Pulsed or by outer products.
bool has_update(const Variant& variant);
bool has_pulsed_update(const Variant& variant);
bool has_outer_update(const Variant& variant);
/// CARRY: two arrays whose rows can be written.
bool has_carry(const Variant& variant);
bool has_offset_row(const Variant& variant);
/// Rows of an array, and lines of row_level_o: R, and the offset row behind them.
int array_rows(const Variant& variant);
/// Largest voltage code of a column in an outer product.
std::int32_t voltage_code_max(const Variant& variant);
bool has_transfer(const Variant& variant);
/// Row choppers: c_ttv2, agad.
bool has_choppers(const Variant& variant);
/// Random generators of an update and of the choppers.
int random_generators(const Variant& variant);
/// State of generator i after a reset.
std::uint32_t random_reset(int generator);
/// Bits of a word of H and its companions, and how many planes of R such words a transfer keeps: 0, 1 or 3.
int transfer_word_bits(const Transfer& transfer);
int transfer_planes(const Variant& variant);
/// Bits of the index of a row; 1 for one row.
int row_index_bits(const Variant& variant);
/// Bits of the code of a one-hot read, two's complement.
int transfer_code_bits(const Variant& variant);
/// The float unit inside a tile with a transfer: its lanes are the tile's columns, its rows the planes and work rows.
Variant float_unit_of(const Variant& tile);
/// Of an UPDATE; `slots` is of pulses.
int update_cycles(const Variant& variant, int slots);

/// Of one sign phase of an outer product: its columns, then the slots.
int sign_phase_cycles(const Variant& variant);
/// Of a PROGRAM or CALIBRATE that writes `pulses` of them.
int program_cycles(const Variant& variant, int pulses);
int carry_cycles(const Variant& variant);

/// Of a float unit: address bits of a row, and of a word of the program store.
int sot_row_bits(const Variant& variant);
int program_address_bits(const Variant& variant);
/// Whether each row that a Step writes is read until it is right, or its rewrites are used up.
bool verifies_writes(const Variant& variant);
/// Lanes that the transposer buffers, T: transpose_lanes, or all where they are fewer. Blocks of T lanes: ceil(L / T).
int transposed_lanes(const Variant& variant);
int transposed_blocks(const Variant& variant);

/// Cycles that each further sample adds to a phase.
int sample_cycles(const Variant& variant);
/// Cycles of one phase: one column of each line, in one stream. A stream has M of them.
int phase_cycles(const Variant& variant, int samples);
int requantise_cycles(const Variant& variant);
int forward_cycles(const Variant& variant, int samples);
int backward_cycles(const Variant& variant, int samples);

}  // namespace spintile::spec
