// Packet receiver: takes beats only while it runs, and loses none; commits exactly the packets of the right length and
// range, and says what was wrong with the others; neither before the command of the packet runs.
`ifdef FORMAL
`default_nettype none

module packet_receiver_properties #(
  parameter [511:0] Beats = 512'd0  // 16 bits a state space: of a packet for it; 0 for none
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire start_i,
  input wire [7:0] space_i,
  input wire ahead_i,
  input wire tvalid_i,
  input wire tlast_i,
  input wire tready_o,
  input wire out_of_range_i,
  input wire shift_o,
  input wire commit_o,
  input wire done_o,
  input wire [7:0] error_o
);

  localparam [15:0] Longest = 16'hffff;

  reg known_q = 1'b0;  // there was a reset
  reg started_q = 1'b0;  // start_i in the cycle before
  reg running_q = 1'b0;
  reg [7:0] space_q = 8'd0;
  reg [15:0] beats_q;  // taken; stays at Longest
  reg ended_q = 1'b0;  // the last beat was taken
  reg range_q;  // a beat within the right length was out of range

  wire takes = tvalid_i && tready_o;
  wire [15:0] right = Beats[{space_i[4:0], 4'd0} +: 16];

  always @(posedge clk_i) begin
    started_q <= start_i && !in_reset_i;
    space_q <= space_i;
    assume (!start_i || !running_q);
    assume (space_i[7:4] == 4'd0 && right != 16'd0);
    assume (space_i == space_q || !running_q || started_q);
    if (in_reset_i) begin
      known_q <= 1'b1;
      running_q <= 1'b0;
      ended_q <= 1'b0;
    end else if (start_i) begin
      running_q <= 1'b1;
      beats_q <= 16'd0;
      range_q <= 1'b0;
      ended_q <= 1'b0;
    end else if (running_q) begin
      if (done_o) running_q <= 1'b0;
      if (takes && beats_q != Longest) beats_q <= beats_q + 16'd1;
      if (takes && beats_q < right) range_q <= range_q || out_of_range_i;
      if (takes && tlast_i) ended_q <= 1'b1;
    end
    if (!in_reset_i && known_q) begin
      ready_while_running: assert (!tready_o || running_q);
      done_at_the_end: assert (done_o == (running_q && ended_q && !ahead_i));
      ready_until_the_end: assert (tready_o == (running_q && !ended_q));
      shifts_what_it_takes: assert (!shift_o || takes);
      shifts_what_fits: assert (shift_o == (takes && beats_q < right));
      if (ahead_i) waits_for_its_command: assert (!commit_o);
      commits_the_good: assert (commit_o == (done_o && beats_q == right && !range_q));
      if (done_o && beats_q != right) says_length: assert (error_o == 8'd6);
      if (done_o && beats_q == right && range_q) says_range: assert (error_o == 8'd7);
      if (!done_o || commit_o) says_nothing: assert (error_o == 8'd0);
    end
  end

endmodule

`default_nettype wire
`endif
