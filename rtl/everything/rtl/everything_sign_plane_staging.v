// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Staging of a packet: its beats shift in from the top, so the first ends at the bottom. What it holds
// means something only once the whole packet is in.
// Latency: values_o 1 cycle from shift_i.

`default_nettype none

module everything_sign_plane_staging (
  input  wire clk_i,
  input  wire rst_i,
  input  wire [7:0] beat_i,  // the values of one beat
  input  wire shift_i,
  output wire [12:0] values_o
);

  reg  [15:0] staging_q;

  always @(posedge clk_i) begin
    if (rst_i) begin
      staging_q <= 16'd0;
    end else if (shift_i) begin
      staging_q <= {beat_i, staging_q[15:8]};
    end
  end

  assign values_o = staging_q[12:0];

endmodule

`default_nettype wire
