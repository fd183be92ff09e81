// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Array sequencer: settle, reset of the first MTJ, then write and read for each sample, by the two MTJs of a line in
// turn: while one is read the other is reset. For each phase of the column mux, for each stream, most significant
// first.
// Latency: streams * mux * (settle + reset + samples * (write + max(read, reset))) cycles from start_i to the
// combine cycle, in which finished_o is high. The strobes to the array come from flip-flops.

`default_nettype none

module everything_array_sequencer (
  input  wire clk_i,
  input  wire rst_i,
  input  wire start_i,
  input  wire [2:0] samples_i,  // 1 or more; stable until finished_o
  input  wire backward_i,  // with start_i: drives columns and reads rows
  output wire drive_o,  // a phase begins in the next cycle
  output wire stream_o,  // of which stream
  output wire release_o,  // no stream in the next cycle
  output wire integ_rst_o,
  output wire integ_en_o,
  output wire [1:0] mtj_reset_o,
  output wire [1:0] mtj_write_o,
  output wire [1:0] mtj_read_o,
  output wire capture_o,  // the counters take a sample
  output wire clear_counters_o,
  output wire clear_accumulators_o,
  output wire [3:0] combine_o,  // the accumulators of a phase's columns take a stream
  output wire finished_o,
  output wire reverse_o,  // until finished_o
  output wire pair_o,  // the MTJs that capture_o takes
  output wire [1:0] column_sel_o,
  output wire drive_columns_o  // the same of a BACKWARD
);

  localparam [2:0] StateIdle = 3'd0;
  localparam [2:0] StateSettle = 3'd1;
  localparam [2:0] StateReset = 3'd2;
  localparam [2:0] StateWrite = 3'd3;
  localparam [2:0] StateRead = 3'd4;
  localparam [2:0] StateCombine = 3'd5;

  wire step_ends;
  wire begins;  // a phase, in the next cycle
  wire [1:0] chosen;  // one-hot
  wire [1:0] resting;
  wire first;
  wire takes_over;

  reg  [2:0] state_d;
  reg  [2:0] timer_d;
  reg  [2:0] sample_d;
  reg  stream_d;
  reg  reverse_d;
  reg  pair_d;
  reg  [1:0] phase_d;

  reg  [2:0] state_q;
  reg  [2:0] timer_q;  // cycles of this step after the present one
  reg  [2:0] sample_q;  // samples of this phase after the present one
  reg  stream_q;
  reg  integ_rst_q;
  reg  integ_en_q;
  reg  [1:0] mtj_reset_q;
  reg  [1:0] mtj_write_q;
  reg  [1:0] mtj_read_q;
  reg  reverse_q;  // columns are driven, rows read
  reg  pair_q;  // which MTJ of a line takes the present sample
  reg  [1:0] phase_q;  // which column of a line is read
  reg  [1:0] combined_phase_q;  // the phase read last

  assign step_ends = timer_q == 3'd0;
  assign reverse_o = reverse_q;
  assign pair_o = pair_q;

  always @(posedge clk_i) begin
    if (rst_i) begin
      combined_phase_q <= 2'd0;
    end else if (state_q == StateRead) begin
      combined_phase_q <= phase_q;
    end
  end

  assign column_sel_o = phase_q;

  always @* begin
    state_d = state_q;
    timer_d = step_ends ? timer_q : timer_q - 3'd1;
    sample_d = sample_q;
    stream_d = stream_q;
    reverse_d = reverse_q;
    pair_d = pair_q;
    phase_d = phase_q;
    case (state_q)
      StateIdle: begin
        if (start_i) begin
          state_d = StateSettle;
          timer_d = 3'd2;
          sample_d = samples_i - 3'd1;
          stream_d = 1'b1;
          reverse_d = backward_i;
          pair_d = 1'b0;
          phase_d = 2'd0;
        end
      end
      StateSettle: begin
        if (step_ends) begin
          state_d = StateReset;
          timer_d = 3'd4;
        end
      end
      StateReset: begin
        if (step_ends) begin
          state_d = StateWrite;
          timer_d = 3'd1;
        end
      end
      StateWrite: begin
        if (step_ends) begin
          state_d = StateRead;
          timer_d = 3'd4;
        end
      end
      StateRead: begin
        if (step_ends) begin
          if (sample_q != 3'd0) begin
            state_d = StateWrite;
            timer_d = 3'd1;
            sample_d = sample_q - 3'd1;
            pair_d = !pair_q;
          end else if (phase_q != 2'd3) begin
            state_d = StateSettle;
            timer_d = 3'd2;
            sample_d = samples_i - 3'd1;
            pair_d = 1'b0;
            phase_d = phase_q + 2'd1;
          end else if (stream_q != 1'b0) begin
            state_d = StateSettle;
            timer_d = 3'd2;
            sample_d = samples_i - 3'd1;
            stream_d = stream_q - 1'b1;
            pair_d = 1'b0;
            phase_d = 2'd0;
          end else begin
            state_d = StateCombine;
            phase_d = 2'd0;
          end
        end
      end
      default: begin
        state_d = StateIdle;
        reverse_d = 1'b0;
      end
    endcase
  end

  always @(posedge clk_i) begin
    if (rst_i) begin
      state_q <= 3'd0;
      timer_q <= 3'd0;
      sample_q <= 3'd0;
      stream_q <= 1'b0;
      reverse_q <= 1'b0;
      pair_q <= 1'b0;
      phase_q <= 2'd0;
    end else begin
      state_q <= state_d;
      timer_q <= timer_d;
      sample_q <= sample_d;
      stream_q <= stream_d;
      reverse_q <= reverse_d;
      pair_q <= pair_d;
      phase_q <= phase_d;
    end
  end

  assign begins = state_d == StateSettle && state_q != StateSettle;
  assign drive_o = begins && !reverse_d;
  assign drive_columns_o = begins && reverse_d;
  assign stream_o = stream_d;
  assign release_o = state_d == StateCombine;

  always @(posedge clk_i) begin
    if (rst_i) begin
      integ_rst_q <= 1'b0;
      integ_en_q <= 1'b0;
    end else begin
      integ_rst_q <= begins;
      integ_en_q <= state_d == StateSettle && timer_d == 3'd0;
    end
  end

  assign chosen = {pair_d, !pair_d};
  assign resting = ~chosen;

  always @(posedge clk_i) begin
    if (rst_i) begin
      mtj_reset_q <= 2'd0;
      mtj_write_q <= 2'd0;
      mtj_read_q <= 2'd0;
    end else begin
      mtj_reset_q <= ({2{state_d == StateReset}} & chosen) | ({2{state_d == StateRead && sample_d != 3'd0}} & resting);
      mtj_write_q <= {2{state_d == StateWrite}} & chosen;
      mtj_read_q <= {2{state_d == StateRead}} & chosen;
    end
  end

  assign integ_rst_o = integ_rst_q;
  assign integ_en_o = integ_en_q;
  assign mtj_reset_o = mtj_reset_q;
  assign mtj_write_o = mtj_write_q;
  assign mtj_read_o = mtj_read_q;

  // The first settle cycle of a phase takes over from the phase before it.
  assign first = stream_q == 1'b1 && phase_q == 2'd0;
  assign capture_o = state_q == StateRead && step_ends;
  assign clear_counters_o = integ_rst_q;
  assign clear_accumulators_o = integ_rst_q && first;
  assign finished_o = state_q == StateCombine;
  assign takes_over = (integ_rst_q && !first) || finished_o;
  assign combine_o[0] = takes_over && combined_phase_q == 2'd0;
  assign combine_o[1] = takes_over && combined_phase_q == 2'd1;
  assign combine_o[2] = takes_over && combined_phase_q == 2'd2;
  assign combine_o[3] = takes_over && combined_phase_q == 2'd3;

endmodule

`default_nettype wire
