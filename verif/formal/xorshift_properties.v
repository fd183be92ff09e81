// Xorshift: the three shifts taken back, last first, give the state before; so no two states meet, and 0 is met from 0 alone.
// Without a step there is nothing to see.
`ifdef FORMAL
`default_nettype none

module xorshift_properties #(
  parameter Generators = 1
) (
  input wire step_i,
  input wire [32*Generators-1:0] state_i,
  input wire [32*Generators-1:0] next_o
);

  wire [Generators-1:0] goes_back;
  wire [Generators-1:0] dies;

  genvar generator;
  generate
    for (generator = 0; generator < Generators; generator = generator + 1) begin : generators
      wire [31:0] state = state_i[32*generator +: 32];
      wire [31:0] next = next_o[32*generator +: 32];
      wire [31:0] before_third = next ^ (next << 5) ^ (next << 10) ^ (next << 15) ^ (next << 20) ^ (next << 25) ^ (next << 30);
      wire [31:0] before_second = before_third ^ (before_third >> 17);
      wire [31:0] before_first = before_second ^ (before_second << 13) ^ (before_second << 26);

      assign goes_back[generator] = before_first == state;
      assign dies[generator] = state != 0 && next == 0;
    end
  endgenerate

  always @* begin
    taken_back: assert (!step_i || &goes_back);
    never_zero: assert (!step_i || dies == 0);
    at_rest: assert (step_i || next_o == 0);
  end

endmodule

`default_nettype wire
`endif
