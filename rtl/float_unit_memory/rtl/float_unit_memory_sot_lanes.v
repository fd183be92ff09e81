// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// SOT lanes: latch, mask and match of every lane. The mask of a word sees the latch and the match of its own
// access, in the cycle in which it ends.
// Latency: 1 cycle.

`default_nettype none

module float_unit_memory_sot_lanes (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire [19:0] row_i,  // what the array read
  input  wire [19:0] match_i,  // what it found
  input  wire take_row_i,
  input  wire complement_i,
  input  wire move_i,  // it comes from further lanes
  input  wire [3:0] distance_i,  // 2^distance lanes further
  input  wire take_constant_i,  // after take_row_i of the same cycle
  input  wire constant_i,
  input  wire take_match_i,
  input  wire unmasked_i,
  input  wire update_mask_i,
  input  wire [2:0] mask_update_i,  // 0 keep, 1 ones, 2 latch, 3 ~latch, 4 match, 5 .. 7 and with
  input  wire restore_mask_i,  // all ones
  input  wire take_column_i,  // latch and mask take a bit of a block's words
  input  wire [15:0] column_i,
  input  wire [1:0] block_i,  // which block, one-hot
  output wire [19:0] latch_o,
  output wire [19:0] write_mask_o
);

  wire [19:0] moved;
  wire is_match;
  wire is_and;
  wire is_complement;
  wire from_row;
  wire from_found;
  wire flip;

  reg  [19:0] latch_q;
  reg  [19:0] match_q;
  reg  [19:0] mask_q;

  assign moved = ({1'b0, row_i[19:1]} & {20{distance_i == 4'd0}}) | ({{2{1'b0}}, row_i[19:2]} & {20{distance_i == 4'd1}}) |
      ({{4{1'b0}}, row_i[19:4]} & {20{distance_i == 4'd2}}) |
      ({{8{1'b0}}, row_i[19:8]} & {20{distance_i == 4'd3}}) |
      ({{16{1'b0}}, row_i[19:16]} & {20{distance_i == 4'd4}});

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      latch_q <= 20'd0;
    end else if (take_constant_i) begin
      latch_q <= {20{constant_i}};
    end else if (take_column_i) begin
      latch_q <= {column_i[3:0], column_i};
    end else if (take_row_i && move_i) begin
      latch_q <= moved;
    end else if (take_row_i) begin
      latch_q <= row_i ^ {20{complement_i}};
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      match_q <= 20'd0;
    end else if (take_match_i) begin
      match_q <= match_i;
    end
  end

  assign is_match = mask_update_i == 3'd4 || mask_update_i == 3'd7;
  assign is_and = mask_update_i > 3'd4;
  assign is_complement = mask_update_i == 3'd3 || mask_update_i == 3'd6;
  assign from_row = take_row_i && !is_match;
  assign from_found = take_match_i && is_match;
  assign flip = is_complement != (from_row && complement_i);

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mask_q <= {20{1'b1}};
    end else if (restore_mask_i || (update_mask_i && mask_update_i == 3'd1)) begin
      mask_q <= {20{1'b1}};
    end else if (take_column_i) begin
      mask_q <= {{4{block_i[1]}}, {16{block_i[0]}}};
    end else if (update_mask_i && |mask_update_i) begin
      if (from_row) begin
        mask_q <= (row_i ^ {20{flip}}) & (mask_q | {20{!is_and}});
      end else if (from_found) begin
        mask_q <= match_i & (mask_q | {20{!is_and}});
      end else if (is_match) begin
        mask_q <= match_q & (mask_q | {20{!is_and}});
      end else begin
        mask_q <= (latch_q ^ {20{flip}}) & (mask_q | {20{!is_and}});
      end
    end
  end

  assign latch_o = latch_q;
  assign write_mask_o = mask_q | {20{unmasked_i}};

endmodule

`default_nettype wire
