#include "verif/training_mutants.h"

namespace spintile::verif {
namespace {

// Patterns are the text that the generator emits for training_mutant_variant().
constexpr Mutant table[] = {
    {"xorshift", "shifts right by 16", "", "{17'd0, stepped[17 + generator*32 +: 15]}",
     "{16'd0, stepped[16 + generator*32 +: 16]}"},
    {"random_words", "a generator may be 0", "", "(!last_i && beat_i[63:32] < 32'd1)", "1'b0"},
    {"random_words", "the random flips stand still", ".step_i(", "step_chopper_i", "1'b0"},
    {"random_staging", "keeps a packet's first word", "end else if (", "shift_i", "1'b0"},
    {"random_words", "a column sees its neighbour's word", "of_columns[column*8 +: 8] = ", "next[280 + column*32 +: 8]",
     "next[248 + column*32 +: 8]"},
    {"pulse_lines", "fires at its probability", "9'd0 - probabilities_i[line*10 +: 9] : ",
     "probabilities_i[line*10 +: 9]", "probabilities_i[line*10 +: 9] + 9'd1"},
    {"pulse_lines", "never negative", "signs[line] = ", "probabilities_i[9 + line*10]", "1'b0"},
    {"update_sequencer", "a slot too few", "next_slot = slot_ends && ", "|slots_q", "|slots_q[2:1]"},
    {"update_sequencer", "the pulse begins with its slot", "update_en_q <= ", "|timer_q", "|timer_q || next_slot"},
    {"column_streamer", "columns stay after the last slot", "end else if (", "release_i", "1'b0"},
    {"column_streamer", "pulses of the slot before", "col_level_q <= ", "pulses_i", "col_level_q"},
    {"pulse_unit", "columns of a transfer fire as in an UPDATE", "column_pulses_o = ", "transfer_i", "1'b0"},
    {"core", "requantises after a BACKWARD", "!transfer && ", "!reverse_o", "1'b1"},
    {"core", "accumulators of rows take part in a FORWARD", "", "{2{reverse_o}}", "2'd3"},
    {"pulse_unit", "an UPDATE of W is chopped too", "row_negative ^ (choppers & ", "{8{to_fast_i}}", "{8{1'b1}}"},
    {"pulse_unit", "the generators step in a transfer", "update_slot = ", "slot_begins && !transfer_i", "slot_begins"},
    {"row_probability_buffer", "more than a probability of 1", "", "$signed(10'd256) < $signed(beat_i[9:0])", "1'b0"},
    {"row_probability_register", "takes no packet", "end else if (", "commit_i", "1'b0"},
    {"row_probability_register_staging", "beats overwrite each other", "staging_q <= ", "{beat_i, staging_q[79:40]}",
     "{beat_i, staging_q[39:0]}"},
    {"column_probability_buffer", "more than a probability of 1", "", "$signed(10'd256) < $signed(beat_i[9:0])",
     "1'b0"},
    {"column_probability_register", "takes no packet", "end else if (", "commit_i", "1'b0"},
    {"column_probability_register_staging", "holds no packet", "end else if (", "shift_i", "1'b0"},
    {"chopper_bank", "a flip does not make fresh", "change = {", "of_row[1] != flip", "of_row[1]"},
    {"chopper_bank", "flips where it should not", "", "word_i < probability_i", "!(word_i < probability_i)"},
    {"chopper_bank", "the chopper of row 0 flips for all", "{14'd0, change} << ", "{transfer_row_i, 1'b0}", "4'd0"},
    {"chopper_bank", "fresh stays", "values_q ^ ", "{14'd0, change}", "{14'd0, change[1] && !of_row[1], change[0]}"},
    {"chopper_staging", "takes no packet", "end else if (", "shift_i", "1'b0"},
    {"row_select", "the wrong sub-array counts", "selected_subarrays_o[0] = ", "row_i < 3'd4", "row_i < 3'd5"},
    {"transfer_sequencer", "fresh is not stored", "is_last_store = ", "index_q == 3'd6", "index_q == 3'd5"},
    {"transfer_sequencer", "a slot too few", "is_last_slot = ", "index_q == 3'd5", "index_q == 3'd4"},
    {"transfer_sequencer", "pulses after an error of the program", "good = ran && ", "!program_failed_i", "1'b1"},
    {"transfer_sequencer", "pulses before the warm-up is over", "state_q <= (good && ", "writes_pulses_i", "1'b1"},
    {"transfer_unit", "the planes of row 0 for all", "first_word = ", "transfer_i", "1'b0"},
    {"transfer_unit", "down for n > 0", "column_signs_q <= ", "~latch", "latch"},
    {"training_unit", "all sub-arrays count", "counted_o = selected_subarrays | ", "{2{!transferring_i}}", "2'd3"},
    {"training_unit", "as many slots as in an UPDATE", ".slots_i(", "transferring_i ? 3'd1 : slots_i", "slots_i"},
    {"command_queue", "drops a command", "end else if (", "push_i && !pop_i", "1'b0"},
    {"command_queue", "the newest goes first", "head_o = (", "count_q == 2'd1", "1'b1"},
    {"command_queue", "what waits outlives an error", "end else if (", "flush_i", "1'b0"},
    {"command_queue", "what waits outlives a reset", "if (!rst_ni) begin\n      count_q <= ", "2'd0", "count_q"},
    {"command_frontend", "a command too few may wait", "is_busy = to_command ? ", "waiting == 2'd3", "waiting == 2'd2"},
    {"command_frontend", "a command starts while one runs", "pop = waits && ", "!busy_q", "1'b1"},
    {"command_frontend", "starts what is written, not what waits", "next_command = ", "waits", "1'b0"},
    {"command_frontend", "starts with the operand of a write", "next_operand = ", "waits", "1'b0"},
    {"command_frontend", "takes commands behind an error", "to_command ? (", "error_q", "1'b0"},
    {"command_frontend", "done between two commands", "", "!(waits || push)", "1'b1"},
    {"command_frontend", "takes a packet beside a TRANSFER", "beside_q <= !(is_receive || ", "is_transfer", "1'b0"},
    {"command_frontend", "takes a packet beside a WRITE", "beside_q <= !(", "is_receive", "1'b0"},
    {"command_frontend", "takes no packet ahead", "begins_packet = (launch || ", "comes_ahead", "1'b0"},
    {"command_frontend", "a packet ahead outlives a reset", "if (!rst_ni) begin\n      ahead_q <= ", "1'b0", "ahead_q"},
    {"packet_receiver", "takes a packet before its command runs", "state_q == StateFinish && ", "!ahead_i", "1'b1"},
    {"core", "the packet goes where the running command reads", "to_input = ", "receive_space", "space"},
    {"command_frontend", "SHIFT outlives a reset", "samples_q <= 4'd15;\n      shift_q <= ", "5'd0", "shift_q"},
    {"array_sequencer", "a read goes on after a reset", "if (!rst_ni) begin\n      state_q <= ", "3'd0", "state_q"},
    {"update_sequencer", "an UPDATE goes on after a reset", "if (!rst_ni) begin\n      running_q <= ", "1'b0",
     "running_q"},
    {"transfer_sequencer", "a TRANSFER goes on after a reset", "if (!rst_ni) begin\n      state_q <= ", "3'd0",
     "state_q"},
};

}  // namespace

spec::Variant training_mutant_variant() {
  spec::Variant variant;
  variant.name = "training_mutant";
  variant.crossbar = {
      .rows = 8, .columns = 6, .array_rows = 4, .weight_slices = 1, .slice_bits = 2, .fast_array = true};
  variant.input = {.streams = 2, .stream_bits = 1};
  variant.backward.array_columns = 3;
  variant.readout.samples_max = 15;
  variant.update.kind = spec::UpdateKind::stochastic;
  variant.update.pulse_slots = 7;
  variant.update.probability_bits = 8;
  variant.transfer.kind = spec::TransferKind::agad;
  variant.transfer.pulses = 5;
  variant.commands.queue = 3;
  variant.sot.rows = 320;
  variant.sot.program_words = 2048;
  variant.sot.transpose_lanes = 8;
  return variant;
}

std::span<const Mutant> training_mutant_table() { return table; }

}  // namespace spintile::verif
