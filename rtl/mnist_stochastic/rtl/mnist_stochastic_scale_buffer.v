// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Buffer of the state space "scale", one value a column, for the requantiser.
// Latency: values_o 1 cycle from commit_i.

`default_nettype none

module mnist_stochastic_scale_buffer (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire [63:0] beat_i,
  input  wire last_i,  // this is the last beat of the packet
  input  wire shift_i,
  input  wire commit_i,
  output wire out_of_range_o,
  output wire [159:0] values_o
);

  wire out_of_range;

  // No lane is illegal in the last beat alone.
  wire unused_last_i = &{1'b0, last_i};

  assign out_of_range = 1'b0;
  assign out_of_range_o = out_of_range;

  mnist_stochastic_scale_register values (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .beat_i({beat_i[63:48], beat_i[47:32], beat_i[31:16], beat_i[15:0]}),
    .shift_i(shift_i),
    .commit_i(commit_i),
    .values_o(values_o)
  );

endmodule

`default_nettype wire
