// Array sequencer: no MTJ under two strobes; clear, settle, integrate, then reset, write, read for each sample (with two MTJs
// a line: the one that waits is reset while the other is read); each step as long as it should be; as many samples, phases
// and streams as asked; back to rest at the promised cycle; rows are driven or columns, and which is said until the end.
`ifdef FORMAL
`default_nettype none

module mnist_stochastic_array_sequencer_properties #(
  parameter SettleCycles = 2,
  parameter ResetCycles = 1,
  parameter WriteCycles = 1,
  parameter ReadCycles = 3,
  parameter Streams = 1,
  parameter Mux = 1,
  parameter Pairs = 1,
  parameter StreamIndexBits = 1,
  parameter SamplesBits = 1,
  parameter SamplesMax = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire start_i,
  input wire [SamplesBits-1:0] samples_i,
  input wire one_stream_i,
  input wire backward_i,
  input wire drive_o,
  input wire drive_columns_o,
  input wire reverse_o,
  input wire [StreamIndexBits-1:0] stream_o,
  input wire release_o,
  input wire integ_rst_o,
  input wire integ_en_o,
  input wire [Pairs-1:0] mtj_reset_o,
  input wire [Pairs-1:0] mtj_write_o,
  input wire [Pairs-1:0] mtj_read_o,
  input wire capture_o,
  input wire clear_counters_o,
  input wire clear_accumulators_o,
  input wire [Mux-1:0] combine_o,
  input wire finished_o
);

  reg known_q = 1'b0;  // there was a reset
  reg running_q = 1'b0;
  reg [SamplesBits-1:0] samples_q;
  reg one_stream_q;
  reg backward_q;
  // Where a reader of the contract is: cycles of this phase, of this sample, and what is done.
  reg [15:0] phase_cycle_q;  // from 0 in the first settle cycle
  reg [15:0] sample_cycle_q;  // from 0 in the first cycle of the sample
  reg [15:0] samples_done_q;
  reg [15:0] phases_done_q;

  localparam PingPong = Pairs == 2;
  localparam LongRead = PingPong && ResetCycles > ReadCycles ? ResetCycles : ReadCycles;
  localparam LeadCycles = PingPong ? SettleCycles + ResetCycles : SettleCycles;
  localparam WriteFrom = PingPong ? 0 : ResetCycles;
  localparam ReadFrom = WriteFrom + WriteCycles;
  localparam SampleCycles = ReadFrom + LongRead;
  wire [15:0] samples = {{(16 - SamplesBits){1'b0}}, samples_i};
  wire [15:0] stream = {{(16 - StreamIndexBits){1'b0}}, stream_o};
  wire [15:0] streams = one_stream_i ? 16'd1 : Streams;
  wire [15:0] phases = streams * Mux;
  wire leading = running_q && phases_done_q < phases && phase_cycle_q < LeadCycles;
  wire sampling = running_q && phases_done_q < phases && !leading;
  wire last_sample = samples_done_q + 16'd1 == samples;
  wire last_of_sample = sampling && sample_cycle_q == SampleCycles - 1;
  wire last_of_phase = last_of_sample && last_sample;
  wire finishing = running_q && phases_done_q == phases;
  wire takes_over = (integ_rst_o && phases_done_q != 0) || finishing;
  wire [15:0] phase_before = (phases_done_q + Mux - 1) % Mux;
  wire [15:0] phases_next = phases_done_q + 16'd1;
  wire begins = start_i || (last_of_phase && phases_next != phases);
  wire backward = start_i ? backward_i : backward_q;

  wire [1:0] chosen = PingPong && samples_done_q[0] ? 2'b10 : 2'b01;
  wire reset_first = PingPong ? leading && phase_cycle_q >= SettleCycles : sampling && sample_cycle_q < ResetCycles;
  wire reset_other =
      PingPong && sampling && !last_sample && sample_cycle_q >= ReadFrom && sample_cycle_q < ReadFrom + ResetCycles;
  wire writes = sampling && sample_cycle_q >= WriteFrom && sample_cycle_q < ReadFrom;
  wire reads = sampling && sample_cycle_q >= ReadFrom;
  wire [1:0] reset_strobes = (reset_first ? 2'b01 : 2'b00) | (reset_other ? ~chosen : 2'b00);
  wire [1:0] write_strobes = writes ? chosen : 2'b00;
  wire [1:0] read_strobes = reads ? chosen : 2'b00;

  always @(posedge clk_i) begin
    samples_q <= samples_i;
    one_stream_q <= one_stream_i;
    if (start_i) backward_q <= backward_i;
    assume (samples != 16'd0 && samples <= SamplesMax);
    assume (!running_q || (samples_i == samples_q && one_stream_i == one_stream_q));
    assume (!start_i || !running_q);
    if (in_reset_i) begin
      known_q <= 1'b1;
      running_q <= 1'b0;
    end else if (start_i || last_of_phase) begin
      running_q <= 1'b1;
      phase_cycle_q <= 16'd0;
      sample_cycle_q <= 16'd0;
      samples_done_q <= 16'd0;
      phases_done_q <= start_i ? 16'd0 : phases_next;
    end else begin
      if (finishing) running_q <= 1'b0;
      if (leading) phase_cycle_q <= phase_cycle_q + 16'd1;
      if (sampling) sample_cycle_q <= last_of_sample ? 16'd0 : sample_cycle_q + 16'd1;
      if (last_of_sample) samples_done_q <= samples_done_q + 16'd1;
    end
    if (!in_reset_i && known_q) begin
      one_strobe: assert ((mtj_reset_o & (mtj_write_o | mtj_read_o)) == 0 && (mtj_write_o & mtj_read_o) == 0 &&
                          !((integ_rst_o || integ_en_o) && |(mtj_reset_o | mtj_write_o | mtj_read_o)));
      clear: assert (integ_rst_o == (leading && phase_cycle_q == 0));
      integrate: assert (integ_en_o == (leading && phase_cycle_q == SettleCycles - 1));
      reset_step: assert (mtj_reset_o == reset_strobes[Pairs-1:0]);
      write_step: assert (mtj_write_o == write_strobes[Pairs-1:0]);
      read_step: assert (mtj_read_o == read_strobes[Pairs-1:0]);
      captures_at_the_end_of_read: assert (capture_o == last_of_sample);
      clears_each_phase: assert (clear_counters_o == integ_rst_o);
      clears_once: assert (clear_accumulators_o == (integ_rst_o && phases_done_q == 0));
      combines_the_phase_before: assert (combine_o == (takes_over ? 1 << phase_before : 0));
      finishes: assert (finished_o == finishing);
      drives: assert (drive_o == (begins && !backward));
      drives_columns: assert (drive_columns_o == (begins && backward));
      reverses: assert (reverse_o == (running_q && backward_q));
      releases: assert (release_o == (last_of_phase && phases_next == phases));
      if (start_i) most_significant_first: assert (stream == streams - 16'd1);
      if (begins && !start_i) next_digit: assert (stream == streams - 16'd1 - phases_next / Mux);
    end
  end

endmodule

`default_nettype wire
`endif
