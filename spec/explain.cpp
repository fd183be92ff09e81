// What `spintile explain` shows: the formulas in the words of docs/contract.md beside their values.
#include <fmt/format.h>

#include "spec/derive.h"
#include "spec/interface.h"
#include "spec/parse.h"

namespace spintile::spec {
namespace {

class Rows {
 public:
  void group(std::string name) { group_ = std::move(name); }

  template <class Value>
  void add(std::string name, std::string formula, const Value& value) {
    rows_.push_back({group_, std::move(name), std::move(formula), fmt::format("{}", value)});
  }

  std::vector<DerivedRow> take() { return std::move(rows_); }

 private:
  std::string group_;
  std::vector<DerivedRow> rows_;
};

/// "7 x 112", or "3 x 2 + 2 x 1" where the parts differ.
std::string subarray_rows_text(const Variant& variant) {
  const int parts = subarrays(variant);
  const int longer_parts = variant.crossbar.rows % parts;
  if (longer_parts == 0) return fmt::format("{} x {}", parts, subarray_rows(variant, 0));
  return fmt::format("{} x {} + {} x {}", longer_parts, subarray_rows(variant, 0), parts - longer_parts,
                     subarray_rows(variant, parts - 1));
}

void crossbar_rows(const Variant& variant, Rows& rows) {
  rows.group("crossbar");
  rows.add("subarrays", "S = ceil(R / array_rows)", subarrays(variant));
  rows.add("rows of the subarrays", "the first R mod S have one row more", subarray_rows_text(variant));
  rows.add("lines", "L = ceil(C / M)", lines(forward_of(variant)));
  rows.add("MTJs of a line", "P: 2 with ping-pong, else 1", mtjs_per_line(variant));
  rows.add("converters", "S W L P; those of pins: the most of forward and backward", converters(variant));
}

void code_rows(const Variant& variant, Rows& rows) {
  rows.group("codes");
  rows.add("input magnitude bits", "z_a A", input_magnitude_bits(variant));
  rows.add("input code bits", "1 + z_a A", input_code_bits(variant));
  rows.add("largest input code", "2^(z_a A) - 1", input_code_max(variant));
  rows.add("largest weight code", "2^(z_w W) - 1", weight_code_max(variant));
}

void width_rows(const Variant& variant, Rows& rows) {
  rows.group("widths");
  if (has_ramp(variant)) {
    rows.add("largest code", "F = 2^(ramp_bits - 1) - 1", ramp_code_max(variant));
    rows.add("accumulator bits", "ramp_bits", accumulator_bits(variant));
  } else {
    rows.add("sub-array sum bits", "ceil(log2(S + 1))", subarray_sum_bits(variant));
    rows.add("counter bits", "ceil(log2(samples_max S + 1))", counter_bits(variant));
    rows.add("largest accumulator", "samples_max S D_w D_a, D = (2^(z N) - 1) / (2^z - 1)", accumulator_max(variant));
    rows.add("accumulator bits", "ceil(log2(samples_max S D_w D_a + 1)) + 1", accumulator_bits(variant));
  }
  rows.add("product bits", "accumulator + scale_bits", product_bits(variant));
  rows.add("largest shift", "product - 1", shift_max(variant));
  rows.add("shift bits", "ceil(log2(product))", shift_bits(variant));
  if (has_command_queue(variant)) rows.add("waiting bits", "ceil(log2(commands.queue + 1))", waiting_bits(variant));
  rows.add("samples bits", "ceil(log2(samples_max + 1))", samples_bits(variant));
  rows.add("offset bits", "output_bits", offset_bits(variant));
}

void ramp_cycle_rows(const Variant& variant, Rows& rows) {
  rows.group("cycles");
  rows.add("slots", "2^z_a - 1", input_slots(variant));
  rows.add("ramp", "2^ramp_bits", ramp_steps(variant));
  rows.add("read", "settle + 2^z_a + ramp + synchroniser", phase_cycles(variant, 1));
  rows.add("requantise", "shared: C + 1; per_column: 2", requantise_cycles(variant));
  rows.add("forward", "read + 1 + requantise", forward_cycles(variant, 1));
}

void cycle_rows(const Variant& variant, Rows& rows) {
  if (has_ramp(variant)) return ramp_cycle_rows(variant, rows);
  const bool ping_pong = variant.readout.ping_pong;
  const std::string sample = ping_pong ? "write + max(read, reset)" : "reset + write + read";
  const std::string phase = fmt::format("settle + {}n ({})", ping_pong ? "reset + " : "", sample);
  const std::string forward = fmt::format("A M ({}) + 1 + requantise", phase);
  const int samples_max = variant.readout.samples_max;
  rows.group("cycles");
  rows.add("sample", sample, sample_cycles(variant));
  rows.add("phase, n = 1", phase, phase_cycles(variant, 1));
  if (samples_max > 1) {
    rows.add(fmt::format("phase, n = {}", samples_max), phase, phase_cycles(variant, samples_max));
  }
  rows.add("requantise", "shared: C + 1; per_column: 2", requantise_cycles(variant));
  rows.add("forward, n = 1", forward, forward_cycles(variant, 1));
  if (samples_max > 1) {
    rows.add(fmt::format("forward, n = {}", samples_max), forward, forward_cycles(variant, samples_max));
  }
}

std::string elements_formula(Space space) {
  switch (space) {
    case Space::input:
      return "R input codes";
    case Space::output:
      return "C outputs";
    case Space::accumulator:
      return "accumulators: C; with a BACKWARD max(R, C)";
    case Space::counter:
      return "W L counters, i L + l";
    case Space::scale:
      return "C scales";
    case Space::offset:
      return "C offsets";
    case Space::health:
      return "S W L P flags, one a converter";
    case Space::program:
      return "PROGRAM.words program words, at most";
    case Space::lanes:
      return "L words of LANES.bits bits, at most";
    case Space::row_probability:
      return "R signed probabilities";
    case Space::column_probability:
      return "C signed probabilities";
    case Space::random:
      return "words, one a generator";
    case Space::chopper:
      return "R choppers: [0] negative, [1] fresh";
    case Space::output_error:
      return "C input codes";
    case Space::ramp_flags:
      return "max(R, C) lines: [0] overflow, [1] underflow";
    case Space::column_voltage:
      return "C signed voltage codes";
    case Space::target:
      return "C codes of the ramp";
  }
  return {};
}

void array_rows(const Variant& variant, Rows& rows) {
  rows.group("array");
  rows.add("lanes", "L", variant.sot.lanes);
  rows.add("rows", "R", variant.sot.rows);
  rows.add("row address bits", "ceil(log2(R))", sot_row_bits(variant));
  rows.add("program address bits", "ceil(log2(program_words))", program_address_bits(variant));
  rows.add("lanes of the transposer", "T = min(transpose_lanes, L)", transposed_lanes(variant));
  rows.add("blocks of the transposer", "ceil(L / T)", transposed_blocks(variant));
}

/// With the registers WAIT at 0.
void program_cycle_rows(const Variant& variant, Rows& rows) {
  rows.group("cycles");
  const bool is_memory = variant.sot.array == SotArray::memory;
  const bool is_rmw = !is_memory && variant.sot.exclusive_or == SotXor::read_modify_write;
  const std::string read = is_memory ? "2" : "1 + WAIT.read";
  const std::string write = is_memory ? "rows + 1" : "1 + WAIT.write";
  const std::string search = is_memory ? "rows + 1" : "1 + WAIT.search";
  rows.add("read of a row", read, is_memory ? 2 : 1);
  rows.add("write into one row", write, is_memory ? 2 : 1);
  rows.add("write into two rows", write, is_memory ? 3 : 1);
  if (is_rmw) rows.add("XOR into one row", "rows (2 + WAIT.read + WAIT.write)", 2);
  if (verifies_writes(variant)) {
    rows.add("verified write of one row, k stores", "k + 1 reads, k writes; k <= rewrites", 3);
  }
  rows.add("search of one row", search, is_memory ? 2 : 1);
  rows.add("clear of one row", write, is_memory ? 2 : 1);
  rows.add("step of read and write", read + " + " + write, is_memory ? 4 : 2);
  rows.add("word without access, or a Loop", "1", 1);
  rows.add("program of End alone", "1 + words run", 1);
}

void backward_rows(const Variant& variant, Rows& rows) {
  if (!has_backward(variant)) return;
  const Variant backward = backward_of(variant);
  rows.group("backward");
  rows.add("subarrays", "S = ceil(C / array_columns)", subarrays(backward));
  rows.add("lines", "L = ceil(R / M)", lines(backward));
  rows.add("converters", "S W L P", converters(backward));
  rows.add(fmt::format("backward, n = {}", variant.readout.samples_max), "A M phase + 1",
           backward_cycles(variant, variant.readout.samples_max));
}

void training_rows(const Variant& variant, Rows& rows) {
  if (!has_update(variant)) return;
  rows.group("update");
  if (has_outer_update(variant)) {
    rows.add("largest voltage code", "2^(voltage_bits - 1) - 1", voltage_code_max(variant));
    rows.add("update", "1 + 4 x 2^z_a", update_cycles(variant, 0));
    rows.add("program, p = 1", "(p + 1) (read + 2) + p 2 x 2^z_a, p pulses", program_cycles(variant, 1));
    if (has_carry(variant)) rows.add("carry", "read + 2 + 4 x 2^z_a", carry_cycles(variant));
    return;
  }
  rows.add("generators", "shared, rotated: 2; per_line: R + C; one more with choppers", random_generators(variant));
  rows.add(fmt::format("update, {} slots", variant.update.pulse_slots), "1 + BL (1 + pulse_cycles)",
           update_cycles(variant, variant.update.pulse_slots));
  if (!has_transfer(variant)) return;
  rows.group("transfer");
  rows.add("code bits", has_ramp(variant) ? "ramp_bits" : "ceil(log2(samples_max + 1)) + 1",
           transfer_code_bits(variant));
  rows.add("word bits", "16, 32, or word_bits", transfer_word_bits(variant.transfer));
  rows.add("planes", "H; with agad M and Mref", transfer_planes(variant));
  array_rows(float_unit_of(variant), rows);
}

void space_rows(const Variant& variant, Rows& rows) {
  rows.group("state spaces");
  for (const Space space : spaces(variant)) {
    const bool has_values = space != Space::program && space != Space::lanes;
    const SpaceLayout layout = space_layout(variant, space);
    rows.add(fmt::format("{} {}", static_cast<int>(space), layout.name), elements_formula(space),
             fmt::format("{} x {} bits{}, {}; {} beats of {} x {} bits{}", layout.elements, layout.value_bits,
                         has_values ? fmt::format(", {} .. {}", layout.minimum(), layout.maximum()) : "",
                         layout.writable ? "read, write" : "read", layout.beats(), layout.elements_per_beat(),
                         layout.element_bits(), has_values ? fmt::format("; reset {}", layout.reset_value) : ""));
  }
}

void identity_rows(const Variant& variant, Rows& rows) {
  rows.group("registers");
  const std::uint64_t hash = variant_hash(variant);
  rows.add("variant hash", "FNV-1a, 64 bits, of the resolved variant", fmt::format("{:#018x}", hash));
  rows.add("VARIANT_HASH", "low 32 bits of the variant hash", fmt::format("{:#010x}", hash & 0xFFFFFFFF));
  rows.add("CAPABILITIES", "bit c set: command code c exists", fmt::format("{:#010x}", capabilities(variant)));
}

}  // namespace

std::vector<DerivedRow> explain(const Variant& variant) {
  Rows rows;
  if (variant.unit == Unit::tile) {
    crossbar_rows(variant, rows);
    code_rows(variant, rows);
    width_rows(variant, rows);
    cycle_rows(variant, rows);
    backward_rows(variant, rows);
    training_rows(variant, rows);
  } else {
    array_rows(variant, rows);
    program_cycle_rows(variant, rows);
  }
  space_rows(variant, rows);
  identity_rows(variant, rows);
  return rows.take();
}

}  // namespace spintile::spec
