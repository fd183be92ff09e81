// Packet sender: a beat offered stays as it is until it is taken (AXI4-Stream, Arm IHI 0051, 2.2.1), a packet has the
// beats of its space, the last of them marked.
`ifdef FORMAL
`default_nettype none

module mnist_stochastic_packet_sender_properties #(
  parameter [511:0] Beats = 512'd0  // 16 bits a state space: of its packet; 0 for none
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire start_i,
  input wire [7:0] space_i,
  input wire tready_i,
  input wire [63:0] tdata_o,
  input wire tvalid_o,
  input wire tlast_o,
  input wire done_o
);

  reg known_q = 1'b0;  // there was a reset
  reg ran_q = 1'b0;  // the cycle before was no reset
  reg started_q = 1'b0;  // start_i in the cycle before
  reg running_q = 1'b0;
  reg [7:0] space_q = 8'd0;
  reg [15:0] beats_q;  // that have left
  reg stalled_q;  // a beat was offered in the cycle before and not taken
  reg [63:0] tdata_q;
  reg tlast_q;

  wire gives = tvalid_o && tready_i;
  wire [15:0] right = Beats[{space_i[4:0], 4'd0} +: 16];

  always @(posedge clk_i) begin
    ran_q <= !in_reset_i;
    started_q <= start_i && !in_reset_i;
    space_q <= space_i;
    stalled_q <= tvalid_o && !tready_i;
    tdata_q <= tdata_o;
    tlast_q <= tlast_o;
    assume (!start_i || !running_q);
    assume (space_i[7:4] == 4'd0 && right != 16'd0);
    assume (space_i == space_q || !running_q || started_q);
    if (in_reset_i) begin
      known_q <= 1'b1;
      running_q <= 1'b0;
    end else if (start_i) begin
      running_q <= 1'b1;
      beats_q <= 16'd0;
    end else begin
      if (done_o) running_q <= 1'b0;
      if (gives) beats_q <= beats_q + 16'd1;
    end
    if (!in_reset_i && known_q) begin
      valid_while_running: assert (!tvalid_o || running_q);
      if (tvalid_o) last_is_last: assert (tlast_o == (beats_q + 16'd1 == right));
      done_with_the_last: assert (done_o == (gives && tlast_o));
      if (running_q && !started_q) one_a_cycle: assert (tvalid_o);
    end
    if (!in_reset_i && ran_q && stalled_q) begin
      stays: assert (tvalid_o && tdata_o == tdata_q && tlast_o == tlast_q);
    end
  end

endmodule

`default_nettype wire
`endif
