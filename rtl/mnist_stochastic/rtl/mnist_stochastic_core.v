// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Tile core: the stochastic read-out of a crossbar. Input codes stream onto the rows digit by digit; MTJ
// converters turn each partial sum into random bits; counters, shift-and-add and requantiser make the
// outputs. Latency of a FORWARD: streams * (settle + samples * (reset + write + read)) + 1 + requantise.

`default_nettype none

module mnist_stochastic_core (
  input  wire clk_i,
  input  wire rst_ni,
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
  output wire [783:0] row_sign_o,
  output wire [783:0] row_level_o,
  output wire integ_rst_o,
  output wire integ_en_o,
  output wire mtj_reset_o,
  output wire mtj_write_o,
  output wire mtj_read_o,
  input  wire [69:0] mtj_bit_i  // sub-array, slice, line
);

  localparam [7:0] SpaceInput = 8'd0;
  localparam [7:0] SpaceScale = 8'd4;
  localparam [7:0] SpaceOffset = 8'd5;

  wire receive_start;
  wire receive_done;
  wire [7:0] receive_error;
  wire send_start;
  wire send_done;
  wire forward_start;
  wire forward_done;
  wire [7:0] space;
  wire [3:0] samples;
  wire [4:0] shift;
  wire shift_beat;
  wire last_beat;
  wire commit;
  wire input_out_of_range;
  wire scale_out_of_range;
  wire offset_out_of_range;
  wire to_input;
  wire to_scale;
  wire to_offset;
  wire [783:0] signs;
  wire [3135:0] digits;
  wire [159:0] scales;
  wire [159:0] offsets;
  wire drive;
  wire [1:0] stream;
  wire release_rows;
  wire capture_sample;
  wire clear_counters;
  wire clear_accumulators;
  wire combine;
  wire read_out;
  wire [69:0] captured;
  wire [59:0] counters;  // slice major
  wire [109:0] accumulators;
  wire [5:0] total;  // conversions of one partial sum over all sub-arrays
  wire [159:0] outputs;

  // Commands.
  mnist_stochastic_command_frontend command_frontend (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
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
    .interrupt_o(interrupt_o)
  );

  // State that packets write.
  assign to_input = space == SpaceInput;
  assign to_scale = space == SpaceScale;
  assign to_offset = space == SpaceOffset;

  mnist_stochastic_packet_receiver packet_receiver (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(receive_start),
    .space_i(space),
    .tvalid_i(in_valid_i),
    .tlast_i(in_last_i),
    .tready_o(in_ready_o),
    .out_of_range_i((to_input && input_out_of_range) || (to_scale && scale_out_of_range) || (to_offset && offset_out_of_range)),
    .shift_o(shift_beat),
    .last_o(last_beat),
    .commit_o(commit),
    .done_o(receive_done),
    .error_o(receive_error)
  );

  mnist_stochastic_input_buffer input_buffer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .beat_i(in_data_i),
    .last_i(last_beat),
    .shift_i(shift_beat && to_input),
    .commit_i(commit && to_input),
    .out_of_range_o(input_out_of_range),
    .signs_o(signs),
    .digits_o(digits)
  );

  mnist_stochastic_scale_buffer scale_buffer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .beat_i(in_data_i),
    .last_i(last_beat),
    .shift_i(shift_beat && to_scale),
    .commit_i(commit && to_scale),
    .out_of_range_o(scale_out_of_range),
    .values_o(scales)
  );

  mnist_stochastic_offset_buffer offset_buffer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .beat_i(in_data_i),
    .last_i(last_beat),
    .shift_i(shift_beat && to_offset),
    .commit_i(commit && to_offset),
    .out_of_range_o(offset_out_of_range),
    .values_o(offsets)
  );

  // Rows and array.
  mnist_stochastic_array_sequencer array_sequencer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(forward_start),
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
    .finished_o(read_out)
  );

  mnist_stochastic_row_streamer row_streamer (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .signs_i(signs),
    .drive_i(drive),
    .release_i(release_rows),
    .row_sign_o(row_sign_o),
    .row_level_o(row_level_o),
    .digits_i(digits),
    .stream_i(stream)
  );

  // Converters.
  mnist_stochastic_synchroniser #(.Stages(2), .Width(70)) mtj_capture (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .data_i(mtj_bit_i),
    .data_o(captured)
  );

  // Counters, a lane for each line.
  genvar line;
  generate
    for (line = 0; line < 10; line = line + 1) begin : lines
      mnist_stochastic_line_counters line_lane (
        .clk_i(clk_i),
        .rst_ni(rst_ni),
        .bits_i({
      captured[60 + line],
      captured[50 + line],
      captured[40 + line],
      captured[30 + line],
      captured[20 + line],
      captured[10 + line],
      captured[line]}),
        .capture_i(capture_sample),
        .clear_i(clear_counters),
        .counts_o(counters[line*6 +: 6])
      );
    end
  endgenerate

  // Accumulators, one a column.
  assign total = {2'd0, samples} * 6'd7;

  genvar column;
  generate
    for (column = 0; column < 10; column = column + 1) begin : columns
      mnist_stochastic_shift_and_add column_lane (
        .clk_i(clk_i),
        .rst_ni(rst_ni),
        .clear_i(clear_accumulators),
        .combine_i(combine),
        .counts_i(counters[column*6 +: 6]),
        .total_i(total),
        .accumulator_o(accumulators[column*11 +: 11])
      );
    end
  endgenerate

  // Accumulators to outputs.
  mnist_stochastic_requantise_columns requantise_columns (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(read_out),
    .accumulators_i(accumulators),
    .scales_i(scales),
    .offsets_i(offsets),
    .shift_i(shift),
    .outputs_o(outputs),
    .done_o(forward_done)
  );

  mnist_stochastic_packet_sender packet_sender (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
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
    .done_o(send_done)
  );

endmodule

`default_nettype wire
