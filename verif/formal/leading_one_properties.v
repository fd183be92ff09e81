// Leading one: one bit of the word, and none above it.
`ifdef FORMAL
`default_nettype none

module leading_one_properties #(
  parameter Width = 8
) (
  input wire [Width-1:0] data_i,
  input wire [Width-1:0] one_hot_o
);

  always @* begin
    one_or_none: assert ((one_hot_o & (one_hot_o - 1'b1)) == 0);
    of_the_word: assert ((one_hot_o & ~data_i) == 0);
    none_above: assert (data_i == 0 || (data_i >> 1) < one_hot_o);
  end

endmodule

`default_nettype wire
`endif
