// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// SOT array as a memory: a word of it is a row. An access goes through its rows one a cycle: each is read, and in the
// cycle after that written back changed, compared, or handed over, while the next one is read.
// Latency: rows + 1 cycles an access of so many rows.

`default_nettype none

module float_unit_memory_sot_array_memory (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire read_i,  // first cycle of an access; the same for the next three
  input  wire write_i,
  input  wire search_i,
  input  wire clear_i,
  input  wire [7:0] raddr_i,  // stable until done_o, as all below
  input  wire [7:0] waddr0_i,
  input  wire [7:0] waddr1_i,
  input  wire dual_i,
  input  wire [1:0] op_i,  // 0 store, 1 and, 2 or, 3 xor
  input  wire [9:0] count_i,
  input  wire [63:0] key_i,
  input  wire pair_i,
  input  wire [19:0] wdata_i,
  input  wire [19:0] wmask_i,
  output wire done_o,  // last cycle of an access
  output wire [19:0] row_o,  // in that cycle
  output wire [19:0] match_o  // in that cycle
);

  wire begin_access;
  wire [7:0] first_row;
  wire [7:0] next_row;
  wire more;
  wire [7:0] address;
  wire [9:0] many;
  wire [19:0] row;
  wire [19:0] changed;
  wire [19:0] written;
  wire expected;
  wire half_ends;
  wire [19:0] agree;

  reg  working_q;  // row_q is out of the memory
  reg  writing_q;  // it is to be written back
  reg  clearing_q;  // as 0
  reg  [7:0] row_q;
  reg  [9:0] left_q;  // rows after it
  reg  [5:0] place_q;  // bit of the key
  reg  second_half_q;  // the complements of a pair search
  reg  [19:0] agree_q;  // lanes where all rows before agreed with the key

  // Through the rows.
  assign begin_access = read_i || write_i || search_i || clear_i;
  assign first_row = (read_i || search_i) ? raddr_i : waddr0_i;
  assign next_row = (writing_q && !clearing_q) ? waddr1_i : row_q + 8'd1;
  assign more = working_q && |left_q;
  assign address = begin_access ? first_row : next_row;
  assign many = (search_i && pair_i) ? {count_i[8:0], 1'b0} : count_i;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      working_q <= 1'b0;
    end else begin
      working_q <= begin_access || more;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      writing_q <= 1'b0;
      clearing_q <= 1'b0;
    end else if (begin_access) begin
      writing_q <= write_i || clear_i;
      clearing_q <= clear_i;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      row_q <= 8'd0;
    end else if (begin_access || more) begin
      row_q <= address;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      left_q <= 10'd0;
    end else if (begin_access) begin
      left_q <= (search_i || clear_i) ? many - 10'd1 :
      write_i ? {9'd0, dual_i} : 10'd0;
    end else if (more) begin
      left_q <= left_q - 10'd1;
    end
  end

  assign done_o = working_q && !more;

  // Writing back.
  assign changed = ((op_i == 2'd3) ? row ^ wdata_i :
      (op_i == 2'd2) ? row | wdata_i :
      (op_i == 2'd1) ? row & wdata_i : wdata_i) & {20{!clearing_q}};
  assign written = (changed & wmask_i) | (row & ~wmask_i);

  float_unit_memory_ram #(.AddressBits(8), .Depth(256), .Width(20)) cells (
    .clk_i(clk_i),
    .write_enable_i(working_q && writing_q),
    .write_address_i(row_q),
    .write_data_i(written),
    .read_enable_i(begin_access || more),
    .read_address_i(address),
    .read_data_o(row)
  );

  assign row_o = row;

  // Comparing.
  assign expected = key_i[place_q] != second_half_q;
  assign half_ends = {4'd0, place_q} + 10'd1 == count_i;
  assign agree = agree_q & (row ^ {20{!expected}});

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      place_q <= 6'd0;
      second_half_q <= 1'b0;
    end else if (begin_access) begin
      place_q <= 6'd0;
      second_half_q <= 1'b0;
    end else if (more) begin
      place_q <= half_ends ? 6'd0 : place_q + 6'd1;
      second_half_q <= second_half_q || half_ends;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      agree_q <= 20'd0;
    end else if (begin_access) begin
      agree_q <= {20{1'b1}};
    end else if (more) begin
      agree_q <= agree;
    end
  end

  assign match_o = agree;

endmodule

`default_nettype wire
