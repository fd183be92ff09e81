// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Incoming packets of a float unit: beats go straight on; what is wrong with the length of the packet ends it, a
// long one once it is swallowed to its last beat.
// Latency: done_o in the cycle after the last beat, and no sooner than its receiver is idle.

`default_nettype none

module float_unit_memory_float_packets (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire start_i,
  input  wire to_lanes_i,  // stable from the cycle after start_i until done_o
  input  wire [10:0] words_i,  // of a packet of the program space
  input  wire [4:0] last_of_lanes_i,  // last beat of a packet of the lanes space
  input  wire tvalid_i,
  input  wire tlast_i,
  output wire tready_o,
  output wire program_take_o,  // the present beat is a word of the program
  output wire lanes_valid_o,
  input  wire lanes_ready_i,
  input  wire lanes_idle_i,
  output wire abort_o,  // no further beat comes for the lanes
  output wire done_o,
  output wire [7:0] error_o  // error code while done_o, 0 for none
);

  localparam [1:0] StateIdle = 2'd0;
  localparam [1:0] StateReceive = 2'd1;
  localparam [1:0] StateDrain = 2'd2;
  localparam [1:0] StateFinish = 2'd3;
  localparam [7:0] ErrorPacketLength = 8'd6;

  wire receiving;
  wire ready;
  wire taken;
  wire [10:0] next_beat;
  wire is_last;
  wire bad_length;

  reg  [1:0] state_q;
  reg  [10:0] beat_q;  // beats taken
  reg  bad_length_q;

  assign receiving = state_q == StateReceive;
  assign ready = (receiving && (!to_lanes_i || lanes_ready_i)) || state_q == StateDrain;
  assign taken = tvalid_i && ready;
  assign next_beat = beat_q + 11'd1;
  assign is_last = to_lanes_i ? beat_q == {6'd0, last_of_lanes_i} : next_beat == words_i;
  assign bad_length = receiving && taken && is_last != tlast_i;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= 2'd0;
    end else begin
      case (state_q)
        StateIdle: begin
          if (start_i) begin
            state_q <= StateReceive;
          end
        end
        StateReceive: begin
          if (taken && tlast_i) begin
            state_q <= StateFinish;
          end else if (taken && is_last) begin
            state_q <= StateDrain;
          end
        end
        StateDrain: begin
          if (taken && tlast_i) begin
            state_q <= StateFinish;
          end
        end
        default: begin
          if (lanes_idle_i) begin
            state_q <= StateIdle;
          end
        end
      endcase
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      beat_q <= 11'd0;
      bad_length_q <= 1'b0;
    end else if (start_i) begin
      beat_q <= 11'd0;
      bad_length_q <= 1'b0;
    end else if (receiving && taken) begin
      beat_q <= next_beat;
      bad_length_q <= bad_length;
    end
  end

  assign tready_o = ready;
  assign program_take_o = receiving && taken && !to_lanes_i;
  assign lanes_valid_o = receiving && tvalid_i && to_lanes_i;
  assign abort_o = bad_length;
  assign done_o = state_q == StateFinish && lanes_idle_i;
  assign error_o = (done_o && bad_length_q) ? ErrorPacketLength : 8'd0;

endmodule

`default_nettype wire
