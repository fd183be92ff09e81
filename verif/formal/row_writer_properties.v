// Row writer: while it works, one line is selected: the offset row in a CALIBRATE and in nothing else, else the row of its
// register; while it does not, none.
`ifdef FORMAL
`default_nettype none

module row_writer_properties #(
  parameter Rows = 1,
  parameter Lines = 1,  // with the offset row
  parameter RowBits = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire program_start_i,
  input wire carry_start_i,
  input wire calibrate_start_i,
  input wire [RowBits-1:0] row_i,
  input wire under_way_o,
  input wire row_done_o,
  input wire [Lines-1:0] selected_o
);

  reg known_q = 1'b0;  // there was a reset
  reg running_q = 1'b0;
  reg calibrate_q = 1'b0;

  wire [31:0] row = {{(32 - RowBits){1'b0}}, row_i};
  wire [Lines-1:0] right;  // what should be selected
  wire starts = program_start_i || carry_start_i || calibrate_start_i;

  always @(posedge clk_i) begin
    assume (!starts || !running_q);
    assume ({1'b0, program_start_i} + {1'b0, carry_start_i} + {1'b0, calibrate_start_i} < 2'd2);
    assume (row < Rows);
    if (in_reset_i) begin
      known_q <= 1'b1;
      running_q <= 1'b0;
    end else begin
      running_q <= starts || (running_q && !row_done_o);
      if (starts) calibrate_q <= calibrate_start_i;
    end
    if (!in_reset_i && known_q) begin
      under_way: assert (under_way_o == running_q);
      one_line: assert (selected_o == right);
    end
  end

  genvar line;
  generate
    for (line = 0; line < Lines; line = line + 1) begin : lines
      assign right[line] = running_q && (line < Rows ? !calibrate_q && row == line : calibrate_q);
    end
  endgenerate

endmodule

`default_nettype wire
`endif
