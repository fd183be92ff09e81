// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Health monitors of all converters, the windows they share, and the converters left out of the running
// FORWARD: those flagged when it began.
// Latency: flags_o 1 cycle from watch_i, left_out_o 1 cycle from begin_i.

`default_nettype none

module everything_health_monitors (
  input  wire clk_i,
  input  wire rst_i,
  input  wire [1:0] watch_i,  // a sample of these MTJs is taken
  input  wire [1:0] watch_rest_i,  // the same of converters 48 and above
  input  wire [53:0] bits_i,
  input  wire restart_i,
  input  wire clear_i,
  output wire [53:0] flags_o,
  input  wire [63:0] beat_i,
  input  wire last_i,  // this is the last beat of the packet
  input  wire shift_i,
  input  wire commit_i,
  input  wire begin_i,  // a FORWARD begins
  output wire out_of_range_o,
  output wire [53:0] left_out_o
);

  wire [1:0] window_starts;
  wire [4:0] position_1;
  wire [4:0] position_0;
  wire [53:0] flags;
  wire out_of_range;
  wire [53:0] staged;
  wire [1:0] rest_window_starts;
  wire [4:0] rest_position_1;
  wire [4:0] rest_position_0;

  reg  [9:0] position_q;  // place in the window of the next sample
  reg  [53:0] left_out_q;
  reg  [9:0] rest_position_q;  // place in the window of the next sample

  assign position_1 = position_q[9:5];
  assign window_starts[1] = position_1 == 5'd0;
  assign position_0 = position_q[4:0];
  assign window_starts[0] = position_0 == 5'd0;

  always @(posedge clk_i) begin
    if (rst_i) begin
      position_q <= 10'd0;
    end else if (restart_i || clear_i) begin
      position_q <= 10'd0;
    end else begin
      position_q <= {
      watch_i[1] ? ((position_1 == 5'd16) ? 5'd0 : position_1 + 5'd1) : position_1,
      watch_i[0] ? ((position_0 == 5'd16) ? 5'd0 : position_0 + 5'd1) : position_0};
    end
  end

  assign out_of_range = |beat_i[7:1] || |beat_i[15:9] || |beat_i[23:17] || |beat_i[31:25] || |beat_i[39:33] || |beat_i[47:41] ||
      (!last_i && (|beat_i[55:49] || |beat_i[63:57]));
  assign out_of_range_o = out_of_range;

  everything_health_staging staging (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .beat_i({beat_i[56], beat_i[48], beat_i[40], beat_i[32], beat_i[24], beat_i[16], beat_i[8], beat_i[0]}),
    .shift_i(shift_i),
    .values_o(staged)
  );

  always @(posedge clk_i) begin
    if (rst_i) begin
      left_out_q <= 54'd0;
    end else if (begin_i) begin
      left_out_q <= flags;
    end
  end

  assign left_out_o = left_out_q;

  genvar converter;
  generate
    for (converter = 0; converter < 48; converter = converter + 1) begin : converters
      everything_health_monitor converter_lane (
        .clk_i(clk_i),
        .rst_i(rst_i),
        .watch_i(watch_i[(converter % 2)]),
        .window_starts_i(window_starts[(converter % 2)]),
        .bit_i(bits_i[converter]),
        .restart_i(restart_i),
        .clear_i(clear_i),
        .flag_o(flags[converter]),
        .load_i(commit_i),
        .load_flag_i(staged[converter])
      );
    end
  endgenerate

  assign rest_position_1 = rest_position_q[9:5];
  assign rest_window_starts[1] = rest_position_1 == 5'd0;
  assign rest_position_0 = rest_position_q[4:0];
  assign rest_window_starts[0] = rest_position_0 == 5'd0;

  always @(posedge clk_i) begin
    if (rst_i) begin
      rest_position_q <= 10'd0;
    end else if (restart_i || clear_i) begin
      rest_position_q <= 10'd0;
    end else begin
      rest_position_q <= {
      watch_rest_i[1] ? ((rest_position_1 == 5'd16) ? 5'd0 : rest_position_1 + 5'd1) : rest_position_1,
      watch_rest_i[0] ? ((rest_position_0 == 5'd16) ? 5'd0 : rest_position_0 + 5'd1) : rest_position_0};
    end
  end

  genvar rest;
  generate
    for (rest = 0; rest < 6; rest = rest + 1) begin : rests
      everything_health_monitor rest_lane (
        .clk_i(clk_i),
        .rst_i(rst_i),
        .watch_i(watch_rest_i[(rest % 2)]),
        .window_starts_i(rest_window_starts[(rest % 2)]),
        .bit_i(bits_i[48 + rest]),
        .restart_i(restart_i),
        .clear_i(clear_i),
        .flag_o(flags[48 + rest]),
        .load_i(commit_i),
        .load_flag_i(staged[48 + rest])
      );
    end
  endgenerate

  assign flags_o = flags;

endmodule

`default_nettype wire
