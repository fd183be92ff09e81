// LFSR: a step forward, taken back by multiplying with x modulo the polynomial, gives the state before; 0 is never reached.
// That the polynomial has the longest period is a test of the table, not a property of the hardware.
`ifdef FORMAL
`default_nettype none

module lfsr_properties #(
  parameter Width = 16,
  parameter [Width:0] Polynomial = 0  // bit e for x^e
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire load_i,
  input wire [Width-1:0] seed_i,
  input wire enable_i,
  input wire [Width-1:0] state_o
);

  reg ran_q = 1'b0;  // the cycle before was no reset
  reg reset_q = 1'b0;  // the cycle before was a reset
  reg load_q;
  reg enable_q;
  reg [Width-1:0] seed_q;
  reg [Width-1:0] state_q;
  wire [Width:0] times_x = {state_o, 1'b0} ^ ({(Width + 1){state_o[Width-1]}} & Polynomial);

  always @(posedge clk_i) begin
    ran_q <= !in_reset_i;
    reset_q <= in_reset_i;
    load_q <= load_i;
    enable_q <= enable_i;
    seed_q <= seed_i;
    state_q <= state_o;
    if (!in_reset_i && (ran_q || reset_q)) never_zero: assert (state_o != 0);
    if (!in_reset_i && ran_q) begin
      if (load_q && seed_q != 0) loads: assert (state_o == seed_q);
      if (load_q && seed_q == 0) loads_one: assert (state_o == 1);
      if (!load_q && enable_q) steps: assert (times_x == {1'b0, state_q});
      if (!load_q && !enable_q) holds: assert (state_o == state_q);
    end
  end

endmodule

`default_nettype wire
`endif
