// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Staging of a packet: its beats shift in from the top, so the first ends at the bottom. What it holds
// means something only once the whole packet is in.
// Latency: values_o 1 cycle from shift_i.

`default_nettype none

module everything_scale_register_staging (
  input  wire clk_i,
  input  wire rst_i,
  input  wire [35:0] beat_i,  // the values of one beat
  input  wire shift_i,
  output wire [98:0] values_o
);

  reg  [107:0] staging_q;

  always @(posedge clk_i) begin
    if (rst_i) begin
      staging_q <= 108'd0;
    end else if (shift_i) begin
      staging_q <= {beat_i, staging_q[107:36]};
    end
  end

  assign values_o = staging_q[98:0];

endmodule

`default_nettype wire
