// Command queue: the count is right, and the words leave in the order in which they came, looked at through one of them,
// which may be any; a flush drops them all.
`ifdef FORMAL
`default_nettype none

module command_queue_properties #(
  parameter Depth = 1,
  parameter CountBits = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire [15:0] word_i,
  input wire push_i,
  input wire pop_i,
  input wire flush_i,
  input wire [15:0] head_o,
  input wire [CountBits-1:0] count_o
);

  // verilator lint_off UNDRIVEN
  (* anyseq *) reg choose;  // the word that is pushed now
  // verilator lint_on UNDRIVEN
  reg known_q = 1'b0;  // there was a reset
  reg [4:0] held_q;  // words
  reg follows_q;  // the chosen word is there
  reg [4:0] ahead_q;  // of it
  reg [15:0] value_q;  // its own

  wire [4:0] count = {{(5 - CountBits){1'b0}}, count_o};
  wire at_head = follows_q && ahead_q == 5'd0;

  always @(posedge clk_i) begin
    assume (!push_i || held_q < Depth);
    assume (!pop_i || held_q != 5'd0);
    if (in_reset_i) begin
      known_q <= 1'b1;
      held_q <= 5'd0;
      follows_q <= 1'b0;
    end else if (flush_i) begin
      held_q <= 5'd0;
      follows_q <= 1'b0;
    end else begin
      held_q <= held_q + {4'd0, push_i} - {4'd0, pop_i};
      if (follows_q) begin
        if (pop_i) ahead_q <= ahead_q - 5'd1;
        if (pop_i && at_head) follows_q <= 1'b0;
      end else if (push_i && choose) begin
        follows_q <= 1'b1;
        ahead_q <= held_q - {4'd0, pop_i};
        value_q <= word_i;
      end
    end
    if (!in_reset_i && known_q) begin
      counts: assert (count == held_q);
      if (at_head) in_order: assert (head_o == value_q);
    end
  end

endmodule

`default_nettype wire
`endif
