#include "spec/variant_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "spec/derive.h"

namespace spintile::spec {
namespace {

constexpr int subarrays_max = 64;
constexpr int weight_magnitude_bits_max = 16;
constexpr int input_magnitude_bits_max = 15;  // an input code with its sign is one 16-bit stream element
constexpr int product_bits_max = 62;          // the golden model's sums stay inside 64-bit integers
constexpr int converters_max = 262144;

using Refusal = std::optional<std::string>;

Refusal synchroniser_fits_in_read(const Variant& variant) {
  if (has_ramp(variant)) return {};  // which has no read step: the ramp is followed by a tail
  const int least = variant.readout.synchroniser_stages + 1;
  if (variant.readout.read_cycles >= least) return {};
  return fmt::format("at least readout.synchroniser_stages + 1 = {}", least);
}

Refusal few_subarrays(const Variant& variant) {
  if (subarrays(variant) <= subarrays_max) return {};
  return fmt::format("at least {}: crossbar.rows = {} in at most {} sub-arrays",
                     (variant.crossbar.rows + subarrays_max - 1) / subarrays_max, variant.crossbar.rows, subarrays_max);
}

int weight_magnitude_bits(const Variant& variant) {
  return variant.crossbar.weight_slices * variant.crossbar.slice_bits;
}

Refusal short_weight_code(const Variant& variant) {
  if (weight_magnitude_bits(variant) <= weight_magnitude_bits_max) return {};
  return fmt::format("at most {}: crossbar.slice_bits = {} in a weight magnitude of at most {} bits",
                     weight_magnitude_bits_max / variant.crossbar.slice_bits, variant.crossbar.slice_bits,
                     weight_magnitude_bits_max);
}

Refusal short_input_code(const Variant& variant) {
  if (input_magnitude_bits(variant) <= input_magnitude_bits_max) return {};
  return fmt::format("at most {}: input.stream_bits = {} in an input magnitude of at most {} bits",
                     input_magnitude_bits_max / variant.input.stream_bits, variant.input.stream_bits,
                     input_magnitude_bits_max);
}

Refusal short_product(const Variant& variant) {
  // Codes that are too long have rules of their own, and their accumulator may pass 64 bits.
  if (short_weight_code(variant) || short_input_code(variant)) return {};
  if (product_bits(variant) <= product_bits_max) return {};
  return fmt::format(
      "at most {}: a product of at most {} bits, of which the accumulator has {} (from readout.samples_max = {}, {} "
      "sub-arrays of crossbar.array_rows = {}, crossbar.weight_slices = {}, crossbar.slice_bits = {}, input.streams = "
      "{}, input.stream_bits = {})",
      product_bits_max - accumulator_bits(variant), product_bits_max, accumulator_bits(variant),
      variant.readout.samples_max, subarrays(variant), variant.crossbar.array_rows, variant.crossbar.weight_slices,
      variant.crossbar.slice_bits, variant.input.streams, variant.input.stream_bits);
}

Refusal few_converters(const Variant& tile) {
  const Variant variant = forward_of(tile);
  if (converters(variant) <= converters_max) return {};
  const int one_line = converters(variant) / lines(variant);
  const int mux = variant.readout.column_mux;
  return fmt::format(
      "at most {}: at most {} converters, {} for each of {} sub-arrays (crossbar.rows = {}, crossbar.array_rows = "
      "{}), "
      "crossbar.weight_slices = {} and {}",
      converters_max / one_line * mux, converters_max, mtjs_per_line(variant) == 1 ? "one" : "two (readout.ping_pong)",
      subarrays(variant), variant.crossbar.rows, variant.crossbar.array_rows, variant.crossbar.weight_slices,
      mux == 1 ? "columns" : fmt::format("lines of readout.column_mux = {} columns", mux));
}

Refusal few_subarrays_backward(const Variant& variant) {
  if (!has_backward(variant) || subarrays(backward_of(variant)) <= subarrays_max) return {};
  return fmt::format("0, or at least {}: crossbar.columns = {} in at most {} sub-arrays",
                     (variant.crossbar.columns + subarrays_max - 1) / subarrays_max, variant.crossbar.columns,
                     subarrays_max);
}

Refusal few_converters_backward(const Variant& variant) {
  if (!has_backward(variant) || converters(backward_of(variant)) <= converters_max) return {};
  return fmt::format("0, or more: at most {} converters, where a BACKWARD wants {}", converters_max,
                     converters(backward_of(variant)));
}

Refusal a_row_for_each_phase(const Variant& variant) {
  if (!has_backward(variant) || variant.readout.column_mux <= variant.crossbar.rows) return {};
  return fmt::format("at most crossbar.rows = {}: a BACKWARD reads rows", variant.crossbar.rows);
}

Refusal one_decision_of_a_sense_amplifier(const Variant& variant) {
  if (variant.readout.kind != ReadoutKind::sense_amplifier || variant.readout.samples_max == 1) return {};
  return "1: readout.kind = sense_amplifier decides the same each time";
}

Refusal two_mtjs_not_sense_amplifiers(const Variant& variant) {
  if (variant.readout.kind != ReadoutKind::sense_amplifier || !variant.readout.ping_pong) return {};
  return "false: readout.kind = sense_amplifier has no MTJ to reset";
}

Refusal a_column_for_each_phase(const Variant& variant) {
  if (variant.readout.column_mux <= variant.crossbar.columns) return {};
  return fmt::format("at most crossbar.columns = {}", variant.crossbar.columns);
}

Refusal cutoff_fits_in_window(const Variant& variant) {
  if (variant.readout.proportion_cutoff <= variant.readout.proportion_window) return {};
  return fmt::format("at most readout.proportion_window = {}", variant.readout.proportion_window);
}

Refusal stuck_once(const Variant& variant) {
  if (variant.device.stuck_at_0 + variant.device.stuck_at_1 <= 1.0) return {};
  return fmt::format("a sum with device.stuck_at_1 = {} of at most 1", variant.device.stuck_at_1);
}

Refusal ramp_reads_time(const Variant& variant) {
  const bool time = variant.input.coding == InputCoding::time;
  if (time == has_ramp(variant)) return {};
  return time ? "streams: a time code is read by readout.kind = ramp"
              : "time: readout.kind = ramp converts what a time code integrates";
}

Refusal one_code_in_time(const Variant& variant) {
  if (variant.input.coding != InputCoding::time || variant.input.streams == 1) return {};
  return "1: a time code has all its bits in input.stream_bits";
}

Refusal one_conversion_a_ramp(const Variant& variant) {
  if (!has_ramp(variant) || variant.readout.samples_max == 1) return {};
  return "1: readout.kind = ramp converts once";
}

Refusal one_array_a_ramp(const Variant& variant) {
  if (!has_ramp(variant) || subarrays(variant) == 1) return {};
  return fmt::format("at least crossbar.rows = {}: readout.kind = ramp reads one sub-array", variant.crossbar.rows);
}

Refusal one_array_a_ramp_backward(const Variant& variant) {
  if (!has_ramp(variant) || !has_backward(variant) || subarrays(backward_of(variant)) == 1) return {};
  return fmt::format("0, or at least crossbar.columns = {}: readout.kind = ramp reads one sub-array",
                     variant.crossbar.columns);
}

Refusal one_slice_a_ramp(const Variant& variant) {
  if (!has_ramp(variant) || variant.crossbar.weight_slices == 1) return {};
  return "1: readout.kind = ramp converts one slice";
}

Refusal a_comparator_a_line(const Variant& variant) {
  if (!has_ramp(variant) || variant.readout.column_mux == 1) return {};
  return "1: readout.kind = ramp has a comparator a line";
}

Refusal no_mtjs_in_a_ramp(const Variant& variant) {
  if (!has_ramp(variant) || !variant.readout.ping_pong) return {};
  return "false: readout.kind = ramp has no MTJ";
}

Refusal no_health_of_a_ramp(const Variant& variant) {
  if (!has_ramp(variant) || !has_health_monitor(variant)) return {};
  return "none: readout.kind = ramp has no stochastic converter to watch";
}

Refusal outer_products_take_time(const Variant& variant) {
  if (!has_outer_update(variant) || variant.input.coding == InputCoding::time) return {};
  return "none, or stochastic: rows of an outer product want input.coding = time";
}

Refusal an_offset_row_is_written(const Variant& variant) {
  if (!has_offset_row(variant) || (has_outer_update(variant) && has_ramp(variant))) return {};
  return "false: an offset row wants readout.kind = ramp and update.kind = opu";
}

constexpr int sot_rows_max = 65532;

Refusal one_slice_is_written(const Variant& variant) {
  if (!has_update(variant) || variant.crossbar.weight_slices == 1) return {};
  return "none: pulses write one weight slice, and crossbar.weight_slices is " +
         std::to_string(variant.crossbar.weight_slices);
}

Refusal both_arrays_of_a_transfer(const Variant& variant) {
  if (!has_transfer(variant) || (variant.crossbar.fast_array && has_pulsed_update(variant))) return {};
  return "none: a transfer wants crossbar.fast_array = true and update.kind = stochastic";
}

Refusal planes_fit(const Variant& variant) {
  const int rows = float_unit_of(variant).sot.rows;
  if (rows <= sot_rows_max) return {};
  return fmt::format(
      "less: a SOT array of at most {} rows, where {} planes of crossbar.rows = {} words of {} bits want {}",
      sot_rows_max, transfer_planes(variant), variant.crossbar.rows, transfer_word_bits(variant.transfer), rows);
}

Refusal integer_part_fits(const Variant& variant) {
  if (!has_transfer(variant) || variant.transfer.arithmetic != TransferArithmetic::fixed) return {};
  const int least = std::max(ceil_log2(variant.transfer.pulses + 1) + 3, transfer_code_bits(variant));
  if (variant.transfer.word_bits >= least) return {};
  return fmt::format("at least {}: transfer.pulses = {} and a code of readout.samples_max = {} in a word", least,
                     variant.transfer.pulses, variant.readout.samples_max);
}

Refusal blocks_of_whole_beats(const Variant& variant) {
  if (variant.unit == Unit::tile && !has_transfer(variant)) return {};
  if (variant.sot.transpose_lanes % 8 == 0) return {};
  return "a multiple of 8: the lanes of a beat of the narrowest words";
}

Refusal a_macro_is_verified(const Variant& variant) {
  if (variant.sot.rewrites == 0 || variant.sot.array == SotArray::pins) return {};
  return "0: verified writes want sot.array = pins";
}

Refusal cells_of_a_macro(const Variant& variant) {
  if (variant.cells == Cells{} || variant.sot.array == SotArray::pins) return {};
  return "left out: the cells of a macro, and sot.array is memory";
}

Refusal cells_stuck_once(const Variant& variant) {
  if (variant.cells.stuck_at_0 + variant.cells.stuck_at_1 <= 1) return {};
  return fmt::format("a sum with cells.stuck_at_1 = {} of at most 1", variant.cells.stuck_at_1);
}

}  // namespace

const std::vector<VariantRule>& variant_rules() {
  static const std::vector<VariantRule> rules = {
      {{"readout.read_cycles", "readout.synchroniser_stages"}, synchroniser_fits_in_read},
      {{"crossbar.array_rows", "crossbar.rows"}, few_subarrays},
      {{"crossbar.weight_slices", "crossbar.slice_bits"}, short_weight_code},
      {{"input.streams", "input.stream_bits"}, short_input_code},
      {{"requantise.scale_bits", "readout.samples_max", "crossbar.rows", "crossbar.array_rows",
        "crossbar.weight_slices", "crossbar.slice_bits", "input.streams", "input.stream_bits",
        "backward.array_columns"},
       short_product},
      {{"crossbar.columns", "crossbar.rows", "crossbar.array_rows", "crossbar.weight_slices", "readout.column_mux",
        "readout.ping_pong"},
       few_converters},
      {{"backward.array_columns", "crossbar.columns"}, few_subarrays_backward},
      {{"backward.array_columns", "crossbar.rows", "crossbar.columns", "crossbar.weight_slices", "readout.column_mux",
        "readout.ping_pong"},
       few_converters_backward},
      {{"readout.column_mux", "crossbar.rows", "backward.array_columns"}, a_row_for_each_phase},
      {{"readout.samples_max", "readout.kind"}, one_decision_of_a_sense_amplifier},
      {{"readout.ping_pong", "readout.kind"}, two_mtjs_not_sense_amplifiers},
      {{"readout.column_mux", "crossbar.columns"}, a_column_for_each_phase},
      {{"readout.proportion_cutoff", "readout.proportion_window"}, cutoff_fits_in_window},
      {{"input.coding", "readout.kind"}, ramp_reads_time},
      {{"input.streams", "input.coding"}, one_code_in_time},
      {{"readout.samples_max", "readout.kind"}, one_conversion_a_ramp},
      {{"crossbar.array_rows", "crossbar.rows", "readout.kind"}, one_array_a_ramp},
      {{"backward.array_columns", "crossbar.columns", "readout.kind"}, one_array_a_ramp_backward},
      {{"crossbar.weight_slices", "readout.kind"}, one_slice_a_ramp},
      {{"readout.column_mux", "readout.kind"}, a_comparator_a_line},
      {{"readout.ping_pong", "readout.kind"}, no_mtjs_in_a_ramp},
      {{"readout.health_monitor", "readout.kind"}, no_health_of_a_ramp},
      {{"update.kind", "input.coding"}, outer_products_take_time},
      {{"crossbar.offset_row", "readout.kind", "update.kind"}, an_offset_row_is_written},
      {{"device.stuck_at_0", "device.stuck_at_1"}, stuck_once},
      {{"update.kind", "crossbar.weight_slices"}, one_slice_is_written},
      {{"transfer.kind", "crossbar.fast_array", "update.kind"}, both_arrays_of_a_transfer},
      {{"transfer.work_rows", "transfer.kind", "transfer.arithmetic", "transfer.word_bits", "crossbar.rows"},
       planes_fit},
      {{"transfer.word_bits", "transfer.kind", "transfer.arithmetic", "transfer.pulses", "readout.samples_max"},
       integer_part_fits},
      {{"sot.transpose_lanes"}, blocks_of_whole_beats},
      {{"sot.rewrites", "sot.array"}, a_macro_is_verified},
      {{"cells.read_error", "cells.write_error", "cells.stuck_at_0", "cells.stuck_at_1", "cells.endurance",
        "sot.array"},
       cells_of_a_macro},
      {{"cells.stuck_at_0", "cells.stuck_at_1"}, cells_stuck_once},
      {{"transfer.transpose_lanes", "transfer.kind"}, blocks_of_whole_beats},
  };
  return rules;
}

}  // namespace spintile::spec
