// Row sequencer: reads, decides, pulses in turn; a PROGRAM goes on while it pulses and ends where no column is left, and the
// count of columns then stands, and so does a CALIBRATE, of the offset row; a CARRY writes A, then W, whatever is to be written;
// nothing else starts or ends.
`ifdef FORMAL
`default_nettype none

module row_sequencer_properties #(
  parameter CountBits = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire program_start_i,
  input wire carry_start_i,
  input wire calibrate_start_i,
  input wire read_done_i,
  input wire phase_end_i,
  input wire pulse_done_i,
  input wire any_i,
  input wire [CountBits-1:0] count_i,
  input wire under_way_o,
  input wire reading_o,
  input wire decide_o,
  input wire read_start_o,
  input wire pulse_o,
  input wire carry_o,
  input wire calibrate_o,
  input wire weight_begins_o,
  input wire to_weight_o,
  input wire row_done_o,
  input wire [15:0] failures_columns_o,
  input wire [15:0] carries_o
);

  reg known_q = 1'b0;  // there was a reset
  // Where a reader of the contract is.
  reg reads_q = 1'b0;
  reg decides_q = 1'b0;
  reg writes_q = 1'b0;
  reg carry_q = 1'b0;
  reg calibrate_q = 1'b0;
  reg weight_q = 1'b0;
  reg [15:0] columns_q = 16'd0;  // of the last that ended
  reg [15:0] carried_q = 16'd0;

  wire running = reads_q || decides_q || writes_q;
  wire starts = program_start_i || carry_start_i || calibrate_start_i;
  wire pulsed = writes_q && pulse_done_i;
  wire gives_up = decides_q && !carry_q && !pulse_o;
  wire carried = pulsed && carry_q && weight_q;
  wire pulse = (decides_q && !gives_up) || (pulsed && carry_q && !weight_q);
  wire [15:0] count = {{(16 - CountBits){1'b0}}, count_i};

  always @(posedge clk_i) begin
    assume ({1'b0, program_start_i} + {1'b0, carry_start_i} + {1'b0, calibrate_start_i} < 2'd2);
    assume (!starts || !running);
    assume (!pulse_done_i || phase_end_i);
    if (in_reset_i) begin
      known_q <= 1'b1;
      reads_q <= 1'b0;
      decides_q <= 1'b0;
      writes_q <= 1'b0;
      columns_q <= 16'd0;
      carried_q <= 16'd0;
    end else begin
      reads_q <= starts || (pulsed && !carry_q) || (reads_q && !read_done_i);
      decides_q <= reads_q && read_done_i;
      writes_q <= pulse || (writes_q && !pulse_done_i);
      if (starts) begin
        carry_q <= carry_start_i;
        calibrate_q <= calibrate_start_i;
        weight_q <= 1'b0;
      end else if (pulse) begin
        weight_q <= carry_q && writes_q;
      end
      if (gives_up) columns_q <= count;
      if (carried) carried_q <= count;
    end
    if (!in_reset_i && known_q) begin
      under_way: assert (under_way_o == running);
      reads: assert (reading_o == reads_q);
      read_starts: assert (read_start_o == (starts || (pulsed && !carry_q)));
      looks: assert (decide_o == (decides_q || (writes_q && phase_end_i)));
      pulses: assert (pulse_o == pulse);
      if (decides_q && !carry_q && !any_i) content: assert (!pulse_o);
      ends: assert (row_done_o == (gives_up || carried));
      if (running) is_carry: assert (carry_o == carry_q);
      if (running) is_of_the_offset_row: assert (calibrate_o == calibrate_q);
      if (running) array: assert (to_weight_o == (carry_q && weight_q));
      to_weight: assert (weight_begins_o == (pulsed && carry_q && !weight_q));
      carries_stand: assert (carries_o == carried_q);
      failures_stand: assert (failures_columns_o == columns_q);
    end
  end

endmodule

`default_nettype wire
`endif
