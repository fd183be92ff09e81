// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Requantises all columns, one after the other through one multiplier; outputs shift in from the top.
// Latency: columns + 1 cycles after start_i, done_o in the last of them.

`default_nettype none

module mnist_stochastic_requantise_columns (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire start_i,
  input  wire [109:0] accumulators_i,
  input  wire [159:0] scales_i,
  input  wire [159:0] offsets_i,
  input  wire [4:0] shift_i,
  output wire [159:0] outputs_o,
  output wire done_o
);

  wire [15:0] results;
  wire last_column;

  reg  multiply_q;  // a product is formed in this cycle
  reg  round_q;  // a product is rounded in this cycle
  reg  [159:0] outputs_q;
  reg  [3:0] column_q;

  assign last_column = column_q == 4'd9;

  mnist_stochastic_requantiser #(.AccumulatorBits(11), .OutputBits(16), .ScaleBits(16), .ShiftBits(5)) requantise (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .enable_i(multiply_q),
    .accumulator_i(accumulators_i[{3'd0, column_q} * 7'd11 +: 11]),
    .scale_i(scales_i[{4'd0, column_q} * 8'd16 +: 16]),
    .offset_i(offsets_i[{4'd0, column_q} * 8'd16 +: 16]),
    .shift_i(shift_i),
    .result_o(results)
  );

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      multiply_q <= 1'b0;
      column_q <= 4'd0;
    end else if (start_i) begin
      multiply_q <= 1'b1;
      column_q <= 4'd0;
    end else if (multiply_q) begin
      column_q <= column_q + 4'd1;
      multiply_q <= !last_column;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      round_q <= 1'b0;
    end else begin
      round_q <= multiply_q;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      outputs_q <= 160'd0;
    end else if (round_q) begin
      outputs_q <= {results, outputs_q[159:16]};
    end
  end

  assign done_o = round_q && !multiply_q;
  assign outputs_o = outputs_q;

endmodule

`default_nettype wire
