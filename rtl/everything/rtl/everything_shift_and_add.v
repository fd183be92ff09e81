// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Shift-and-add of one column: turns the counts of its weight slices into values v = 2 count - total, weighs each by
// the place of its slice, and adds the stream to the accumulator, most significant stream first:
// y <- y * 2^stream_bits + sum over slices i of 2^(slice_bits i) v(i).
// Latency: 1 cycle from combine_i. clear_i wins.

`default_nettype none

module everything_shift_and_add (
  input  wire clk_i,
  input  wire rst_i,
  input  wire clear_i,
  input  wire combine_i,
  input  wire [14:0] totals_i,  // samples taken, slice 0 lowest
  input  wire [14:0] counts_i,  // slice 0 lowest
  output wire [12:0] accumulator_o  // two's complement
);

  reg  [5:0] value_0;
  reg  [5:0] value_1;
  reg  [5:0] value_2;
  reg  [12:0] stream_sum;

  reg  [12:0] accumulator_q;

  always @* begin
    value_0 = 6'd0;
    value_1 = 6'd0;
    value_2 = 6'd0;
    stream_sum = 13'd0;
    if (combine_i) begin
      value_0 = {counts_i[4:0], 1'b0} - {1'b0, totals_i[4:0]};
      value_1 = {counts_i[9:5], 1'b0} - {1'b0, totals_i[9:5]};
      value_2 = {counts_i[14:10], 1'b0} - {1'b0, totals_i[14:10]};
      stream_sum = {{7{value_0[5]}}, value_0} + {{{5{value_1[5]}}, value_1}, 2'd0} + {{{3{value_2[5]}}, value_2}, 4'd0};
    end
  end

  always @(posedge clk_i) begin
    if (rst_i) begin
      accumulator_q <= 13'd0;
    end else if (clear_i) begin
      accumulator_q <= 13'd0;
    end else if (combine_i) begin
      accumulator_q <= {accumulator_q[10:0], 2'd0} + stream_sum;
    end
  end

  assign accumulator_o = accumulator_q;

endmodule

`default_nettype wire
