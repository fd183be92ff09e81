// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// State that a packet replaces whole or not at all: commit_i copies what was staged once the packet has
// proved good.
// Latency: values_o 1 cycle from commit_i.

`default_nettype none

module everything_digit_plane (
  input  wire clk_i,
  input  wire rst_i,
  input  wire [15:0] beat_i,  // the values of one beat
  input  wire shift_i,
  input  wire commit_i,
  output wire [25:0] values_o
);

  wire [25:0] staged;

  reg  [25:0] values_q;

  everything_digit_plane_staging staging (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .beat_i(beat_i),
    .shift_i(shift_i),
    .values_o(staged)
  );

  always @(posedge clk_i) begin
    if (rst_i) begin
      values_q <= {13{2'd0}};
    end else if (commit_i) begin
      values_q <= staged;
    end
  end

  assign values_o = values_q;

endmodule

`default_nettype wire
