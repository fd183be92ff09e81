// SOT sequencer: one access at a time. A Move opens one row to be read and nothing else, its row goes to the latch as far
// as the word says, the mask stays, and no other word's row is moved. A Move with anything else in it is no word.
`ifdef FORMAL
`default_nettype none

module sot_sequencer_properties (
  input wire clk_i,
  input wire in_reset_i,
  input wire start_i,
  input wire [63:0] word_i,
  input wire done_o,
  input wire [7:0] error_o,
  input wire read_o,
  input wire write_o,
  input wire search_o,
  input wire clear_o,
  input wire access_done_i,
  input wire take_row_o,
  input wire complement_o,
  input wire move_o,
  input wire [3:0] distance_o,
  input wire take_constant_o,
  input wire update_mask_o,
  input wire [2:0] mask_update_o
);

  reg known_q = 1'b0;  // there was a reset
  reg running_q = 1'b0;
  reg moving_q = 1'b0;  // the access under way is a Move's
  reg first_q = 1'b0;  // in its first cycle
  reg [3:0] distance_q;

  wire takes = running_q && update_mask_o;  // the word at hand begins in the next cycle, or ends the program
  wire is_move = word_i[50:48] == 3'd5;
  wire says_more = |word_i[31:20] || |word_i[47:32] || |word_i[53:51] || |word_i[63:55];

  always @(posedge clk_i) begin
    assume (!start_i || !running_q);
    if (in_reset_i) begin
      known_q <= 1'b1;
      running_q <= 1'b0;
      moving_q <= 1'b0;
      first_q <= 1'b0;
    end else begin
      if (start_i) running_q <= 1'b1;
      else if (done_o) running_q <= 1'b0;
      first_q <= takes && !done_o && is_move;
      if (takes && !done_o && is_move) moving_q <= 1'b1;
      else if (access_done_i) moving_q <= 1'b0;
      if (takes) distance_q <= word_i[19:16];
    end
    if (!in_reset_i && known_q) begin
      one_access: assert (read_o + write_o + search_o + clear_o < 2);
      if (first_q) a_move_opens_a_row: assert (read_o && moving_q);
      if (moving_q) a_move_is_one_read: assert (!write_o && !search_o && !clear_o && mask_update_o == 3'd0);
      if (moving_q && access_done_i) a_move_takes_the_row: assert (take_row_o && move_o && !complement_o);
      if (moving_q) a_move_keeps_its_distance: assert (distance_o == distance_q);
      if (take_row_o && !moving_q) no_other_word_moves: assert (!move_o);
      if (takes && is_move && says_more) a_move_is_nothing_else: assert (done_o && error_o == 8'd9);
      if (takes && is_move) a_move_loads_no_constant: assert (!take_constant_o);
    end
  end

endmodule

`default_nettype wire
`endif
