#include "spec/derive.h"

#include <algorithm>

namespace spintile::spec {

int ceil_log2(std::int64_t value) {
  int bits = 0;
  while ((std::int64_t{1} << bits) < value) ++bits;
  return bits;
}

std::int64_t place_value_sum(int digits, int bits) {
  std::int64_t sum = 0;
  for (int digit = 0; digit < digits; ++digit) sum = (sum << bits) + 1;
  return sum;
}

int element_bits(int value_bits) {
  int bits = 8;
  while (bits < value_bits) bits *= 2;
  return bits;
}

bool has_backward(const Variant& variant) { return variant.backward.array_columns > 0; }

Variant backward_of(const Variant& tile) {
  Variant transposed = tile;
  transposed.crossbar.rows = tile.crossbar.columns;
  transposed.crossbar.columns = tile.crossbar.rows;
  transposed.crossbar.array_rows = tile.backward.array_columns;
  transposed.crossbar.offset_row = false;
  transposed.backward = {};
  transposed.update = {};
  transposed.transfer = {};
  return transposed;
}

Variant forward_of(const Variant& tile) {
  Variant forward = tile;
  forward.backward = {};
  return forward;
}

namespace {

/// The larger of what both directions want.
template <class Number>
auto of_both(const Variant& variant, Number number) {
  const auto forward = number(variant);
  return has_backward(variant) ? std::max(forward, number(backward_of(variant))) : forward;
}

}  // namespace

int subarrays(const Variant& variant) {
  const Crossbar& crossbar = variant.crossbar;
  return (crossbar.rows + crossbar.array_rows - 1) / crossbar.array_rows;
}

int subarray_rows(const Variant& variant, int subarray) {
  return subarray_first_row(variant, subarray + 1) - subarray_first_row(variant, subarray);
}

int subarray_first_row(const Variant& variant, int subarray) {
  const int parts = subarrays(variant);
  const int least_rows = variant.crossbar.rows / parts;
  const int longer_parts = variant.crossbar.rows % parts;  // the first of them
  return subarray * least_rows + std::min(subarray, longer_parts);
}

int input_magnitude_bits(const Variant& variant) { return variant.input.stream_bits * variant.input.streams; }

int input_code_bits(const Variant& variant) { return 1 + input_magnitude_bits(variant); }

std::int32_t input_code_max(const Variant& variant) { return (1 << input_magnitude_bits(variant)) - 1; }

std::int32_t weight_code_max(const Variant& variant) {
  return (1 << (variant.crossbar.slice_bits * variant.crossbar.weight_slices)) - 1;
}

int accumulators(const Variant& variant) {
  return of_both(variant, [](const Variant& read) { return read.crossbar.columns; });
}

int lines(const Variant& variant) {
  const int mux = variant.readout.column_mux;
  return (accumulators(variant) + mux - 1) / mux;
}

int counted_subarrays(const Variant& variant) { return of_both(variant, subarrays); }

int mtjs_per_line(const Variant& variant) { return variant.readout.ping_pong ? 2 : 1; }

int converters(const Variant& variant) {
  const int of_subarrays_and_lines =
      of_both(variant, [](const Variant& read) { return subarrays(read) * lines(forward_of(read)); });
  return of_subarrays_and_lines * variant.crossbar.weight_slices * mtjs_per_line(variant);
}

int shared_converters(const Variant& variant) {
  const int forward = converters(forward_of(variant));
  return has_backward(variant) ? std::min(forward, converters(backward_of(variant))) : forward;
}

int column_select_bits(const Variant& variant) { return ceil_log2(variant.readout.column_mux); }

bool has_ramp(const Variant& variant) { return variant.readout.kind == ReadoutKind::ramp; }

std::int32_t ramp_code_max(const Variant& variant) { return (1 << (variant.readout.ramp_bits - 1)) - 1; }

int ramp_steps(const Variant& variant) { return 1 << variant.readout.ramp_bits; }

int input_slots(const Variant& variant) { return (1 << variant.input.stream_bits) - 1; }

int row_level_bits(const Variant& variant) {
  return variant.input.coding == InputCoding::time ? 1 : variant.input.stream_bits;
}

int column_level_bits(const Variant& variant) {
  if (has_outer_update(variant)) return variant.update.voltage_bits - 1;
  return has_backward(variant) ? row_level_bits(variant) : 1;
}

bool has_health_monitor(const Variant& variant) { return variant.readout.health_monitor != HealthMonitor::none; }

int subarray_sum_bits(const Variant& variant) { return ceil_log2(counted_subarrays(variant) + 1); }

int counter_bits(const Variant& variant) {
  return ceil_log2(std::int64_t{variant.readout.samples_max} * counted_subarrays(variant) + 1);
}

std::int64_t accumulator_max(const Variant& variant) {
  if (has_ramp(variant)) return ramp_code_max(variant);
  return std::int64_t{variant.readout.samples_max} * counted_subarrays(variant) *
         place_value_sum(variant.crossbar.weight_slices, variant.crossbar.slice_bits) *
         place_value_sum(variant.input.streams, variant.input.stream_bits);
}

int accumulator_bits(const Variant& variant) { return ceil_log2(accumulator_max(variant) + 1) + 1; }

int product_bits(const Variant& variant) { return accumulator_bits(variant) + variant.requantise.scale_bits; }

int shift_max(const Variant& variant) { return product_bits(variant) - 1; }

int shift_bits(const Variant& variant) { return ceil_log2(product_bits(variant)); }

int samples_bits(const Variant& variant) { return ceil_log2(std::int64_t{variant.readout.samples_max} + 1); }

int offset_bits(const Variant& variant) { return variant.requantise.output_bits; }

bool has_command_queue(const Variant& variant) { return variant.commands.queue > 0; }

int waiting_bits(const Variant& variant) { return ceil_log2(std::int64_t{variant.commands.queue} + 1); }

bool has_update(const Variant& variant) { return variant.update.kind != UpdateKind::none; }

bool has_pulsed_update(const Variant& variant) { return variant.update.kind == UpdateKind::stochastic; }

bool has_outer_update(const Variant& variant) { return variant.update.kind == UpdateKind::opu; }

bool has_carry(const Variant& variant) { return has_outer_update(variant) && variant.crossbar.fast_array; }

bool has_offset_row(const Variant& variant) { return variant.crossbar.offset_row; }

int array_rows(const Variant& variant) { return variant.crossbar.rows + (has_offset_row(variant) ? 1 : 0); }

std::int32_t voltage_code_max(const Variant& variant) { return (1 << (variant.update.voltage_bits - 1)) - 1; }

bool has_transfer(const Variant& variant) { return variant.transfer.kind != TransferKind::none; }

bool has_choppers(const Variant& variant) {
  return has_transfer(variant) && variant.transfer.kind != TransferKind::ttv2;
}

int random_generators(const Variant& variant) {
  if (!has_pulsed_update(variant)) return 0;
  const bool one_a_line = variant.update.random_words == RandomWords::per_line;
  const int of_lines = one_a_line ? variant.crossbar.rows + variant.crossbar.columns : 2;
  return of_lines + (has_choppers(variant) ? 1 : 0);
}

std::uint32_t random_reset(int generator) { return (static_cast<std::uint32_t>(generator) + 1) * 0x9E3779B9U; }

int transfer_word_bits(const Transfer& transfer) {
  switch (transfer.arithmetic) {
    case TransferArithmetic::fixed:
      return transfer.word_bits;
    case TransferArithmetic::bf16:
    case TransferArithmetic::fp16:
      return 16;
    case TransferArithmetic::fp32:
      break;
  }
  return 32;
}

int transfer_planes(const Variant& variant) {
  if (!has_transfer(variant)) return 0;
  return variant.transfer.kind == TransferKind::agad ? 3 : 1;
}

int row_index_bits(const Variant& variant) { return std::max(1, ceil_log2(variant.crossbar.rows)); }

int transfer_code_bits(const Variant& variant) {
  return has_ramp(variant) ? variant.readout.ramp_bits : samples_bits(variant) + 1;
}

Variant float_unit_of(const Variant& tile) {
  Variant unit;
  unit.name = tile.name;
  unit.unit = Unit::float_unit;
  unit.sot = tile.sot;
  unit.sot.lanes = tile.crossbar.columns;
  unit.sot.rows += transfer_planes(tile) * tile.crossbar.rows * transfer_word_bits(tile.transfer);
  unit.reset = tile.reset;
  return unit;
}

int sign_phase_cycles(const Variant& variant) { return 1 + input_slots(variant); }

int update_cycles(const Variant& variant, int slots) {
  constexpr int sign_phases = 4;
  if (has_outer_update(variant)) return 1 + sign_phases * sign_phase_cycles(variant);
  return 1 + slots * (1 + variant.update.pulse_cycles);
}

int sot_row_bits(const Variant& variant) { return ceil_log2(variant.sot.rows); }

int program_address_bits(const Variant& variant) { return ceil_log2(variant.sot.program_words); }

bool verifies_writes(const Variant& variant) { return variant.sot.rewrites > 0; }

int transposed_lanes(const Variant& variant) { return std::min(variant.sot.transpose_lanes, variant.sot.lanes); }

int transposed_blocks(const Variant& variant) {
  const int block = transposed_lanes(variant);
  return (variant.sot.lanes + block - 1) / block;
}

int sample_cycles(const Variant& variant) {
  const Readout& readout = variant.readout;
  if (readout.ping_pong) return readout.write_cycles + std::max(readout.read_cycles, readout.reset_cycles);
  return readout.reset_cycles + readout.write_cycles + readout.read_cycles;
}

int phase_cycles(const Variant& variant, int samples) {
  if (has_ramp(variant)) {
    return variant.readout.settle_cycles + input_slots(variant) + 1 + ramp_steps(variant) +
           variant.readout.synchroniser_stages;
  }
  const int first_reset = variant.readout.ping_pong ? variant.readout.reset_cycles : 0;
  return variant.readout.settle_cycles + first_reset + samples * sample_cycles(variant);
}

int program_cycles(const Variant& variant, int pulses) {
  return (pulses + 1) * (phase_cycles(variant, 1) + 2) + pulses * 2 * sign_phase_cycles(variant);
}

int carry_cycles(const Variant& variant) { return phase_cycles(variant, 1) + 2 + 4 * sign_phase_cycles(variant); }

int requantise_cycles(const Variant& variant) {
  return variant.requantise.multipliers == Multipliers::shared ? variant.crossbar.columns + 1 : 2;
}

int forward_cycles(const Variant& variant, int samples) {
  return backward_cycles(variant, samples) + requantise_cycles(variant);
}

int backward_cycles(const Variant& variant, int samples) {
  const int phases = variant.input.streams * variant.readout.column_mux;
  return phases * phase_cycles(variant, samples) + 1;
}

}  // namespace spintile::spec
