// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Sub-array sum: how many of a column's converters, one a sub-array, read 1 in this sample.
// Latency: 0 cycles. The sum has the width of the counter it is added to.

`default_nettype none

module mnist_stochastic_subarray_sum (
  input  wire enable_i,  // sum_o is used; else it is 0
  input  wire [6:0] bits_i,  // one a sub-array
  output wire [5:0] sum_o
);

  reg  [5:0] ones;

  always @* begin
    ones = 6'd0;
    if (enable_i) begin
      ones = {
      3'd0,
      {1'b0, {1'b0, bits_i[0]} + ({1'b0, bits_i[1]} + {1'b0, bits_i[2]})} +
      ({1'b0, {1'b0, bits_i[3]} + {1'b0, bits_i[4]}} + {1'b0, {1'b0, bits_i[5]} + {1'b0, bits_i[6]}})};
    end
  end

  assign sum_o = ones;

endmodule

`default_nettype wire
