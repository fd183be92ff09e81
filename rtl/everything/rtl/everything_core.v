// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Tile core: the stochastic read-out of a crossbar. Input codes stream onto the rows digit by digit; MTJ
// converters turn each partial sum into random bits; counters, shift-and-add and requantiser make the
// outputs. Latency of a FORWARD: streams * (settle + samples * (reset + write + read)) + 1 + requantise.
// A BACKWARD drives the columns with the output errors and reads the rows, through the same
// converters, counters and accumulators, which it leaves as they are.

`default_nettype none

module everything_core (
  input  wire clk_i,
  input  wire rst_i,
  input  wire write_i,
  input  wire [7:0] write_address_i,
  input  wire [31:0] write_data_i,
  input  wire write_full_i,
  output wire write_refused_o,
  input  wire [7:0] read_address_i,
  output wire [31:0] read_data_o,
  output wire read_refused_o,
  input  wire [63:0] in_data_i,
  input  wire in_valid_i,
  input  wire in_last_i,
  output wire in_ready_o,
  output wire [63:0] out_data_o,
  output wire out_valid_o,
  output wire out_last_o,
  input  wire out_ready_i,
  output wire interrupt_o,
  output wire [12:0] row_sign_o,
  output wire [25:0] row_level_o,
  output wire integ_rst_o,
  output wire integ_en_o,
  output wire [1:0] mtj_reset_o,
  output wire [1:0] mtj_write_o,
  output wire [1:0] mtj_read_o,
  input  wire [53:0] mtj_bit_i,  // sub-array, slice, line, MTJ of the line
  output wire [10:0] col_sign_o,  // 1: negative rail
  output wire [21:0] col_level_o,
  output wire reverse_o,  // 1: columns are driven, rows read
  output wire array_sel_o,  // 0: W, 1: A
  output wire [1:0] column_sel_o  // which column of each line is read
);

  localparam [7:0] SpaceInput = 8'd0;
  localparam [7:0] SpaceScale = 8'd4;
  localparam [7:0] SpaceOffset = 8'd5;
  localparam [7:0] SpaceHealth = 8'd6;
  localparam [7:0] SpaceOutputError = 8'd13;

  wire receive_start;
  wire receive_done;
  wire [7:0] receive_error;
  wire send_start;
  wire send_done;
  wire forward_start;
  wire forward_done;
  wire [7:0] space;
  wire [2:0] samples;
  wire [4:0] shift;
  wire [7:0] receive_space;
  wire receive_ahead;
  wire backward_start;
  wire backward_done;
  wire [53:0] health;  // flags of the converters
  wire monitor;
  wire monitor_restart;
  wire monitor_clear;
  wire shift_beat;
  wire last_beat;
  wire commit;
  wire input_out_of_range;
  wire scale_out_of_range;
  wire offset_out_of_range;
  wire to_input;
  wire to_scale;
  wire to_offset;
  wire to_health;
  wire health_out_of_range;
  wire to_error;
  wire error_out_of_range;
  wire [12:0] signs;
  wire [51:0] digits;
  wire [98:0] scales;
  wire [120:0] offsets;
  wire [10:0] error_signs;
  wire [43:0] error_digits;
  wire read_start;
  wire drive;
  wire stream;
  wire release_rows;
  wire capture_sample;
  wire clear_counters;
  wire clear_accumulators;
  wire [3:0] combine;
  wire read_out;
  wire pair;  // which MTJ of each line is sampled
  wire drive_columns;
  wire [53:0] captured;
  wire watch;
  wire watch_rest;
  wire [53:0] left_out;
  wire [71:0] placed;  // one a sub-array, slice, line, MTJ of either direction
  wire [71:0] placed_left_out;  // one a sub-array, slice, line, MTJ of either direction
  wire [59:0] counters;  // slice major
  wire [59:0] totals;  // slice major
  wire [168:0] accumulators;
  wire [12:0] has_output;
  wire [120:0] outputs;

  // Commands.
  everything_command_frontend command_frontend (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .write_i(write_i),
    .write_address_i(write_address_i),
    .write_data_i(write_data_i),
    .write_full_i(write_full_i),
    .write_refused_o(write_refused_o),
    .read_address_i(read_address_i),
    .read_data_o(read_data_o),
    .read_refused_o(read_refused_o),
    .receive_start_o(receive_start),
    .send_start_o(send_start),
    .forward_start_o(forward_start),
    .space_o(space),
    .receive_done_i(receive_done),
    .receive_error_i(receive_error),
    .send_done_i(send_done),
    .forward_done_i(forward_done),
    .samples_o(samples),
    .shift_o(shift),
    .interrupt_o(interrupt_o),
    .receive_space_o(receive_space),
    .receive_ahead_o(receive_ahead),
    .backward_start_o(backward_start),
    .backward_done_i(backward_done),
    .monitor_o(monitor),
    .monitor_restart_o(monitor_restart),
    .monitor_clear_o(monitor_clear),
    .flagged_i(|health),
    .array_sel_o(array_sel_o)
  );

  // State that packets write.
  assign to_input = receive_space == SpaceInput;
  assign to_scale = receive_space == SpaceScale;
  assign to_offset = receive_space == SpaceOffset;
  assign to_health = receive_space == SpaceHealth;
  assign to_error = receive_space == SpaceOutputError;

  everything_packet_receiver packet_receiver (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .start_i(receive_start),
    .space_i(receive_space),
    .tvalid_i(in_valid_i),
    .tlast_i(in_last_i),
    .tready_o(in_ready_o),
    .out_of_range_i((to_input && input_out_of_range) || (to_scale && scale_out_of_range) || (to_offset && offset_out_of_range) ||
      (to_health && health_out_of_range) || (to_error && error_out_of_range)),
    .shift_o(shift_beat),
    .last_o(last_beat),
    .commit_o(commit),
    .done_o(receive_done),
    .error_o(receive_error),
    .ahead_i(receive_ahead)
  );

  everything_input_buffer input_buffer (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .beat_i(in_data_i),
    .last_i(last_beat),
    .shift_i(shift_beat && to_input),
    .commit_i(commit && to_input),
    .out_of_range_o(input_out_of_range),
    .signs_o(signs),
    .digits_o(digits)
  );

  everything_scale_buffer scale_buffer (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .beat_i(in_data_i),
    .last_i(last_beat),
    .shift_i(shift_beat && to_scale),
    .commit_i(commit && to_scale),
    .out_of_range_o(scale_out_of_range),
    .values_o(scales)
  );

  everything_offset_buffer offset_buffer (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .beat_i(in_data_i),
    .last_i(last_beat),
    .shift_i(shift_beat && to_offset),
    .commit_i(commit && to_offset),
    .out_of_range_o(offset_out_of_range),
    .values_o(offsets)
  );

  everything_error_buffer error_buffer (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .beat_i(in_data_i),
    .last_i(last_beat),
    .shift_i(shift_beat && to_error),
    .commit_i(commit && to_error),
    .out_of_range_o(error_out_of_range),
    .signs_o(error_signs),
    .digits_o(error_digits)
  );

  assign read_start = forward_start || backward_start;

  // Rows and array.
  everything_array_sequencer array_sequencer (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .start_i(read_start),
    .samples_i(samples),
    .drive_o(drive),
    .stream_o(stream),
    .release_o(release_rows),
    .integ_rst_o(integ_rst_o),
    .integ_en_o(integ_en_o),
    .mtj_reset_o(mtj_reset_o),
    .mtj_write_o(mtj_write_o),
    .mtj_read_o(mtj_read_o),
    .capture_o(capture_sample),
    .clear_counters_o(clear_counters),
    .clear_accumulators_o(clear_accumulators),
    .combine_o(combine),
    .finished_o(read_out),
    .column_sel_o(column_sel_o),
    .pair_o(pair),
    .backward_i(backward_start),
    .drive_columns_o(drive_columns),
    .reverse_o(reverse_o)
  );

  everything_row_streamer row_streamer (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .signs_i(signs),
    .drive_i(drive),
    .release_i(release_rows),
    .row_sign_o(row_sign_o),
    .row_level_o(row_level_o),
    .digits_i(digits),
    .stream_i(stream)
  );

  everything_column_streamer column_streamer (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .signs_i(error_signs),
    .drive_i(drive_columns),
    .release_i(release_rows),
    .col_sign_o(col_sign_o),
    .col_level_o(col_level_o),
    .digits_i(error_digits),
    .stream_i(stream)
  );

  // Converters.
  everything_synchroniser #(.Stages(2), .Width(54)) mtj_capture (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .data_i(mtj_bit_i),
    .data_o(captured)
  );

  assign watch = capture_sample && monitor;
  assign watch_rest = watch && !reverse_o;

  everything_health_monitors health_monitors (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .watch_i({watch && pair, watch && !pair}),
    .bits_i(captured),
    .restart_i(monitor_restart),
    .clear_i(monitor_clear),
    .flags_o(health),
    .watch_rest_i({watch_rest && pair, watch_rest && !pair}),
    .beat_i(in_data_i),
    .last_i(last_beat),
    .shift_i(shift_beat && to_health),
    .commit_i(commit && to_health),
    .out_of_range_o(health_out_of_range),
    .begin_i(read_start),
    .left_out_o(left_out)
  );

  assign placed = reverse_o ? {{24{1'b0}}, captured[47:0]} : {
      {2{1'b0}},
      captured[53:48],
      {2{1'b0}},
      captured[47:42],
      {2{1'b0}},
      captured[41:36],
      {2{1'b0}},
      captured[35:30],
      {2{1'b0}},
      captured[29:24],
      {2{1'b0}},
      captured[23:18],
      {2{1'b0}},
      captured[17:12],
      {2{1'b0}},
      captured[11:6],
      {2{1'b0}},
      captured[5:0]};
  assign placed_left_out = reverse_o ? {{24{1'b1}}, left_out[47:0]} : {
      {2{1'b1}},
      left_out[53:48],
      {2{1'b1}},
      left_out[47:42],
      {2{1'b1}},
      left_out[41:36],
      {2{1'b1}},
      left_out[35:30],
      {2{1'b1}},
      left_out[29:24],
      {2{1'b1}},
      left_out[23:18],
      {2{1'b1}},
      left_out[17:12],
      {2{1'b1}},
      left_out[11:6],
      {2{1'b1}},
      left_out[5:0]};

  // Counters, a lane for each line.
  genvar line;
  generate
    for (line = 0; line < 4; line = line + 1) begin : lines
      everything_line_counters line_lane (
        .clk_i(clk_i),
        .rst_i(rst_i),
        .bits_i({
      pair ? placed[65 + line*2] : placed[64 + line*2],
      pair ? placed[41 + line*2] : placed[40 + line*2],
      pair ? placed[17 + line*2] : placed[16 + line*2],
      pair ? placed[57 + line*2] : placed[56 + line*2],
      pair ? placed[33 + line*2] : placed[32 + line*2],
      pair ? placed[9 + line*2] : placed[8 + line*2],
      pair ? placed[49 + line*2] : placed[48 + line*2],
      pair ? placed[25 + line*2] : placed[24 + line*2],
      pair ? placed[1 + line*2] : placed[line*2]}),
        .capture_i(capture_sample),
        .clear_i(clear_counters),
        .counts_o({counters[40 + line*5 +: 5], counters[20 + line*5 +: 5], counters[line*5 +: 5]}),
        .left_out_i({
      pair ? placed_left_out[65 + line*2] : placed_left_out[64 + line*2],
      pair ? placed_left_out[41 + line*2] : placed_left_out[40 + line*2],
      pair ? placed_left_out[17 + line*2] : placed_left_out[16 + line*2],
      pair ? placed_left_out[57 + line*2] : placed_left_out[56 + line*2],
      pair ? placed_left_out[33 + line*2] : placed_left_out[32 + line*2],
      pair ? placed_left_out[9 + line*2] : placed_left_out[8 + line*2],
      pair ? placed_left_out[49 + line*2] : placed_left_out[48 + line*2],
      pair ? placed_left_out[25 + line*2] : placed_left_out[24 + line*2],
      pair ? placed_left_out[1 + line*2] : placed_left_out[line*2]}),
        .totals_o({totals[40 + line*5 +: 5], totals[20 + line*5 +: 5], totals[line*5 +: 5]})
      );
    end
  endgenerate

  // Accumulators, one an output of either direction.
  assign has_output = {{2{reverse_o}}, {11{1'b1}}};

  genvar adder;
  generate
    for (adder = 0; adder < 13; adder = adder + 1) begin : adders
      everything_shift_and_add adder_lane (
        .clk_i(clk_i),
        .rst_i(rst_i),
        .clear_i(clear_accumulators),
        .combine_i(combine[(adder % 4)] && has_output[adder]),
        .counts_i({counters[40 + (adder / 4)*5 +: 5], counters[20 + (adder / 4)*5 +: 5], counters[(adder / 4)*5 +: 5]}),
        .totals_i({totals[40 + (adder / 4)*5 +: 5], totals[20 + (adder / 4)*5 +: 5], totals[(adder / 4)*5 +: 5]}),
        .accumulator_o(accumulators[adder*13 +: 13])
      );
    end
  endgenerate

  // Accumulators to outputs.
  assign backward_done = read_out && reverse_o;

  everything_requantise_columns requantise_columns (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .start_i(read_out && !reverse_o),
    .accumulators_i(accumulators[142:0]),
    .scales_i(scales),
    .offsets_i(offsets),
    .shift_i(shift),
    .outputs_o(outputs),
    .done_o(forward_done)
  );

  everything_packet_sender packet_sender (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .start_i(send_start),
    .space_i(space),
    .signs_i(signs),
    .digits_i(digits),
    .output_i(outputs),
    .accumulator_i(accumulators),
    .counter_i(counters),
    .scale_i(scales),
    .offset_i(offsets),
    .tready_i(out_ready_i),
    .tdata_o(out_data_o),
    .tvalid_o(out_valid_o),
    .tlast_o(out_last_o),
    .done_o(send_done),
    .error_signs_i(error_signs),
    .error_digits_i(error_digits),
    .health_i(health)
  );

endmodule

`default_nettype wire
