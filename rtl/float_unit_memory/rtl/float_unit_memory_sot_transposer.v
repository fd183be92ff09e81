// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// SOT transposer: words of the stream, one a lane, to rows of the array, one a bit, and back; a block of lanes at
// a time. The words of a block lie in slots, in groups of eight that move down as beats come and go. Rows are
// opened through the sequencer: their bits leave through latch and mask of the lanes, and come from the latch.
// Latency: a block takes its beats (and on the way in one cycle for each group of lanes that the array does not
// have), a row access a bit, and on the way out 1 cycle and one for each bit of an element past the word.

`default_nettype none

module float_unit_memory_sot_transposer (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire start_in_i,  // words to rows
  input  wire start_out_i,  // rows to words
  input  wire abort_i,  // no further beat comes
  input  wire [7:0] first_row_i,  // row of bit 0; stable until idle_o
  input  wire [6:0] bits_i,  // of a word, 1 .. 64; stable until idle_o
  input  wire [63:0] in_data_i,
  input  wire in_valid_i,
  output wire in_ready_o,
  output wire [4:0] last_beat_o,  // index of the last beat of a packet
  output wire [63:0] out_data_o,
  output wire out_valid_o,
  output wire out_last_o,
  input  wire out_ready_i,
  output wire open_row_o,
  output wire open_to_write_o,
  output wire [7:0] open_address_o,
  input  wire opened_i,
  input  wire at_rest_i,
  input  wire row_read_i,  // the latch takes a row
  input  wire [19:0] latch_i,
  output wire [15:0] column_o,
  output wire [1:0] block_o,  // one-hot
  output wire restore_mask_o,
  output wire idle_o
);

  localparam [2:0] StateIdle = 3'd0;
  localparam [2:0] StateFill = 3'd1;
  localparam [2:0] StateStore = 3'd2;
  localparam [2:0] StateFinish = 3'd3;
  localparam [2:0] StateFetch = 3'd4;
  localparam [2:0] StateSend = 3'd5;

  wire above_8;
  wire above_16;
  wire above_32;
  wire [2:0] size;  // one-hot; none: 64 bits
  wire [2:0] last_part;
  wire [4:0] last_of_packet;
  wire filling;
  wire sending;
  wire take;
  wire give;
  wire is_last_beat;
  wire group_ends;
  wire skip;  // a group of lanes that the array does not have
  wire next_group;
  wire last_group;
  wire push;  // groups move down
  wire last_block;
  wire storing;
  wire fetching;
  wire [6:0] element_bits;
  wire [6:0] next_opened;
  wire [6:0] next_shifted;
  wire shift_in;
  wire shift_out;
  wire stored;
  wire fetched;
  wire start;
  wire sent;
  wire next_block;
  wire [63:0] element_0;
  wire [63:0] element_1;
  wire [63:0] element_2;
  wire [63:0] element_3;
  wire [63:0] element_4;
  wire [63:0] element_5;
  wire [63:0] element_6;
  wire [63:0] element_7;
  wire [31:0] arriving;
  wire [15:0] bits_in;
  wire shift;
  wire [63:0] beat_8;
  wire [63:0] beat_16;
  wire [63:0] beat_32;
  wire [63:0] beat_64;

  reg  [2:0] state_q;
  reg  block_q;
  reg  [1:0] group_q;  // groups filled, or sent
  reg  [2:0] part_q;  // beat of the group
  reg  [4:0] beat_q;  // beat of the packet
  reg  ended_q;  // the packet's last beat is in
  reg  [6:0] rows_opened_q;  // rows of this block
  reg  [6:0] shifted_q;  // bits taken in
  reg  arrived_q;  // the latch holds a row not yet taken in
  reg  [63:0] word_0_q;
  reg  [63:0] word_1_q;
  reg  [63:0] word_2_q;
  reg  [63:0] word_3_q;
  reg  [63:0] word_4_q;
  reg  [63:0] word_5_q;
  reg  [63:0] word_6_q;
  reg  [63:0] word_7_q;
  reg  [63:0] word_8_q;
  reg  [63:0] word_9_q;
  reg  [63:0] word_10_q;
  reg  [63:0] word_11_q;
  reg  [63:0] word_12_q;
  reg  [63:0] word_13_q;
  reg  [63:0] word_14_q;
  reg  [63:0] word_15_q;

  // Sizes: elements of 8, 16, 32 or 64 bits, so 8, 4, 2 or 1 of them a beat.
  assign above_8 = bits_i > 7'd8;
  assign above_16 = bits_i > 7'd16;
  assign above_32 = bits_i > 7'd32;
  assign size = {above_16 && !above_32, above_8 && !above_16, !above_8};
  assign last_part = above_32 ? 3'd7 :
      above_16 ? 3'd3 :
      above_8 ? 3'd1 : 3'd0;
  assign last_of_packet = above_32 ? 5'd19 :
      above_16 ? 5'd9 :
      above_8 ? 5'd4 : 5'd2;
  assign last_beat_o = last_of_packet;

  // Words come and go beat by beat.
  assign filling = state_q == StateFill;
  assign sending = state_q == StateSend;
  assign take = filling && !ended_q && in_valid_i;
  assign give = sending && out_ready_i;
  assign is_last_beat = beat_q == last_of_packet;
  assign group_ends = part_q == last_part || is_last_beat;
  assign skip = filling && ended_q;
  assign next_group = skip || ((take || give) && group_ends);
  assign last_group = group_q == 2'd1;
  assign push = skip || (take && part_q == 3'd0) || (give && group_ends);
  assign last_block = block_q == 1'b1;
  assign in_ready_o = filling && !ended_q;
  assign out_valid_o = sending;
  assign out_last_o = is_last_beat;

  // Rows, bit 0 first; on the way out zeros follow them up to the top of the element.
  assign storing = state_q == StateStore;
  assign fetching = state_q == StateFetch;
  assign element_bits = above_32 ? 7'd64 :
      above_16 ? 7'd32 :
      above_8 ? 7'd16 : 7'd8;
  assign next_opened = rows_opened_q + 7'd1;
  assign next_shifted = shifted_q + 7'd1;
  assign shift_in = fetching && (arrived_q || !(shifted_q < bits_i));
  assign shift_out = opened_i && storing;
  assign stored = shift_out && next_opened == bits_i;
  assign fetched = shift_in && next_shifted == element_bits;
  assign open_row_o = storing || (fetching && rows_opened_q != bits_i);
  assign open_to_write_o = storing;
  assign open_address_o = first_row_i + {1'b0, rows_opened_q};

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      arrived_q <= 1'b0;
    end else begin
      arrived_q <= row_read_i && fetching;
    end
  end

  // Where it is.
  assign start = start_in_i || start_out_i;
  assign sent = give && next_group && last_group;
  assign next_block = stored || sent;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      block_q <= 1'b0;
    end else if (start) begin
      block_q <= 1'b0;
    end else if (next_block) begin
      block_q <= block_q + 1'b1;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      group_q <= 2'd0;
    end else if (start || next_block) begin
      group_q <= 2'd0;
    end else if (next_group) begin
      group_q <= group_q + 2'd1;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      beat_q <= 5'd0;
    end else if (start) begin
      beat_q <= 5'd0;
    end else if (take || give) begin
      beat_q <= beat_q + 5'd1;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      part_q <= 3'd0;
    end else if (start) begin
      part_q <= 3'd0;
    end else if (take || give) begin
      part_q <= group_ends ? 3'd0 : part_q + 3'd1;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ended_q <= 1'b0;
    end else if (start) begin
      ended_q <= 1'b0;
    end else if (take) begin
      ended_q <= is_last_beat;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      rows_opened_q <= 7'd0;
    end else if (start || next_block) begin
      rows_opened_q <= 7'd0;
    end else if (opened_i) begin
      rows_opened_q <= next_opened;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      shifted_q <= 7'd0;
    end else if (start || next_block) begin
      shifted_q <= 7'd0;
    end else if (shift_in) begin
      shifted_q <= next_shifted;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= 3'd0;
    end else if (abort_i && state_q != StateIdle) begin
      state_q <= StateFinish;
    end else begin
      case (state_q)
        StateIdle: begin
          if (start_in_i) begin
            state_q <= StateFill;
          end else if (start_out_i) begin
            state_q <= StateFetch;
          end
        end
        StateFill: begin
          if (next_group && last_group) begin
            state_q <= StateStore;
          end
        end
        StateStore: begin
          if (stored) begin
            state_q <= last_block ? StateFinish : StateFill;
          end
        end
        StateFetch: begin
          if (fetched) begin
            state_q <= StateSend;
          end
        end
        StateSend: begin
          if (give && is_last_beat) begin
            state_q <= StateIdle;
          end else if (sent) begin
            state_q <= StateFetch;
          end
        end
        default: begin
          if (at_rest_i) begin
            state_q <= StateIdle;
          end
        end
      endcase
    end
  end

  assign restore_mask_o = state_q == StateFinish && at_rest_i;
  assign idle_o = state_q == StateIdle;

  // The slots. The top group takes beats; what is in it moves down as the next one comes.
  assign element_0 = size[0] ? {56'd0, in_data_i[7:0]} :
      size[1] ? {48'd0, in_data_i[15:0]} :
      size[2] ? {32'd0, in_data_i[31:0]} : in_data_i;
  assign element_1 = size[0] ? {56'd0, in_data_i[15:8]} :
      size[1] ? {48'd0, in_data_i[31:16]} :
      size[2] ? {32'd0, in_data_i[63:32]} : in_data_i;
  assign element_2 = size[0] ? {56'd0, in_data_i[23:16]} :
      size[1] ? {48'd0, in_data_i[47:32]} :
      size[2] ? {32'd0, in_data_i[31:0]} : in_data_i;
  assign element_3 = size[0] ? {56'd0, in_data_i[31:24]} :
      size[1] ? {48'd0, in_data_i[63:48]} :
      size[2] ? {32'd0, in_data_i[63:32]} : in_data_i;
  assign element_4 = size[0] ? {56'd0, in_data_i[39:32]} :
      size[1] ? {48'd0, in_data_i[15:0]} :
      size[2] ? {32'd0, in_data_i[31:0]} : in_data_i;
  assign element_5 = size[0] ? {56'd0, in_data_i[47:40]} :
      size[1] ? {48'd0, in_data_i[31:16]} :
      size[2] ? {32'd0, in_data_i[63:32]} : in_data_i;
  assign element_6 = size[0] ? {56'd0, in_data_i[55:48]} :
      size[1] ? {48'd0, in_data_i[47:32]} :
      size[2] ? {32'd0, in_data_i[31:0]} : in_data_i;
  assign element_7 = size[0] ? {56'd0, in_data_i[63:56]} :
      size[1] ? {48'd0, in_data_i[63:48]} :
      size[2] ? {32'd0, in_data_i[63:32]} : in_data_i;
  assign arriving = {12'd0, latch_i};
  assign bits_in = arriving[{4'd0, block_q} * 5'd16 +: 16] & {16{arrived_q}};
  assign shift = shift_in || shift_out;
  assign column_o[0] = word_0_q[0];
  assign column_o[1] = word_1_q[0];
  assign column_o[2] = word_2_q[0];
  assign column_o[3] = word_3_q[0];
  assign column_o[4] = word_4_q[0];
  assign column_o[5] = word_5_q[0];
  assign column_o[6] = word_6_q[0];
  assign column_o[7] = word_7_q[0];
  assign column_o[8] = word_8_q[0];
  assign column_o[9] = word_9_q[0];
  assign column_o[10] = word_10_q[0];
  assign column_o[11] = word_11_q[0];
  assign column_o[12] = word_12_q[0];
  assign column_o[13] = word_13_q[0];
  assign column_o[14] = word_14_q[0];
  assign column_o[15] = word_15_q[0];

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      word_8_q <= 64'd0;
      word_9_q <= 64'd0;
      word_10_q <= 64'd0;
      word_11_q <= 64'd0;
      word_12_q <= 64'd0;
      word_13_q <= 64'd0;
      word_14_q <= 64'd0;
      word_15_q <= 64'd0;
    end else if (take || push) begin
      if (push || (above_32 ? 3'd0 :
      above_16 ? 3'd0 :
      above_8 ? 3'd0 : 3'd0) == part_q) begin
        word_8_q <= element_0;
      end
      if (push || (above_32 ? 3'd1 :
      above_16 ? 3'd0 :
      above_8 ? 3'd0 : 3'd0) == part_q) begin
        word_9_q <= element_1;
      end
      if (push || (above_32 ? 3'd2 :
      above_16 ? 3'd1 :
      above_8 ? 3'd0 : 3'd0) == part_q) begin
        word_10_q <= element_2;
      end
      if (push || (above_32 ? 3'd3 :
      above_16 ? 3'd1 :
      above_8 ? 3'd0 : 3'd0) == part_q) begin
        word_11_q <= element_3;
      end
      if (push || (above_32 ? 3'd4 :
      above_16 ? 3'd2 :
      above_8 ? 3'd1 : 3'd0) == part_q) begin
        word_12_q <= element_4;
      end
      if (push || (above_32 ? 3'd5 :
      above_16 ? 3'd2 :
      above_8 ? 3'd1 : 3'd0) == part_q) begin
        word_13_q <= element_5;
      end
      if (push || (above_32 ? 3'd6 :
      above_16 ? 3'd3 :
      above_8 ? 3'd1 : 3'd0) == part_q) begin
        word_14_q <= element_6;
      end
      if (push || (above_32 ? 3'd7 :
      above_16 ? 3'd3 :
      above_8 ? 3'd1 : 3'd0) == part_q) begin
        word_15_q <= element_7;
      end
    end else if (shift) begin
      word_8_q <= {
      bits_in[8],
      word_8_q[63:33],
      size[2] ? bits_in[8] : word_8_q[32],
      word_8_q[31:17],
      size[1] ? bits_in[8] : word_8_q[16],
      word_8_q[15:9],
      size[0] ? bits_in[8] : word_8_q[8],
      word_8_q[7:1]};
      word_9_q <= {
      bits_in[9],
      word_9_q[63:33],
      size[2] ? bits_in[9] : word_9_q[32],
      word_9_q[31:17],
      size[1] ? bits_in[9] : word_9_q[16],
      word_9_q[15:9],
      size[0] ? bits_in[9] : word_9_q[8],
      word_9_q[7:1]};
      word_10_q <= {
      bits_in[10],
      word_10_q[63:33],
      size[2] ? bits_in[10] : word_10_q[32],
      word_10_q[31:17],
      size[1] ? bits_in[10] : word_10_q[16],
      word_10_q[15:9],
      size[0] ? bits_in[10] : word_10_q[8],
      word_10_q[7:1]};
      word_11_q <= {
      bits_in[11],
      word_11_q[63:33],
      size[2] ? bits_in[11] : word_11_q[32],
      word_11_q[31:17],
      size[1] ? bits_in[11] : word_11_q[16],
      word_11_q[15:9],
      size[0] ? bits_in[11] : word_11_q[8],
      word_11_q[7:1]};
      word_12_q <= {
      bits_in[12],
      word_12_q[63:33],
      size[2] ? bits_in[12] : word_12_q[32],
      word_12_q[31:17],
      size[1] ? bits_in[12] : word_12_q[16],
      word_12_q[15:9],
      size[0] ? bits_in[12] : word_12_q[8],
      word_12_q[7:1]};
      word_13_q <= {
      bits_in[13],
      word_13_q[63:33],
      size[2] ? bits_in[13] : word_13_q[32],
      word_13_q[31:17],
      size[1] ? bits_in[13] : word_13_q[16],
      word_13_q[15:9],
      size[0] ? bits_in[13] : word_13_q[8],
      word_13_q[7:1]};
      word_14_q <= {
      bits_in[14],
      word_14_q[63:33],
      size[2] ? bits_in[14] : word_14_q[32],
      word_14_q[31:17],
      size[1] ? bits_in[14] : word_14_q[16],
      word_14_q[15:9],
      size[0] ? bits_in[14] : word_14_q[8],
      word_14_q[7:1]};
      word_15_q <= {
      bits_in[15],
      word_15_q[63:33],
      size[2] ? bits_in[15] : word_15_q[32],
      word_15_q[31:17],
      size[1] ? bits_in[15] : word_15_q[16],
      word_15_q[15:9],
      size[0] ? bits_in[15] : word_15_q[8],
      word_15_q[7:1]};
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      word_0_q <= 64'd0;
      word_1_q <= 64'd0;
      word_2_q <= 64'd0;
      word_3_q <= 64'd0;
      word_4_q <= 64'd0;
      word_5_q <= 64'd0;
      word_6_q <= 64'd0;
      word_7_q <= 64'd0;
    end else if (push) begin
      word_0_q <= word_8_q;
      word_1_q <= word_9_q;
      word_2_q <= word_10_q;
      word_3_q <= word_11_q;
      word_4_q <= word_12_q;
      word_5_q <= word_13_q;
      word_6_q <= word_14_q;
      word_7_q <= word_15_q;
    end else if (shift) begin
      word_0_q <= {
      bits_in[0],
      word_0_q[63:33],
      size[2] ? bits_in[0] : word_0_q[32],
      word_0_q[31:17],
      size[1] ? bits_in[0] : word_0_q[16],
      word_0_q[15:9],
      size[0] ? bits_in[0] : word_0_q[8],
      word_0_q[7:1]};
      word_1_q <= {
      bits_in[1],
      word_1_q[63:33],
      size[2] ? bits_in[1] : word_1_q[32],
      word_1_q[31:17],
      size[1] ? bits_in[1] : word_1_q[16],
      word_1_q[15:9],
      size[0] ? bits_in[1] : word_1_q[8],
      word_1_q[7:1]};
      word_2_q <= {
      bits_in[2],
      word_2_q[63:33],
      size[2] ? bits_in[2] : word_2_q[32],
      word_2_q[31:17],
      size[1] ? bits_in[2] : word_2_q[16],
      word_2_q[15:9],
      size[0] ? bits_in[2] : word_2_q[8],
      word_2_q[7:1]};
      word_3_q <= {
      bits_in[3],
      word_3_q[63:33],
      size[2] ? bits_in[3] : word_3_q[32],
      word_3_q[31:17],
      size[1] ? bits_in[3] : word_3_q[16],
      word_3_q[15:9],
      size[0] ? bits_in[3] : word_3_q[8],
      word_3_q[7:1]};
      word_4_q <= {
      bits_in[4],
      word_4_q[63:33],
      size[2] ? bits_in[4] : word_4_q[32],
      word_4_q[31:17],
      size[1] ? bits_in[4] : word_4_q[16],
      word_4_q[15:9],
      size[0] ? bits_in[4] : word_4_q[8],
      word_4_q[7:1]};
      word_5_q <= {
      bits_in[5],
      word_5_q[63:33],
      size[2] ? bits_in[5] : word_5_q[32],
      word_5_q[31:17],
      size[1] ? bits_in[5] : word_5_q[16],
      word_5_q[15:9],
      size[0] ? bits_in[5] : word_5_q[8],
      word_5_q[7:1]};
      word_6_q <= {
      bits_in[6],
      word_6_q[63:33],
      size[2] ? bits_in[6] : word_6_q[32],
      word_6_q[31:17],
      size[1] ? bits_in[6] : word_6_q[16],
      word_6_q[15:9],
      size[0] ? bits_in[6] : word_6_q[8],
      word_6_q[7:1]};
      word_7_q <= {
      bits_in[7],
      word_7_q[63:33],
      size[2] ? bits_in[7] : word_7_q[32],
      word_7_q[31:17],
      size[1] ? bits_in[7] : word_7_q[16],
      word_7_q[15:9],
      size[0] ? bits_in[7] : word_7_q[8],
      word_7_q[7:1]};
    end
  end

  assign block_o[0] = block_q == 1'b0;
  assign block_o[1] = block_q == 1'b1;
  assign beat_8 = {
      word_7_q[7:0],
      word_6_q[7:0],
      word_5_q[7:0],
      word_4_q[7:0],
      word_3_q[7:0],
      word_2_q[7:0],
      word_1_q[7:0],
      word_0_q[7:0]};
  assign beat_16 = (part_q == 3'd0) ? {word_3_q[15:0], word_2_q[15:0], word_1_q[15:0], word_0_q[15:0]} : {word_7_q[15:0], word_6_q[15:0], word_5_q[15:0], word_4_q[15:0]};
  assign beat_32 = (part_q == 3'd0) ? {word_1_q[31:0], word_0_q[31:0]} :
      (part_q == 3'd1) ? {word_3_q[31:0], word_2_q[31:0]} :
      (part_q == 3'd2) ? {word_5_q[31:0], word_4_q[31:0]} : {word_7_q[31:0], word_6_q[31:0]};
  assign beat_64 = (part_q == 3'd0) ? word_0_q :
      (part_q == 3'd1) ? word_1_q :
      (part_q == 3'd2) ? word_2_q :
      (part_q == 3'd3) ? word_3_q :
      (part_q == 3'd4) ? word_4_q :
      (part_q == 3'd5) ? word_5_q :
      (part_q == 3'd6) ? word_6_q : word_7_q;
  assign out_data_o = size[0] ? beat_8 :
      size[1] ? beat_16 :
      size[2] ? beat_32 : beat_64;

endmodule

`default_nettype wire
