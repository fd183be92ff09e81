// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Packet receiver: takes one packet for a state space, beat by beat, and commits it only if its length and
// all its elements are right. A long packet is swallowed to its last beat. One that comes ahead of its command
// is held, whole, until that runs.
// Latency: beats + 1 cycles from start_i to done_o where the sender never waits.

`default_nettype none

module everything_packet_receiver (
  input  wire clk_i,
  input  wire rst_i,
  input  wire start_i,
  input  wire [7:0] space_i,  // stable from the cycle after start_i until done_o
  input  wire ahead_i,  // the packet comes ahead of its command
  input  wire tvalid_i,
  input  wire tlast_i,
  output wire tready_o,
  input  wire out_of_range_i,  // the present beat holds an illegal element
  output wire shift_o,
  output wire last_o,  // the present beat should be the last
  output wire commit_o,
  output wire done_o,
  output wire [7:0] error_o  // error code while done_o, 0 for none
);

  localparam [1:0] StateIdle = 2'd0;
  localparam [1:0] StateReceive = 2'd1;
  localparam [1:0] StateDrain = 2'd2;
  localparam [1:0] StateFinish = 2'd3;
  localparam [7:0] SpaceInput = 8'd0;
  localparam [7:0] SpaceScale = 8'd4;
  localparam [7:0] SpaceOffset = 8'd5;
  localparam [7:0] SpaceHealth = 8'd6;
  localparam [7:0] SpaceOutputError = 8'd13;
  localparam [7:0] ErrorElementRange = 8'd7;
  localparam [7:0] ErrorPacketLength = 8'd6;

  wire [2:0] last_beat;
  wire is_last;
  wire finishes;

  reg  [1:0] state_q;
  reg  [2:0] beat_q;  // beats taken
  reg  bad_length_q;
  reg  bad_range_q;

  assign last_beat = (space_i == SpaceInput) ? 3'd1 :
      (space_i == SpaceScale) ? 3'd2 :
      (space_i == SpaceOffset) ? 3'd2 :
      (space_i == SpaceHealth) ? 3'd6 :
      (space_i == SpaceOutputError) ? 3'd1 : 3'd0;
  assign is_last = beat_q == last_beat;
  assign finishes = state_q == StateFinish && !ahead_i;

  always @(posedge clk_i) begin
    if (rst_i) begin
      state_q <= 2'd0;
      beat_q <= 3'd0;
      bad_range_q <= 1'b0;
      bad_length_q <= 1'b0;
    end else begin
      case (state_q)
        StateIdle: begin
          if (start_i) begin
            state_q <= StateReceive;
            beat_q <= 3'd0;
            bad_range_q <= 1'b0;
          end
        end
        StateReceive: begin
          if (tvalid_i) begin
            beat_q <= beat_q + 3'd1;
            bad_range_q <= bad_range_q || out_of_range_i;
            bad_length_q <= is_last != tlast_i;
            if (tlast_i) begin
              state_q <= StateFinish;
            end else if (is_last) begin
              state_q <= StateDrain;
            end
          end
        end
        StateDrain: begin
          if (tvalid_i && tlast_i) begin
            state_q <= StateFinish;
          end
        end
        default: begin
          if (finishes) begin
            state_q <= StateIdle;
          end
        end
      endcase
    end
  end

  assign tready_o = state_q == StateReceive || state_q == StateDrain;
  assign shift_o = state_q == StateReceive && tvalid_i;
  assign last_o = is_last;
  assign done_o = finishes;
  assign commit_o = done_o && !bad_length_q && !bad_range_q;
  assign error_o = done_o ? (bad_length_q ? ErrorPacketLength :
      bad_range_q ? ErrorElementRange : 8'd0) : 8'd0;

endmodule

`default_nettype wire
