// Xorshift: the three shifts taken back, last first, give the state before; so no two states meet, and 0 is met from 0 alone.
`ifdef FORMAL
`default_nettype none

module xorshift_properties (
  input wire [31:0] state_i,
  input wire [31:0] next_o
);

  wire [31:0] before_third = next_o ^ (next_o << 5) ^ (next_o << 10) ^ (next_o << 15) ^ (next_o << 20) ^ (next_o << 25) ^
                             (next_o << 30);
  wire [31:0] before_second = before_third ^ (before_third >> 17);
  wire [31:0] before_first = before_second ^ (before_second << 13) ^ (before_second << 26);

  always @* begin
    taken_back: assert (before_first == state_i);
    never_zero: assert (state_i == 0 || next_o != 0);
  end

endmodule

`default_nettype wire
`endif
