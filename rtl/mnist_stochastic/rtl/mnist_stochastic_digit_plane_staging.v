// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Staging of a packet: its beats shift in from the top, so the first ends at the bottom. What it holds
// means something only once the whole packet is in.
// Latency: values_o 1 cycle from shift_i.

`default_nettype none

module mnist_stochastic_digit_plane_staging (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire [7:0] beat_i,  // the values of one beat
  input  wire shift_i,
  output wire [783:0] values_o
);

  reg  [783:0] staging_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      staging_q <= 784'd0;
    end else if (shift_i) begin
      staging_q <= {beat_i, staging_q[783:8]};
    end
  end

  assign values_o = staging_q;

endmodule

`default_nettype wire
