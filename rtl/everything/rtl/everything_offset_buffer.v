// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Buffer of the state space "offset", one value a column, for the requantiser.
// Latency: values_o 1 cycle from commit_i.

`default_nettype none

module everything_offset_buffer (
  input  wire clk_i,
  input  wire rst_i,
  input  wire [63:0] beat_i,
  input  wire last_i,  // this is the last beat of the packet
  input  wire shift_i,
  input  wire commit_i,
  output wire out_of_range_o,
  output wire [120:0] values_o
);

  wire out_of_range;

  assign out_of_range = (|beat_i[15:10] && !(&beat_i[15:10])) || (|beat_i[31:26] && !(&beat_i[31:26])) ||
      (|beat_i[47:42] && !(&beat_i[47:42])) || (!last_i && (|beat_i[63:58] && !(&beat_i[63:58])));
  assign out_of_range_o = out_of_range;

  everything_offset_register values (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .beat_i({beat_i[58:48], beat_i[42:32], beat_i[26:16], beat_i[10:0]}),
    .shift_i(shift_i),
    .commit_i(commit_i),
    .values_o(values_o)
  );

endmodule

`default_nettype wire
