// Ramp sequencer: integrators are never on both sides, and on neither for a cycle before they change over; clear, slots,
// hold, ramp, tail, each as long as it should be; the comparators of each step are captured once, under its number; the
// combine cycle at the promised cycle, and the direction until then.
`ifdef FORMAL
`default_nettype none

module ramp_sequencer_properties #(
  parameter SettleCycles = 2,
  parameter RampBits = 2,
  parameter Stages = 2,
  parameter Directions = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire start_i,
  input wire backward_i,
  input wire slots_begin_o,
  input wire slots_end_i,
  input wire [Directions-1:0] mux_o,
  input wire integ_rst_o,
  input wire integ_en_o,
  input wire ramp_rst_o,
  input wire ramp_en_o,
  input wire clear_o,
  input wire capture_o,
  input wire [RampBits-1:0] step_o,
  input wire finished_o,
  input wire reverse_o
);

  localparam Steps = 1 << RampBits;

  reg known_q = 1'b0;  // there was a reset
  // Where a reader of the contract is.
  reg settling_q = 1'b0;
  reg in_slots_q = 1'b0;
  reg converting_q = 1'b0;  // from the hold cycle to the combine cycle
  reg [15:0] cycle_q;  // of settling, from 1; of converting, from 0 in the hold cycle
  reg backward_q;
  reg [Directions-1:0] mux_q;  // as it should be

  wire running = settling_q || in_slots_q || converting_q;
  wire last_settle = settling_q && cycle_q == SettleCycles;
  wire in_ramp = converting_q && cycle_q >= 1 && cycle_q <= Steps;
  wire captured = converting_q && cycle_q > Stages && cycle_q <= Steps + Stages;
  wire combine = converting_q && cycle_q == Steps + Stages + 1;
  wire [15:0] shown = cycle_q - 16'd1 - Stages;  // step of the synchronised comparators
  wire [1:0] direction = backward_q ? 2'b10 : 2'b01;

  always @(posedge clk_i) begin
    assume (!start_i || !running);
    assume (!slots_end_i || in_slots_q);
    if (start_i) backward_q <= backward_i;
    cycle_q <= start_i ? 16'd1 : in_slots_q ? 16'd0 : cycle_q + 16'd1;
    if (in_reset_i) begin
      known_q <= 1'b1;
      settling_q <= 1'b0;
      in_slots_q <= 1'b0;
      converting_q <= 1'b0;
      mux_q <= 0;
    end else begin
      if (start_i) settling_q <= 1'b1;
      if (last_settle) settling_q <= 1'b0;
      if (last_settle) in_slots_q <= 1'b1;
      if (slots_end_i) in_slots_q <= 1'b0;
      if (slots_end_i) converting_q <= 1'b1;
      if (combine) converting_q <= 1'b0;
      if (start_i) mux_q <= 0;
      else if (settling_q && cycle_q == SettleCycles - 1) mux_q <= direction[Directions-1:0];
    end
    if (!in_reset_i && known_q) begin
      breaks_before_it_makes: assert (mux_o == mux_q);
      one_side: assert ((mux_o & (mux_o - 1'b1)) == 0);
      clears: assert (integ_rst_o == last_settle);
      clears_codes: assert (clear_o == last_settle);
      slots_begin: assert (slots_begin_o == last_settle);
      integrates_in_slots: assert (integ_en_o == in_slots_q);
      holds: assert (ramp_rst_o == (converting_q && cycle_q == 0));
      ramps: assert (ramp_en_o == in_ramp);
      captures: assert (capture_o == captured);
      if (captured) numbers_the_steps: assert (step_o == shown[RampBits-1:0]);
      if (combine) last_step_stands: assert (&step_o);
      finishes: assert (finished_o == combine);
      if (Directions > 1) reverses: assert (reverse_o == (running && backward_q));
    end
  end

endmodule

`default_nettype wire
`endif
