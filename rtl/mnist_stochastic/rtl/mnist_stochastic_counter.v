// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Counter: adds a step to a running count, modulo 2^Width.
// Latency: count_o follows step_i by 1 cycle. clear_i wins over enable_i.

`default_nettype none

module mnist_stochastic_counter #(
  parameter Width = 8  // bits of the count, 1 or more
) (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire clear_i,
  input  wire enable_i,
  input  wire [Width-1:0] step_i,
  output wire [Width-1:0] count_o
);

  reg  [Width-1:0] count_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= 0;
    end else if (clear_i) begin
      count_q <= 0;
    end else if (enable_i) begin
      count_q <= count_q + step_i;
    end
  end

  assign count_o = count_q;

endmodule

`default_nettype wire
