// Array sequencer: at most one strobe at a time; clear, settle, integrate, then reset, write, read for each sample; each
// phase as long as it should be; as many samples and streams as asked; back to rest at the promised cycle.
`ifdef FORMAL
`default_nettype none

module array_sequencer_properties #(
  parameter SettleCycles = 2,
  parameter ResetCycles = 1,
  parameter WriteCycles = 1,
  parameter ReadCycles = 3,
  parameter Streams = 1,
  parameter StreamIndexBits = 1,
  parameter SamplesBits = 1,
  parameter SamplesMax = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire start_i,
  input wire [SamplesBits-1:0] samples_i,
  input wire drive_o,
  input wire [StreamIndexBits-1:0] stream_o,
  input wire release_o,
  input wire integ_rst_o,
  input wire integ_en_o,
  input wire mtj_reset_o,
  input wire mtj_write_o,
  input wire mtj_read_o,
  input wire capture_o,
  input wire clear_counters_o,
  input wire clear_accumulator_o,
  input wire combine_o,
  input wire finished_o
);

  reg known_q = 1'b0;  // there was a reset
  reg running_q = 1'b0;
  reg [SamplesBits-1:0] samples_q;
  // Where a reader of the contract is: cycles of this stream, of this sample, and what is done.
  reg [15:0] stream_cycle_q;  // from 0 in the first settle cycle
  reg [15:0] sample_cycle_q;  // from 0 in the first reset cycle
  reg [15:0] samples_done_q;
  reg [15:0] streams_done_q;

  localparam SampleCycles = ResetCycles + WriteCycles + ReadCycles;
  wire [15:0] samples = {{(16 - SamplesBits){1'b0}}, samples_i};
  wire [15:0] stream = {{(16 - StreamIndexBits){1'b0}}, stream_o};
  wire [4:0] strobes = {integ_rst_o, integ_en_o, mtj_reset_o, mtj_write_o, mtj_read_o};
  wire settling = running_q && streams_done_q < Streams && stream_cycle_q < SettleCycles;
  wire sampling = running_q && streams_done_q < Streams && !settling;
  wire last_of_sample = sampling && sample_cycle_q == SampleCycles - 1;
  wire last_of_stream = last_of_sample && samples_done_q + 16'd1 == samples;
  wire finishing = running_q && streams_done_q == Streams;

  always @(posedge clk_i) begin
    samples_q <= samples_i;
    assume (samples != 16'd0 && samples <= SamplesMax);
    assume (!running_q || samples_i == samples_q);
    assume (!start_i || !running_q);
    if (in_reset_i) begin
      known_q <= 1'b1;
      running_q <= 1'b0;
    end else if (start_i || last_of_stream) begin
      running_q <= 1'b1;
      stream_cycle_q <= 16'd0;
      sample_cycle_q <= 16'd0;
      samples_done_q <= 16'd0;
      streams_done_q <= start_i ? 16'd0 : streams_done_q + 16'd1;
    end else begin
      if (finishing) running_q <= 1'b0;
      if (settling) stream_cycle_q <= stream_cycle_q + 16'd1;
      if (sampling) sample_cycle_q <= last_of_sample ? 16'd0 : sample_cycle_q + 16'd1;
      if (last_of_sample) samples_done_q <= samples_done_q + 16'd1;
    end
    if (!in_reset_i && known_q) begin
      one_strobe: assert ((strobes & (strobes - 5'd1)) == 5'd0);
      clear: assert (integ_rst_o == (settling && stream_cycle_q == 0));
      integrate: assert (integ_en_o == (settling && stream_cycle_q == SettleCycles - 1));
      reset_phase: assert (mtj_reset_o == (sampling && sample_cycle_q < ResetCycles));
      write_phase: assert (mtj_write_o ==
                           (sampling && sample_cycle_q >= ResetCycles && sample_cycle_q < ResetCycles + WriteCycles));
      read_phase: assert (mtj_read_o == (sampling && sample_cycle_q >= ResetCycles + WriteCycles));
      captures_at_the_end_of_read: assert (capture_o == last_of_sample);
      clears_each_stream: assert (clear_counters_o == integ_rst_o);
      clears_once: assert (clear_accumulator_o == (integ_rst_o && streams_done_q == 0));
      combines_the_stream_before: assert (combine_o == ((integ_rst_o && streams_done_q != 0) || finishing));
      finishes: assert (finished_o == finishing);
      drives: assert (drive_o == (start_i || (last_of_stream && streams_done_q + 1 != Streams)));
      releases: assert (release_o == (last_of_stream && streams_done_q + 1 == Streams));
      if (start_i) most_significant_first: assert (stream == Streams - 1);
      if (drive_o && !start_i) next_digit: assert (stream == Streams - 2 - streams_done_q);
    end
  end

endmodule

`default_nettype wire
`endif
