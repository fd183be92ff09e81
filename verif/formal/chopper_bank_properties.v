// Chopper bank: only a packet or the end of a transfer changes it, and that only the row of the transfer; a chopper flips when
// its mode says so and never else; fresh is what flipped last.
`ifdef FORMAL
`default_nettype none

module chopper_bank_properties #(
  parameter Rows = 1,
  parameter RowBits = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire commit_i,
  input wire end_i,
  input wire [RowBits-1:0] transfer_row_i,
  input wire flip_all_i,
  input wire flip_some_i,
  input wire [15:0] probability_i,
  input wire [15:0] word_i,
  input wire show_i,
  input wire [Rows-1:0] choppers_o,
  input wire chopper_o,
  input wire fresh_o,
  input wire [2*Rows-1:0] values_o
);

  reg ran_q = 1'b0;  // the cycle before was no reset
  reg commit_q;
  reg end_q;
  reg flip_q;
  reg [Rows-1:0] selected_q;
  reg [2*Rows-1:0] values_q;

  wire [Rows-1:0] selected = 1 << transfer_row_i;

  // The two bits of each row, now and in the cycle before.
  wire [Rows-1:0] chopper;
  wire [Rows-1:0] fresh;
  wire [Rows-1:0] chopper_before;
  wire [Rows-1:0] fresh_before;
  wire [Rows-1:0] flipped = flip_q ? selected_q : {Rows{1'b0}};
  genvar row;
  generate
    for (row = 0; row < Rows; row = row + 1) begin : rows
      assign chopper[row] = values_o[2*row];
      assign fresh[row] = values_o[2*row+1];
      assign chopper_before[row] = values_q[2*row];
      assign fresh_before[row] = values_q[2*row+1];
    end
  endgenerate

  always @(posedge clk_i) begin
    assume (transfer_row_i < Rows);
    ran_q <= !in_reset_i;
    commit_q <= commit_i;
    end_q <= end_i;
    flip_q <= flip_all_i || (flip_some_i && word_i < probability_i);
    selected_q <= selected;
    values_q <= values_o;
    if (!in_reset_i && ran_q) begin
      if (!commit_q && !end_q) holds: assert (values_o == values_q);
      if (!commit_q && end_q) begin
        flips_as_it_should: assert (chopper == (chopper_before ^ flipped));
        fresh_is_flipped: assert ((fresh & selected_q) == flipped);
        only_the_row: assert (((fresh ^ fresh_before) & ~selected_q) == 0);
      end
      shows_choppers: assert (choppers_o == (show_i ? chopper : {Rows{1'b0}}));
      of_the_row: assert (chopper_o == |(chopper & selected) && fresh_o == |(fresh & selected));
    end
  end

endmodule

`default_nettype wire
`endif
