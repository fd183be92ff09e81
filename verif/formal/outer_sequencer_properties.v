// Sequencer of an outer product: four sign phases in order, each once; columns shown a cycle before the slots of their
// phase; pins say the phase in its slots alone; so that a cell is written in the one phase of its signs.
// A pulse of one row has the first two of them, and begins at once.
`ifdef FORMAL
`default_nettype none

module outer_sequencer_properties (
  input wire clk_i,
  input wire in_reset_i,
  input wire start_i,
  input wire pulse_i,
  input wire one_row_i,
  input wire take_columns_o,
  input wire column_negative_o,
  input wire slots_begin_o,
  input wire slots_end_i,
  input wire of_phase_o,
  input wire row_negative_o,
  input wire update_en_o,
  input wire [1:0] opu_phase_o,
  input wire phase_end_o,
  input wire done_o
);

  reg known_q = 1'b0;  // there was a reset
  // Where a reader of the contract is.
  reg first_q = 1'b0;
  reg lead_q = 1'b0;
  reg in_slots_q = 1'b0;
  reg row_q = 1'b0;  // a pulse of one row
  reg [1:0] phase_q;
  reg [3:0] written_q;  // phases that had slots

  wire running = first_q || lead_q || in_slots_q;
  wire phase_ends = in_slots_q && slots_end_i;
  wire last = phase_ends && phase_q == (row_q ? 2'd1 : 2'd3);
  wire takes = first_q || pulse_i || (phase_ends && !last);
  wire [1:0] next_phase = first_q || pulse_i ? 2'd0 : phase_q + 2'd1;

  always @(posedge clk_i) begin
    assume (!start_i || !running);
    assume (!pulse_i || (!start_i && (!running || (row_q && last))));
    assume (!running || one_row_i == row_q);
    assume (!slots_end_i || in_slots_q || !running);
    if (in_reset_i) begin
      known_q <= 1'b1;
      first_q <= 1'b0;
      lead_q <= 1'b0;
      in_slots_q <= 1'b0;
    end else begin
      first_q <= start_i;
      if (start_i || pulse_i) row_q <= pulse_i;
      lead_q <= takes;
      if (takes) phase_q <= next_phase;
      if (lead_q) in_slots_q <= 1'b1;
      else if (slots_end_i) in_slots_q <= 1'b0;
      if (start_i || pulse_i) written_q <= 4'd0;
      else if (in_slots_q) written_q[opu_phase_o] <= 1'b1;
    end
    if (!in_reset_i && known_q) begin
      takes_each_phase: assert (take_columns_o == takes);
      if (takes) columns_of_the_phase: assert (column_negative_o == next_phase[0]);
      slots_follow: assert (slots_begin_o == lead_q);
      rows_in_the_slots: assert (of_phase_o == (lead_q || in_slots_q));
      if (lead_q || in_slots_q) rows_of_the_phase: assert (row_negative_o == phase_q[1]);
      writes_in_slots: assert (update_en_o == in_slots_q);
      says_the_phase: assert (opu_phase_o == (in_slots_q ? phase_q : 2'd0));
      if (lead_q) once: assert (!written_q[phase_q]);
      if (last && start_i == 1'b0) each_phase_was: assert ((written_q | (4'd1 << opu_phase_o)) == (row_q ? 4'b0011 : 4'b1111));
      phase_end: assert (phase_end_o == phase_ends);
      ends: assert (done_o == last);
    end
  end

endmodule

`default_nettype wire
`endif
