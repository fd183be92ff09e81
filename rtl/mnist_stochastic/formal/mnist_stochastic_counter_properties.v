// Counter: the count follows clear_i, enable_i and step_i one cycle later, and nothing else.
`ifdef FORMAL
`default_nettype none

module mnist_stochastic_counter_properties #(
  parameter Width = 8
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire clear_i,
  input wire enable_i,
  input wire [Width-1:0] step_i,
  input wire [Width-1:0] count_o
);

  reg ran_q = 1'b0;  // the cycle before was no reset
  reg reset_q = 1'b0;  // the cycle before was a reset
  reg clear_q;
  reg enable_q;
  reg [Width-1:0] step_q;
  reg [Width-1:0] count_q;

  always @(posedge clk_i) begin
    ran_q <= !in_reset_i;
    reset_q <= in_reset_i;
    clear_q <= clear_i;
    enable_q <= enable_i;
    step_q <= step_i;
    count_q <= count_o;
    if (!in_reset_i && reset_q) starts_at_zero: assert (count_o == 0);
    if (!in_reset_i && ran_q) begin
      if (clear_q) clears: assert (count_o == 0);
      if (!clear_q && enable_q) steps: assert (count_o == count_q + step_q);
      if (!clear_q && !enable_q) holds: assert (count_o == count_q);
    end
  end

endmodule

`default_nettype wire
`endif
