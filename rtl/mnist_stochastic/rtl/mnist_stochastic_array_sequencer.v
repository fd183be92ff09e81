// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Array sequencer: settle, then reset, write, read for each sample; for each phase of the column mux, for each
// stream, most significant first.
// Latency: streams * mux * (settle + samples * (reset + write + read)) cycles from start_i to the combine cycle,
// in which finished_o is high. The strobes to the array come from flip-flops.

`default_nettype none

module mnist_stochastic_array_sequencer (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire start_i,
  input  wire [3:0] samples_i,  // 1 or more; stable until finished_o
  output wire drive_o,  // a phase begins in the next cycle
  output wire [1:0] stream_o,  // of which stream
  output wire release_o,  // no stream in the next cycle
  output wire integ_rst_o,
  output wire integ_en_o,
  output wire mtj_reset_o,
  output wire mtj_write_o,
  output wire mtj_read_o,
  output wire capture_o,  // the counters take a sample
  output wire clear_counters_o,
  output wire clear_accumulators_o,
  output wire combine_o,  // the accumulators of a phase's columns take a stream
  output wire finished_o
);

  localparam [2:0] StateIdle = 3'd0;
  localparam [2:0] StateSettle = 3'd1;
  localparam [2:0] StateReset = 3'd2;
  localparam [2:0] StateWrite = 3'd3;
  localparam [2:0] StateRead = 3'd4;
  localparam [2:0] StateCombine = 3'd5;

  wire step_ends;
  wire first;
  wire takes_over;

  reg  [2:0] state_d;
  reg  [1:0] timer_d;
  reg  [3:0] sample_d;
  reg  [1:0] stream_d;

  reg  [2:0] state_q;
  reg  [1:0] timer_q;  // cycles of this step after the present one
  reg  [3:0] sample_q;  // samples of this phase after the present one
  reg  [1:0] stream_q;
  reg  integ_rst_q;
  reg  integ_en_q;
  reg  mtj_reset_q;
  reg  mtj_write_q;
  reg  mtj_read_q;

  assign step_ends = timer_q == 2'd0;

  always @* begin
    state_d = state_q;
    timer_d = step_ends ? timer_q : timer_q - 2'd1;
    sample_d = sample_q;
    stream_d = stream_q;
    case (state_q)
      StateIdle: begin
        if (start_i) begin
          state_d = StateSettle;
          timer_d = 2'd3;
          sample_d = samples_i - 4'd1;
          stream_d = 2'd3;
        end
      end
      StateSettle: begin
        if (step_ends) begin
          state_d = StateReset;
          timer_d = 2'd0;
        end
      end
      StateReset: begin
        if (step_ends) begin
          state_d = StateWrite;
          timer_d = 2'd0;
        end
      end
      StateWrite: begin
        if (step_ends) begin
          state_d = StateRead;
          timer_d = 2'd2;
        end
      end
      StateRead: begin
        if (step_ends) begin
          if (sample_q != 4'd0) begin
            state_d = StateReset;
            timer_d = 2'd0;
            sample_d = sample_q - 4'd1;
          end else if (stream_q != 2'd0) begin
            state_d = StateSettle;
            timer_d = 2'd3;
            sample_d = samples_i - 4'd1;
            stream_d = stream_q - 2'd1;
          end else begin
            state_d = StateCombine;
          end
        end
      end
      default: begin
        state_d = StateIdle;
      end
    endcase
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= 3'd0;
      timer_q <= 2'd0;
      sample_q <= 4'd0;
      stream_q <= 2'd0;
    end else begin
      state_q <= state_d;
      timer_q <= timer_d;
      sample_q <= sample_d;
      stream_q <= stream_d;
    end
  end

  assign drive_o = state_d == StateSettle && state_q != StateSettle;
  assign stream_o = stream_d;
  assign release_o = state_d == StateCombine;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      integ_rst_q <= 1'b0;
      integ_en_q <= 1'b0;
    end else begin
      integ_rst_q <= drive_o;
      integ_en_q <= state_d == StateSettle && timer_d == 2'd0;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mtj_reset_q <= 1'b0;
      mtj_write_q <= 1'b0;
      mtj_read_q <= 1'b0;
    end else begin
      mtj_reset_q <= state_d == StateReset;
      mtj_write_q <= state_d == StateWrite;
      mtj_read_q <= state_d == StateRead;
    end
  end

  assign integ_rst_o = integ_rst_q;
  assign integ_en_o = integ_en_q;
  assign mtj_reset_o = mtj_reset_q;
  assign mtj_write_o = mtj_write_q;
  assign mtj_read_o = mtj_read_q;

  // The first settle cycle of a phase takes over from the phase before it.
  assign first = stream_q == 2'd3;
  assign capture_o = state_q == StateRead && step_ends;
  assign clear_counters_o = integ_rst_q;
  assign clear_accumulators_o = integ_rst_q && first;
  assign finished_o = state_q == StateCombine;
  assign takes_over = (integ_rst_q && !first) || finished_o;
  assign combine_o = takes_over;

endmodule

`default_nettype wire
