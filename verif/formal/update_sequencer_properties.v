// Update sequencer: as many slots as asked, each as long as it should be; the pulse is off in the first cycle of a slot, in
// which the pins settle, and outside of slots; the pins are released once, at the promised cycle.
`ifdef FORMAL
`default_nettype none

module update_sequencer_properties #(
  parameter SlotsBits = 1,
  parameter PulseCycles = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire start_i,
  input wire [SlotsBits-1:0] slots_i,
  input wire take_o,
  input wire release_o,
  input wire update_en_o,
  input wire done_o
);

  reg known_q = 1'b0;  // there was a reset
  // Where a reader of the contract is.
  reg running_q = 1'b0;
  reg in_slot_q;  // not yet in cycle 1
  reg [15:0] slot_cycle_q;  // from 0 in the first cycle of a slot
  reg [SlotsBits-1:0] slots_q;  // not yet begun

  wire slot_ends = running_q && (!in_slot_q || slot_cycle_q == PulseCycles);
  wire begins = slot_ends && slots_q != 0;
  wire ends = slot_ends && slots_q == 0;

  always @(posedge clk_i) begin
    assume (!start_i || !running_q);
    assume (!start_i || slots_i != 0);
    if (in_reset_i) begin
      known_q <= 1'b1;
      running_q <= 1'b0;
    end else if (start_i) begin
      running_q <= 1'b1;
      in_slot_q <= 1'b0;
      slots_q <= slots_i;
    end else begin
      if (begins) begin
        in_slot_q <= 1'b1;
        slots_q <= slots_q - 1'b1;
      end
      slot_cycle_q <= begins ? 16'd0 : slot_cycle_q + 16'd1;
      if (ends) running_q <= 1'b0;
    end
    if (!in_reset_i && known_q) begin
      takes_each_slot: assert (take_o == begins);
      pulses_in_slots: assert (update_en_o == (running_q && in_slot_q && slot_cycle_q != 0));
      releases: assert (release_o == ends);
      ends_in_time: assert (done_o == ends);
    end
  end

endmodule

`default_nettype wire
`endif
