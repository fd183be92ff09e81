// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// SOT unit: a SOT-MRAM array computes in its rows, all lanes at once, as a program says.
// Latency of a program: 1 + the cycles of its words.

`default_nettype none

module float_unit_memory_sot_unit (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire receive_start_i,
  input  wire send_start_i,
  input  wire to_lanes_i,  // the packet that starts is of the lanes space
  input  wire lanes_space_i,  // so is the one under way, from the cycle after its start
  input  wire program_start_i,
  input  wire [10:0] program_first_i,
  input  wire [10:0] program_words_i,
  input  wire [7:0] lanes_first_i,
  input  wire [6:0] lanes_bits_i,
  input  wire [23:0] wait_cycles_i,  // of a read, a write, a search
  input  wire [63:0] bases_i,
  input  wire [63:0] in_data_i,
  input  wire in_valid_i,
  input  wire in_last_i,
  output wire in_ready_o,
  output wire [63:0] out_data_o,
  output wire out_valid_o,
  output wire out_last_o,
  input  wire out_ready_i,
  output wire receive_done_o,
  output wire [7:0] receive_error_o,  // error code while receive_done_o, 0 for none
  output wire send_done_o,
  output wire program_done_o,
  output wire [7:0] program_error_o  // error code while program_done_o, 0 for none
);

  wire program_take;
  wire words_valid;
  wire words_ready;
  wire transposer_idle;
  wire [4:0] last_beat;
  wire abort;
  wire [63:0] program_word;
  wire program_valid;
  wire program_last;
  wire [63:0] rows_data;
  wire rows_valid;
  wire rows_last;
  wire sender_ready;
  wire fetch;
  wire [9:0] fetch_address;
  wire open_row;
  wire open_to_write;
  wire [7:0] open_address;
  wire opened;
  wire at_rest;
  wire take_row;
  wire complement;
  wire move;
  wire [3:0] distance;
  wire take_constant;
  wire constant;
  wire take_match;
  wire unmasked;
  wire update_mask;
  wire [2:0] mask_update;
  wire read;
  wire write;
  wire search;
  wire clear;
  wire [7:0] raddr;
  wire [7:0] waddr0;
  wire [7:0] waddr1;
  wire dual;
  wire [1:0] op;
  wire [9:0] count;
  wire [63:0] key;
  wire pair;
  wire access_done;
  wire [19:0] latch;
  wire [19:0] write_mask;
  wire [19:0] row;
  wire [19:0] match;
  wire [15:0] column;
  wire [1:0] block;
  wire restore_mask;

  assign send_done_o = out_valid_o && out_ready_i && out_last_o;

  // Packets.
  float_unit_memory_float_packets packets (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(receive_start_i),
    .to_lanes_i(lanes_space_i),
    .words_i(program_words_i),
    .last_of_lanes_i(last_beat),
    .tvalid_i(in_valid_i),
    .tlast_i(in_last_i),
    .tready_o(in_ready_o),
    .program_take_o(program_take),
    .lanes_valid_o(words_valid),
    .lanes_ready_i(words_ready),
    .lanes_idle_i(transposer_idle),
    .abort_o(abort),
    .done_o(receive_done_o),
    .error_o(receive_error_o)
  );

  float_unit_memory_skid_buffer #(.Width(65)) sender (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .data_i({rows_valid ? rows_last : program_last, rows_valid ? rows_data : program_word}),
    .valid_i(rows_valid || program_valid),
    .ready_o(sender_ready),
    .data_o({out_last_o, out_data_o}),
    .valid_o(out_valid_o),
    .ready_i(out_ready_i)
  );

  // Program.
  float_unit_memory_sot_program_store program_store (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .fetch_i(fetch),
    .fetch_address_i(fetch_address),
    .word_o(program_word),
    .start_i(receive_start_i || send_start_i),
    .start_out_i(send_start_i && !to_lanes_i),
    .first_i(program_first_i),
    .words_i(program_words_i),
    .in_data_i(in_data_i),
    .in_take_i(program_take),
    .out_valid_o(program_valid),
    .out_last_o(program_last),
    .out_ready_i(sender_ready)
  );

  // The array.
  float_unit_memory_sot_sequencer sequencer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(program_start_i),
    .first_i(program_first_i),
    .bases_i(bases_i),
    .fetch_o(fetch),
    .fetch_address_o(fetch_address),
    .word_i(program_word),
    .done_o(program_done_o),
    .error_o(program_error_o),
    .take_row_o(take_row),
    .complement_o(complement),
    .move_o(move),
    .distance_o(distance),
    .take_constant_o(take_constant),
    .constant_o(constant),
    .take_match_o(take_match),
    .unmasked_o(unmasked),
    .update_mask_o(update_mask),
    .mask_update_o(mask_update),
    .open_row_i(open_row),
    .open_to_write_i(open_to_write),
    .open_address_i(open_address),
    .opened_o(opened),
    .at_rest_o(at_rest),
    .read_o(read),
    .write_o(write),
    .search_o(search),
    .clear_o(clear),
    .raddr_o(raddr),
    .waddr0_o(waddr0),
    .waddr1_o(waddr1),
    .dual_o(dual),
    .op_o(op),
    .count_o(count),
    .key_o(key),
    .pair_o(pair),
    .access_done_i(access_done)
  );

  // Only pins wait.
  wire unused_wait_cycles_i = &{1'b0, wait_cycles_i};

  float_unit_memory_sot_array_memory array (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .read_i(read),
    .write_i(write),
    .search_i(search),
    .clear_i(clear),
    .raddr_i(raddr),
    .waddr0_i(waddr0),
    .waddr1_i(waddr1),
    .dual_i(dual),
    .op_i(op),
    .count_i(count),
    .key_i(key),
    .pair_i(pair),
    .wdata_i(latch),
    .wmask_i(write_mask),
    .done_o(access_done),
    .row_o(row),
    .match_o(match)
  );

  float_unit_memory_sot_lanes lanes (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .row_i(row),
    .match_i(match),
    .take_row_i(take_row),
    .complement_i(complement),
    .move_i(move),
    .distance_i(distance),
    .take_constant_i(take_constant),
    .constant_i(constant),
    .take_match_i(take_match),
    .unmasked_i(unmasked),
    .update_mask_i(update_mask),
    .mask_update_i(mask_update),
    .restore_mask_i(restore_mask || program_done_o),
    .take_column_i(opened && open_to_write),
    .column_i(column),
    .block_i(block),
    .latch_o(latch),
    .write_mask_o(write_mask)
  );

  float_unit_memory_sot_transposer transposer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_in_i(receive_start_i && to_lanes_i),
    .start_out_i(send_start_i && to_lanes_i),
    .abort_i(abort),
    .first_row_i(lanes_first_i),
    .bits_i(lanes_bits_i),
    .in_data_i(in_data_i),
    .in_valid_i(words_valid),
    .in_ready_o(words_ready),
    .last_beat_o(last_beat),
    .out_data_o(rows_data),
    .out_valid_o(rows_valid),
    .out_last_o(rows_last),
    .out_ready_i(sender_ready),
    .open_row_o(open_row),
    .open_to_write_o(open_to_write),
    .open_address_o(open_address),
    .opened_i(opened),
    .at_rest_i(at_rest),
    .row_read_i(take_row),
    .latch_i(latch),
    .column_o(column),
    .block_o(block),
    .restore_mask_o(restore_mask),
    .idle_o(transposer_idle)
  );

endmodule

`default_nettype wire
