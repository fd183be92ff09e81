// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// State that a packet replaces whole or not at all: commit_i copies what was staged once the packet has
// proved good.
// Latency: values_o 1 cycle from commit_i.

`default_nettype none

module mnist_stochastic_offset_register (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire [63:0] beat_i,  // the values of one beat
  input  wire shift_i,
  input  wire commit_i,
  output wire [159:0] values_o
);

  wire [159:0] staged;

  reg  [159:0] values_q;

  mnist_stochastic_offset_register_staging staging (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .beat_i(beat_i),
    .shift_i(shift_i),
    .values_o(staged)
  );

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      values_q <= {10{16'd0}};
    end else if (commit_i) begin
      values_q <= staged;
    end
  end

  assign values_o = values_q;

endmodule

`default_nettype wire
