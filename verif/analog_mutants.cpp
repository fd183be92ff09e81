#include "verif/analog_mutants.h"

namespace spintile::verif {
namespace {

// Patterns are the text that the generator emits for analog_mutant_variant().
constexpr Mutant table[] = {
    {"slot_counter", "a slot too few", "|slot_q && !", "last", "(slot_q > 3'd5)"},
    {"slot_counter", "the slots of bit 1 go to bit 0", "bit_o[0] = ", "leading[1]", "1'b0"},
    {"leading_one", "keeps the lowest one", "", "mirrored & ~mirrored + {{(Width-1){1'b0}}, 1'b1}", "mirrored"},
    {"ramp_sequencer", "settles a cycle too few", "timer_d = ", "4'd3", "4'd2"},
    {"ramp_sequencer", "a step of the ramp too few", "timer_d = ", "4'd15", "4'd14"},
    {"ramp_sequencer", "does not wait for the synchroniser", "state_d = StateTail;\n          timer_d = ", "4'd1",
     "4'd0"},
    {"ramp_sequencer", "makes before it breaks", "end else if (start_i) begin\n      mux_q <= ", "2'd0", "mux_q"},
    {"ramp_sequencer", "connects the integrators of the other side", "", "{reverse_q, !reverse_q}",
     "{!reverse_q, reverse_q}"},
    {"ramp_sequencer", "clears the integrators a cycle too early", "state_d == StateSettle && ", "!(|timer_d)",
     "timer_d == 4'd1"},
    {"ramp_sequencer", "integrates while it holds", "integ_en_q <= ", "state_d == StateSlots",
     "state_d == StateSlots || state_d == StateHold"},
    {"ramp_sequencer", "starts the ramp without its reset", "ramp_rst_q <= ", "state_d == StateHold", "1'b0"},
    {"ramp_sequencer", "captures before the synchroniser has the step", "capture_o = ", "delayed_q[1]", "delayed_q[0]"},
    {"ramp_sequencer", "forgets the step of the ramp before", "end else if (", "ramp_rst_q", "1'b0"},
    {"ramp_sequencer", "knows one direction", "reverse_q <= ", "backward_i", "1'b0"},
    {"ramp_sequencer", "stays in reverse", "end else if (", "finished_o", "1'b0"},
    {"ramp_sequencer", "a read goes on after a reset", "if (!rst_ni) begin\n      state_q <= ", "3'd0", "state_q"},
    {"ramp_sequencer", "the integrators stay on after a reset", "if (!rst_ni) begin\n      mux_q <= ", "2'd0", "mux_q"},
    {"ramp_capture", "later edges change a code", "", "waiting_q & compare_i", "compare_i"},
    {"ramp_capture", "the first step has a code of its own", "", "first_step ? 4'd1 : step_i", "step_i"},
    {"ramp_capture", "codes are not signed", "code = {", "!place[3]", "place[3]"},
    {"ramp_capture", "an overflow gives 0", "if (finish_i) begin\n      takes = ", "waiting_q", "10'd0"},
    {"ramp_capture", "an overflow is not said", "if (", "!finish_i", "1'b1"},
    {"ramp_capture", "an underflow is not said", "underflow_q <= ", "takes", "10'd0"},
    {"ramp_capture", "adds the last codes to these",
     "waiting_q <= there;\n      underflow_q <= 10'd0;\n      codes_q <= ", "40'd0", "codes_q"},
    {"ramp_capture", "flags outlive the next read", "waiting_q <= there;\n      underflow_q <= ", "10'd0",
     "underflow_q"},
    {"ramp_capture", "the columns have codes of a BACKWARD", "", "{3{!reverse_i}}", "3'd7"},
    {"row_temporal_drivers", "negative rows on the positive rail", "row_sign_q <= ", "shown_signs & matching", "8'd0"},
    {"row_temporal_drivers", "rows of both signs in a phase", "", "{8{!of_phase_i}}", "8'd255"},
    {"row_temporal_drivers", "the rows of the other sign", "shown_signs ^ ", "{8{!negative_i}}", "{8{negative_i}}"},
    {"row_temporal_drivers", "rows stay after the last slot", "end else if (", "release_i", "1'b0"},
    {"row_temporal_drivers", "the magnitude's bits exchanged", "{8{slots_i[2]}} : {!of_phase_i, ",
     "magnitudes_i[20:14]", "magnitudes_i[13:7]"},
    {"voltage_drivers", "columns of both signs in a phase", "", "{3{matching[column]}}", "3'd7"},
    {"voltage_drivers", "negative columns on the positive rail", "col_sign_d = ", "signs_i & matching", "10'd0"},
    {"voltage_drivers", "one rail of a column that is driven in time", "", "{3{active[driven]}}",
     "{2'd0, active[driven]}"},
    {"voltage_drivers", "the errors' sign is lost", "col_sign_d = ", "error_signs_i", "10'd0"},
    {"voltage_drivers", "columns stay after the last phase", "end else if (", "release_i", "1'b0"},
    {"outer_sequencer", "leaves out the last phase", "phase_ends && !", "is_last", "phase_q[1]"},
    {"outer_sequencer", "writes the phases of one row sign", "row_negative_o = ", "phase_q[1]", "1'b0"},
    {"outer_sequencer", "the columns of the phase before", "column_negative_o = ", "next_phase[0]", "phase_q[0]"},
    {"outer_sequencer", "says the phase of the columns alone", "opu_phase_q <= ", "phase_q", "{1'b0, phase_q[0]}"},
    {"outer_sequencer", "the rows of a read in every phase", "of_phase_o = ", "lead_q || slots_q", "1'b0"},
    {"outer_sequencer", "an outer product goes on after a reset", "if (!rst_ni) begin\n      slots_q <= ", "1'b0",
     "slots_q"},
    {"core", "the slots of an outer product do not start", "slots_begin || ", "outer_slots_begin", "1'b0"},
    {"core", "drives the rows in a BACKWARD too", "drive = slot_begins && ", "!reverse_o", "1'b1"},
    {"core", "drives the columns in a FORWARD too", "drive_columns = slot_begins && ", "reverse_o", "1'b1"},
    {"core", "requantises after a BACKWARD", ".start_i(read_out && !row_under_way && ", "!reverse_o", "1'b1"},
    {"core", "takes voltages that are out of range", "to_voltage && ", "voltage_out_of_range", "1'b0"},
    {"command_frontend", "LOAD_D goes to the inputs", "(command == CommandLoadD) ? ", "SpaceColumnVoltage",
     "SpaceInput"},
    {"packet_sender", "an underflow shows as an overflow too", "", "overflow_beat[1]",
     "(overflow_beat[1] || underflow_beat[1])"},
    {"packet_sender", "loses the sign of a voltage", "",
     "voltage_sign_beat[0] ? 8'd0 - voltage_magnitude_0 : voltage_magnitude_0", "voltage_magnitude_0"},
    {"voltage_buffer", "a negative code keeps its two's complement", "", "code_3[3] ? 3'd0 - code_3[2:0] : code_3[2:0]",
     "code_3[2:0]"},
    {"voltage_buffer", "takes the most negative pattern", "", "(beat_i[3] && !(|beat_i[2:0]))", "1'b0"},
    {"voltage_sign_plane", "takes no packet", "end else if (", "commit_i", "1'b0"},
    {"voltage_sign_plane_staging", "holds no packet", "end else if (", "shift_i", "1'b0"},
    {"voltage_digit_plane", "takes no packet", "end else if (", "commit_i", "1'b0"},
    {"voltage_digit_plane_staging", "holds no packet", "end else if (", "shift_i", "1'b0"},
    {"row_temporal_drivers", "the other rows in the read of one", "",
     "one_row_i ? selected_i & {8{slots_i[1]}} : {!of_phase_i, magnitudes_i[13:7]}",
     "{!of_phase_i, magnitudes_i[13:7]}"},
    {"row_temporal_drivers", "a row that is read has the sign of its input", "{1'b0, signs_i} & ", "~{8{one_row_i}}",
     "8'd255"},
    {"outer_sequencer", "a pulse of a row has four phases", "phase_q[1] || ", "one_row_i", "1'b0"},
    {"outer_sequencer", "a pulse begins where the one before ended", "next_phase = ", "pulse_i", "1'b0"},
    {"row_decision", "writes away from the target", "far[written] && ", "!distance[4 + written*5]",
     "distance[4 + written*5]"},
    {"row_decision", "W is written as A is", " == ", "to_weight_i", "1'b0"},
    {"row_decision", "lets be what is one beyond the tolerance", "size[column*4 +: 4] > ", "{1'b0, limit_i}",
     "{1'b0, limit_i} + 4'd1"},
    {"row_decision", "never writes the last column", "voltage_i) & ", "{3{far[written]}}",
     "{3{far[written] && written != 9}}"},
    {"row_decision", "a large distance keeps its low bits", "size[written*4 +: 3] | ", "{3{|size[3 + written*4]}}",
     "3'd0"},
    {"row_decision", "a CARRY looks at targets", "} & ", "{5{!carry_i && !calibrate_i}}", "{5{!calibrate_i}}"},
    {"row_decision", "a CARRY writes by the digit", "level[written*3 +: 3] = (", "!carry_i", "1'b1"},
    {"row_decision", "does not count column 0", "ones_1[sum_1*2 +: 2] = ", "{1'b0, far[sum_1*2]}",
     "{1'b0, far[sum_1*2] && sum_1 != 0}"},
    {"row_sequencer", "a pulse too few", "writes = any_i && ", "pulses_q != attempts_i",
     "pulses_q + 8'd1 != attempts_i"},
    {"row_sequencer", "pulses until it may no more", "writes = ", "any_i", "1'b1"},
    {"row_sequencer", "goes on counting pulses", "end else if (starts) begin\n      pulses_q <= ", "8'd0", "pulses_q"},
    {"row_sequencer", "forgets the last pulse",
     "failures_columns_q <= count_i;\n      failures_pulses_q <= ", "pulses_q", "pulses_q - 8'd1"},
    {"row_sequencer", "CARRIES counts commands", "carries_q <= ", "count_i", "carries_q + 5'd1"},
    {"row_sequencer", "a PROGRAM goes on after a reset", "if (!rst_ni) begin\n      state_q <= ", "2'd0", "state_q"},
    {"row_temporal_drivers", "the offset row misses a slot", "{8{slots_i[0]}} : {", "!of_phase_i", "1'b0"},
    {"row_temporal_drivers", "an outer product writes the offset row", "{8{slots_i[2]}} : {", "!of_phase_i", "1'b1"},
    {"row_writer", "calibrates row ROW", "selected_o = (", "calibrate", "1'b0"},
    {"row_writer", "calibrates the last row", "", "{1'b1, 7'd0}", "8'd64"},
    {"row_decision", "calibrates to the targets of a PROGRAM", "!carry_i && ", "!calibrate_i", "1'b1"},
    {"row_sequencer", "once a CALIBRATE, always one", "calibrate_q <= ", "calibrate_start_i",
     "calibrate_start_i || calibrate_q"},
    {"command_frontend", "a CALIBRATE is one of array W", "is_program_row || ", "is_calibrate", "1'b0"},
    {"row_writer", "the row before", "8'd1 << ", "row_i", "(row_i - {2'd0, |row_i})"},
    {"row_writer", "reads with the slots of a pulse", "program_slots_i) | ", "{3{reading}}", "3'd0"},
    {"row_writer", "a threshold that is met does not carry", "carry ? ", "carry_threshold_i - 3'd1",
     "carry_threshold_i"},
    {"row_writer", "W has the slots of A", "", "to_weight ? carry_weight_slots_i : carry_fast_slots_i",
     "carry_fast_slots_i"},
    {"row_writer", "W has the voltage of A", "", "weight ? carry_weight_voltage_i : carry_fast_voltage_i",
     "carry_fast_voltage_i"},
    {"row_writer", "the first phase of W has the signs of A", "weight = ", "weight_begins_o || to_weight", "to_weight"},
    {"core", "a pulse of a row ends an UPDATE", ".update_done_i(outer_done && ", "!row_under_way", "1'b1"},
    {"core", "a row is written by the voltages of an UPDATE", "written_voltages = ", "row_under_way", "1'b0"},
    {"core", "requantises after the read of a row", ".start_i(read_out && ", "!row_under_way", "1'b1"},
    {"core", "takes targets that are out of range", "to_target && ", "target_out_of_range", "1'b0"},
    {"command_frontend", "a CARRY begins in W", "launch && is_carry) begin\n      array_q <= ", "1'b1", "1'b0"},
    {"command_frontend", "both pulses of a CARRY go to A",
     "end else if (weight_begins_i) begin\n      array_q <= ", "1'b0", "array_q"},
    {"command_frontend", "a PROGRAM writes the array at hand", "launch && (is_forward || is_backward || is_update || ",
     "is_program_row", "1'b0"},
    {"command_frontend", "a threshold of 0", "to_carry_threshold && (|write_data_i[31:3] || ",
     "write_data_i[2:0] < 3'd1", "1'b0"},
    {"target_buffer", "takes the most negative pattern", "", "(beat_i[3] && !(|beat_i[2:0]))", "1'b0"},
    {"target_register", "takes no packet", "end else if (", "commit_i", "1'b0"},
    {"target_register_staging", "holds no packet", "end else if (", "shift_i", "1'b0"},
};

}  // namespace

spec::Variant analog_mutant_variant() {
  // More columns than rows, packets of two beats, both arrays, all commands.
  spec::Variant variant;
  variant.name = "analog_mutant";
  variant.crossbar = {.rows = 7, .columns = 10, .array_rows = 7, .fast_array = true, .offset_row = true};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 3};
  variant.backward.array_columns = 10;
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.readout.ramp_bits = 4;
  variant.update.kind = spec::UpdateKind::opu;
  variant.update.voltage_bits = 4;
  variant.requantise.scale_bits = 8;
  variant.requantise.output_bits = 6;
  variant.device.read_noise = 0.02;
  variant.device.comparator_offset_spread = 0.02;
  return variant;
}

std::span<const Mutant> analog_mutant_table() { return table; }

}  // namespace spintile::verif
