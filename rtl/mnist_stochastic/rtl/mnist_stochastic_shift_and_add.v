// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Shift-and-add of one column: turns the counts of its weight slices into values v = 2 count - total, weighs each by
// the place of its slice, and adds the stream to the accumulator, most significant stream first:
// y <- y * 2^stream_bits + sum over slices i of 2^(slice_bits i) v(i).
// Latency: 1 cycle from combine_i. clear_i wins.

`default_nettype none

module mnist_stochastic_shift_and_add (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire clear_i,
  input  wire combine_i,
  input  wire [5:0] total_i,  // samples * subarrays
  input  wire [5:0] counts_i,  // slice 0 lowest
  output wire [10:0] accumulator_o  // two's complement
);

  reg  [6:0] value_0;
  reg  [10:0] stream_sum;

  reg  [10:0] accumulator_q;

  always @* begin
    value_0 = 7'd0;
    stream_sum = 11'd0;
    if (combine_i) begin
      value_0 = {counts_i, 1'b0} - {1'b0, total_i};
      stream_sum = {{4{value_0[6]}}, value_0};
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      accumulator_q <= 11'd0;
    end else if (clear_i) begin
      accumulator_q <= 11'd0;
    end else if (combine_i) begin
      accumulator_q <= {accumulator_q[9:0], 1'b0} + stream_sum;
    end
  end

  assign accumulator_o = accumulator_q;

endmodule

`default_nettype wire
