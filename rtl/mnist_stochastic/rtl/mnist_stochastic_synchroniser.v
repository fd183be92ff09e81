// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Synchroniser: brings bits whose edges follow no clock into the clock domain, each through a chain of
// flip-flops of its own; bits that change together may arrive a cycle apart.
// Latency: Stages cycles.

`default_nettype none

module mnist_stochastic_synchroniser #(
  parameter Width = 1,  // bits, 1 or more
  parameter Stages = 2  // flip-flops in a chain, 2 or more
) (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire [Width-1:0] data_i,
  output wire [Width-1:0] data_o
);

  reg  [Stages*Width-1:0] chain_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      chain_q <= 0;
    end else begin
      chain_q <= {chain_q[Stages*Width-Width-1:0], data_i};
    end
  end

  assign data_o = chain_q[Stages*Width-1:Stages*Width-Width];

endmodule

`default_nettype wire
