// RAM, looked at through one word, which may be any: a read gives what was written last.
`ifdef FORMAL
`default_nettype none

module float_unit_memory_ram_properties #(
  parameter Width = 8,
  parameter Depth = 16,
  parameter AddressBits = 4
) (
  input wire clk_i,
  input wire write_enable_i,
  input wire [AddressBits-1:0] write_address_i,
  input wire [Width-1:0] write_data_i,
  input wire read_enable_i,
  input wire [AddressBits-1:0] read_address_i,
  input wire [Width-1:0] read_data_o
);

  // verilator lint_off UNDRIVEN
  (* anyconst *) reg [AddressBits-1:0] word;
  // verilator lint_on UNDRIVEN
  reg ran_q = 1'b0;
  reg known_q = 1'b0;  // the word has been written
  reg [Width-1:0] value_q;
  reg read_q;  // the word was read in the cycle before, and not written
  reg [Width-1:0] read_value_q;
  reg hold_q;  // nothing was read in the cycle before
  reg [Width-1:0] read_data_q;

  wire writes_word = write_enable_i && write_address_i == word;

  always @(posedge clk_i) begin
    ran_q <= 1'b1;
    if (writes_word) begin
      known_q <= 1'b1;
      value_q <= write_data_i;
    end
    read_q <= read_enable_i && read_address_i == word && known_q && !writes_word;
    read_value_q <= value_q;
    hold_q <= !read_enable_i;
    read_data_q <= read_data_o;
    assume (!write_enable_i || {1'b0, write_address_i} < Depth);
    assume (!read_enable_i || {1'b0, read_address_i} < Depth);
    if (ran_q && read_q) reads_what_was_written: assert (read_data_o == read_value_q);
    if (ran_q && hold_q) holds: assert (read_data_o == read_data_q);
  end

endmodule

`default_nettype wire
`endif
