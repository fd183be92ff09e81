// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Command queue: commands that wait behind the one that runs leave in the order in which they came. The newest lies
// lowest, and how many wait tells where the oldest lies. A flush drops them all, and one that comes with it.
// Latency: 1 cycle. Nothing is pushed where as many wait as may, nothing popped where none does.

`default_nettype none

module everything_command_queue (
  input  wire clk_i,
  input  wire rst_i,
  input  wire [15:0] word_i,  // [7:0] command, [15:8] operand
  input  wire push_i,
  input  wire pop_i,
  input  wire flush_i,
  output wire [15:0] head_o,  // the oldest, where one waits
  output wire [1:0] count_o
);

  reg  [47:0] words_q;
  reg  [1:0] count_q;

  always @(posedge clk_i) begin
    if (rst_i) begin
      words_q <= 48'd0;
    end else if (push_i) begin
      words_q <= {words_q[31:0], word_i};
    end
  end

  always @(posedge clk_i) begin
    if (rst_i) begin
      count_q <= 2'd0;
    end else if (flush_i) begin
      count_q <= 2'd0;
    end else if (push_i && !pop_i) begin
      count_q <= count_q + 2'd1;
    end else if (pop_i && !push_i) begin
      count_q <= count_q - 2'd1;
    end
  end

  assign head_o = (count_q == 2'd1) ? words_q[15:0] :
      (count_q == 2'd2) ? words_q[31:16] : words_q[47:32];
  assign count_o = count_q;

endmodule

`default_nettype wire
