// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// SOT sequencer: runs a program of the array. One word is decoded while the one before it works in the array,
// and the word after it is fetched in the cycle in which it is taken, from wherever a loop goes on.
// Latency: 1 + the cycles of the words that run, from start_i to done_o. A word takes its accesses, one after the
// other; a word without one, and a Loop, 1 cycle; an End and a loop's jump back none.
// While no program runs, it opens single rows for the transposer.

`default_nettype none

module float_unit_memory_sot_sequencer (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire start_i,
  input  wire [10:0] first_i,  // word the program begins with
  input  wire [63:0] bases_i,  // base register 0 lowest
  output wire fetch_o,
  output wire [9:0] fetch_address_o,
  input  wire [63:0] word_i,  // the word fetched last
  output wire done_o,
  output wire [7:0] error_o,  // error code while done_o, 0 for none
  output wire read_o,  // first cycle of an access; the same for the next three
  output wire write_o,
  output wire search_o,
  output wire clear_o,
  output wire [7:0] raddr_o,
  output wire [7:0] waddr0_o,
  output wire [7:0] waddr1_o,
  output wire dual_o,
  output wire [1:0] op_o,  // 0 store, 1 and, 2 or, 3 xor
  output wire [9:0] count_o,  // rows of a search or a clear
  output wire [63:0] key_o,
  output wire pair_o,
  input  wire access_done_i,  // last cycle of the access
  output wire take_row_o,  // the latch takes the row
  output wire complement_o,  // its complement
  output wire move_o,  // it comes from further lanes
  output wire [3:0] distance_o,  // 2^distance lanes further
  output wire take_constant_o,  // the latch takes a constant in all lanes
  output wire constant_o,
  output wire take_match_o,  // match takes the answer of a search
  output wire unmasked_o,  // the write ignores the mask
  output wire update_mask_o,  // a word ends
  output wire [2:0] mask_update_o,  // 0 keep, 1 ones, 2 latch, 3 ~latch, 4 match, 5 .. 7 and with
  input  wire open_row_i,  // a row is wanted; only while no program runs
  input  wire open_to_write_i,
  input  wire [7:0] open_address_i,
  output wire opened_o,  // that row's access begins in the next cycle
  output wire at_rest_o  // the present cycle is the last of whatever is going on in the array
);

  localparam [7:0] ErrorRowRange = 8'd8;
  localparam [7:0] ErrorProgram = 8'd9;

  wire [2:0] kind;
  wire is_end;
  wire is_step;
  wire is_search;
  wire is_clear;
  wire is_loop;
  wire is_move;
  wire reads_row;  // reads 3 and 4
  wire opens_row;
  wire writes;
  wire [7:0] from_base;
  wire [12:0] from_stride;  // index, once or twice
  wire [12:0] from_row;
  wire [7:0] to_base;
  wire [12:0] to_stride;  // index, once or twice
  wire [12:0] to_row;
  wire [7:0] also_base;
  wire [12:0] also_stride;  // index, once or twice
  wire [12:0] also_row;
  wire from_is_zero;
  wire to_is_zero;
  wire also_is_zero;
  wire bad_from;
  wire bad_to;
  wire bad_also;
  wire good_read;
  wire good_write;
  wire good_step;
  wire no_read_or_write;
  wire good_search;
  wire good_clear;
  wire good_move;
  wire no_act;
  wire good_loop;
  wire good_end;
  wire is_good;
  wire past_last;
  wire program_fault;
  wire [11:0] several;
  wire [11:0] touched;  // rows of a search or a clear
  wire [12:0] end_row;
  wire from_outside;
  wire to_outside;
  wire also_outside;
  wire row_fault;
  wire access_ends;
  wire advance;  // the array is free in the next cycle
  wire take;
  wire fault;
  wire proceed;
  wire issue;
  wire goes_on;
  wire [10:0] following;
  wire [10:0] next_pc;
  wire open;
  wire next_read;
  wire next_write;
  wire next_search;
  wire next_clear;

  reg  running_q;  // word_i is the word at pc_q, to be taken
  reg  [10:0] pc_q;
  reg  in_loop_q;
  reg  [10:0] loop_pc_q;  // first word of the loop
  reg  [9:0] index_q;  // 0 outside a loop
  reg  [9:0] last_index_q;
  reg  accessing_q;  // an access goes on
  reg  read_q;
  reg  write_q;
  reg  search_q;
  reg  clear_q;
  reg  reading_q;  // that access is a read
  reg  searching_q;  // that access is a search
  reg  then_write_q;  // a write follows the read
  reg  complement_q;
  reg  move_q;
  reg  [3:0] distance_q;
  reg  [2:0] mask_update_q;
  reg  unmasked_q;
  reg  [7:0] raddr_q;
  reg  [7:0] waddr0_q;
  reg  [7:0] waddr1_q;
  reg  dual_q;
  reg  [1:0] operation_q;
  reg  [9:0] count_q;
  reg  [15:0] key_q;
  reg  pair_q;

  // What the word says.
  assign kind = word_i[50:48];
  assign is_end = kind == 3'd0;
  assign is_step = kind == 3'd1;
  assign is_search = kind == 3'd2;
  assign is_clear = kind == 3'd3;
  assign is_loop = kind == 3'd4;
  assign is_move = kind == 3'd5;
  assign reads_row = (word_i[55] && word_i[56]) || word_i[57];
  assign opens_row = is_move || (is_step && reads_row);
  assign writes = |word_i[60:58];
  assign from_base = word_i[2] ? (word_i[1] ? (word_i[0] ? bases_i[63:56] : bases_i[55:48]) :
      word_i[0] ? bases_i[47:40] : bases_i[39:32]) :
      word_i[1] ? (word_i[0] ? bases_i[31:24] : bases_i[23:16]) :
      word_i[0] ? bases_i[15:8] : bases_i[7:0];
  assign from_stride = word_i[13] ? {3'd0, index_q} :
      word_i[14] ? {2'd0, {index_q, 1'b0}} : 13'd0;
  assign from_row = {5'd0, from_base} + {3'd0, word_i[12:3]} + (from_stride ^ {13{word_i[15]}}) + {12'd0, word_i[15]};
  assign to_base = word_i[18] ? (word_i[17] ? (word_i[16] ? bases_i[63:56] : bases_i[55:48]) :
      word_i[16] ? bases_i[47:40] : bases_i[39:32]) :
      word_i[17] ? (word_i[16] ? bases_i[31:24] : bases_i[23:16]) :
      word_i[16] ? bases_i[15:8] : bases_i[7:0];
  assign to_stride = word_i[29] ? {3'd0, index_q} :
      word_i[30] ? {2'd0, {index_q, 1'b0}} : 13'd0;
  assign to_row = {5'd0, to_base} + {3'd0, word_i[28:19]} + (to_stride ^ {13{word_i[31]}}) + {12'd0, word_i[31]};
  assign also_base = word_i[34] ? (word_i[33] ? (word_i[32] ? bases_i[63:56] : bases_i[55:48]) :
      word_i[32] ? bases_i[47:40] : bases_i[39:32]) :
      word_i[33] ? (word_i[32] ? bases_i[31:24] : bases_i[23:16]) :
      word_i[32] ? bases_i[15:8] : bases_i[7:0];
  assign also_stride = word_i[45] ? {3'd0, index_q} :
      word_i[46] ? {2'd0, {index_q, 1'b0}} : 13'd0;
  assign also_row = {5'd0, also_base} + {3'd0, word_i[44:35]} + (also_stride ^ {13{word_i[47]}}) + {12'd0, word_i[47]};

  // Whether it is a word at all, here.
  assign from_is_zero = !(|word_i[15:0]);
  assign to_is_zero = !(|word_i[31:16]);
  assign also_is_zero = !(|word_i[47:32]);
  assign bad_from = word_i[15] ? !word_i[14] : word_i[14] && word_i[13];
  assign bad_to = word_i[31] ? !word_i[30] : word_i[30] && word_i[29];
  assign bad_also = word_i[47] ? !word_i[46] : word_i[46] && word_i[45];
  assign good_read = !word_i[57] || !(|word_i[56:55]);
  assign good_write = !word_i[60] || !(|word_i[59:58]);
  assign good_step = good_read && good_write && (reads_row || from_is_zero) && (writes || (to_is_zero && !word_i[61])) &&
      (word_i[61] || also_is_zero) && !bad_from && !bad_to && !bad_also;
  assign no_read_or_write = !(|word_i[61:55]);
  assign good_search = word_i[38] != |word_i[37:32] && !(|word_i[47:40]) && no_read_or_write && !word_i[62] && !bad_from;
  assign good_clear = from_is_zero && word_i[41] != |word_i[40:32] && !(|word_i[47:42]) && no_read_or_write && !bad_to;
  assign good_move = !(|word_i[31:20]) && also_is_zero && !(|word_i[53:51]) && no_read_or_write && !word_i[62] && !bad_from;
  assign no_act = to_is_zero && also_is_zero && !(|word_i[62:51]);
  assign good_loop = word_i[10] != |word_i[9:0] && !(|word_i[15:11]) && no_act && !in_loop_q;
  assign good_end = from_is_zero && no_act;
  assign is_good = (is_step && good_step) || (is_search && good_search) || (is_clear && good_clear) || (is_loop && good_loop) ||
      (is_move && good_move) || (is_end && good_end);
  assign past_last = pc_q > 11'd1023 || (pc_q == 11'd1023 && !is_end);
  assign program_fault = past_last || word_i[63] || !is_good || (word_i[54] && !in_loop_q);

  // Whether its rows are rows of the array.
  assign several = {2'd0, is_clear && word_i[41], is_clear && word_i[40], is_clear && word_i[39], word_i[38:32]};
  assign touched = (is_search && word_i[39]) ? {several[10:0], 1'b0} : several;
  assign end_row = (is_search ? from_row : to_row) + {1'b0, touched};
  assign from_outside = !(from_row < 13'd256);
  assign to_outside = !(to_row < 13'd256);
  assign also_outside = !(also_row < 13'd256);
  assign row_fault = (opens_row && from_outside) || (is_step && ((writes && to_outside) || (word_i[61] && also_outside))) ||
      (is_search && from_outside) || (is_clear && to_outside) || ((is_search || is_clear) && end_row > 13'd256);

  // Taking the word, and fetching the next.
  assign access_ends = !accessing_q || access_done_i;
  assign advance = access_ends && !then_write_q;
  assign take = running_q && advance;
  assign fault = program_fault || row_fault;
  assign proceed = take && !fault && !is_end;
  assign issue = proceed && !is_loop;
  assign goes_on = index_q != last_index_q;
  assign following = pc_q + 11'd1;
  assign next_pc = start_i ? first_i :
      (word_i[54] && goes_on) ? loop_pc_q : following;
  assign fetch_o = start_i || proceed;
  assign fetch_address_o = next_pc[9:0];

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      pc_q <= 11'd0;
    end else if (start_i || proceed) begin
      pc_q <= next_pc;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      running_q <= 1'b0;
    end else if (start_i) begin
      running_q <= 1'b1;
    end else if (take && (fault || is_end)) begin
      running_q <= 1'b0;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      in_loop_q <= 1'b0;
      index_q <= 10'd0;
    end else if (start_i) begin
      in_loop_q <= 1'b0;
      index_q <= 10'd0;
    end else if (proceed && is_loop) begin
      in_loop_q <= 1'b1;
    end else if (proceed && word_i[54]) begin
      in_loop_q <= goes_on;
      index_q <= goes_on ? index_q + 10'd1 : 10'd0;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      loop_pc_q <= 11'd0;
      last_index_q <= 10'd0;
    end else if (proceed && is_loop) begin
      loop_pc_q <= following;
      last_index_q <= word_i[9:0] - 10'd1;
    end
  end

  assign done_o = take && (fault || is_end);
  assign error_o = done_o ? (program_fault ? ErrorProgram :
      row_fault ? ErrorRowRange : 8'd0) : 8'd0;

  // Accesses of the array: a word's, or a single row.
  assign open = open_row_i && !running_q && advance;
  assign next_read = (issue && opens_row) || (open && !open_to_write_i);
  assign next_write = (issue && is_step && !reads_row && writes) || (open && open_to_write_i);
  assign next_search = issue && is_search;
  assign next_clear = issue && is_clear;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      read_q <= 1'b0;
      write_q <= 1'b0;
      search_q <= 1'b0;
      clear_q <= 1'b0;
      accessing_q <= 1'b0;
      reading_q <= 1'b0;
      searching_q <= 1'b0;
      then_write_q <= 1'b0;
    end else if (advance) begin
      read_q <= next_read;
      write_q <= next_write;
      search_q <= next_search;
      clear_q <= next_clear;
      accessing_q <= next_read || next_write || next_search || next_clear;
      reading_q <= next_read;
      searching_q <= next_search;
      then_write_q <= issue && reads_row && writes;
    end else if (access_ends) begin
      read_q <= 1'b0;
      write_q <= 1'b1;
      reading_q <= 1'b0;
      then_write_q <= 1'b0;
    end else begin
      read_q <= 1'b0;
      write_q <= 1'b0;
      search_q <= 1'b0;
      clear_q <= 1'b0;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mask_update_q <= 3'd0;
    end else if (issue) begin
      mask_update_q <= word_i[53:51];
    end else if (advance) begin
      mask_update_q <= 3'd0;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      raddr_q <= 8'd0;
      waddr0_q <= 8'd0;
      waddr1_q <= 8'd0;
      dual_q <= 1'b0;
      operation_q <= 2'd0;
      complement_q <= 1'b0;
      move_q <= 1'b0;
      distance_q <= 4'd0;
      unmasked_q <= 1'b0;
      count_q <= 10'd0;
      key_q <= 16'd0;
      pair_q <= 1'b0;
    end else if (issue || open) begin
      raddr_q <= running_q ? from_row[7:0] : open_address_i;
      waddr0_q <= running_q ? to_row[7:0] : open_address_i;
      waddr1_q <= also_row[7:0];
      dual_q <= running_q && word_i[61];
      operation_q <= running_q ? word_i[59:58] - 2'd1 : 2'd0;
      complement_q <= running_q && word_i[57];
      move_q <= running_q && is_move;
      distance_q <= word_i[19:16];
      unmasked_q <= running_q && word_i[62];
      count_q <= several[9:0];
      key_q <= word_i[31:16];
      pair_q <= word_i[39];
    end
  end

  assign opened_o = open;
  assign at_rest_o = advance;
  assign read_o = read_q;
  assign write_o = write_q;
  assign search_o = search_q;
  assign clear_o = clear_q;
  assign raddr_o = raddr_q;
  assign waddr0_o = waddr0_q;
  assign waddr1_o = waddr1_q;
  assign dual_o = dual_q;
  assign op_o = operation_q;
  assign count_o = count_q;
  assign key_o = {{48{key_q[15]}}, key_q};
  assign pair_o = pair_q;

  // What the lanes do.
  assign take_row_o = reading_q && access_done_i;
  assign complement_o = complement_q;
  assign move_o = move_q;
  assign distance_o = distance_q;
  assign take_constant_o = issue && is_step && !reads_row && |word_i[56:55];
  assign constant_o = word_i[56];
  assign take_match_o = searching_q && access_done_i;
  assign unmasked_o = unmasked_q;
  assign update_mask_o = advance;
  assign mask_update_o = mask_update_q;

endmodule

`default_nettype wire
