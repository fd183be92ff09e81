// Transfer sequencer: one thing at a time, in the one order: read, stores, program, pulses, end. No pulse without a program
// that ended well, nor before the warm-up is over; no end without all stores and all slots; a failure ends the transfer.
`ifdef FORMAL
`default_nettype none

module transfer_sequencer_properties #(
  parameter Stores = 2,
  parameter Slots = 1,
  parameter StoreBits = 1,
  parameter RowBits = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire start_i,
  input wire read_done_i,
  input wire [RowBits-1:0] store_base_i,
  input wire [RowBits-1:0] pulse_base_i,
  input wire writes_pulses_i,
  input wire open_row_o,
  input wire open_to_write_o,
  input wire [RowBits-1:0] open_address_o,
  input wire opened_i,
  input wire at_rest_i,
  input wire row_read_i,
  input wire [StoreBits-1:0] store_o,
  input wire program_start_o,
  input wire program_done_i,
  input wire program_failed_i,
  input wire pulses_begin_o,
  input wire take_signs_o,
  input wire slot_start_o,
  input wire slot_done_i,
  input wire end_o,
  input wire done_o
);

  reg known_q = 1'b0;  // there was a reset
  // What a reader of the pins knows of the transfer.
  reg busy_q = 1'b0;  // from its start to its end
  reg read_q = 1'b0;  // the read is over
  reg [5:0] stores_q;  // made
  reg ran_q = 1'b0;  // the program began
  reg good_q = 1'b0;  // and ended well
  reg [5:0] fetches_q;  // rows of pulses fetched
  reg [5:0] slots_q;  // slots over
  // What goes on beside it.
  reg storing_q = 1'b0;
  reg reading_q = 1'b0;
  reg running_q = 1'b0;
  reg pulsing_q = 1'b0;
  reg writes_q;
  reg [RowBits-1:0] store_base_q;
  reg [RowBits-1:0] pulse_base_q;

  wire stores = open_row_o && open_to_write_o;
  wire fetches = open_row_o && !open_to_write_o;
  wire [RowBits:0] address = {1'b0, open_address_o};
  wire [RowBits:0] store_base = {1'b0, store_base_i};
  wire [RowBits:0] pulse_base = {1'b0, pulse_base_i};
  wire [RowBits:0] store_row = store_base + {{(RowBits - 5){1'b0}}, stores_q};
  wire [RowBits:0] fetch_row = pulse_base + {{(RowBits - 5){1'b0}}, fetches_q};
  wire [5:0] store = {{(6 - StoreBits){1'b0}}, store_o};

  always @(posedge clk_i) begin
    writes_q <= writes_pulses_i;
    store_base_q <= store_base_i;
    pulse_base_q <= pulse_base_i;
    assume (!start_i || !busy_q);
    assume (!read_done_i || (busy_q && !read_q));
    assume (!busy_q || (writes_pulses_i == writes_q && store_base_i == store_base_q && pulse_base_i == pulse_base_q));
    assume (store_base + Stores <= 1 << RowBits && pulse_base + Slots < 1 << RowBits);
    assume (!opened_i || (open_row_o && at_rest_i));
    assume (!row_read_i || reading_q);
    assume (!reading_q || !at_rest_i || row_read_i);
    assume (!program_done_i || running_q);
    assume (!program_failed_i || program_done_i);
    assume (!slot_done_i || pulsing_q);
    if (in_reset_i) begin
      known_q <= 1'b1;
      busy_q <= 1'b0;
      storing_q <= 1'b0;
      reading_q <= 1'b0;
      running_q <= 1'b0;
      pulsing_q <= 1'b0;
    end else begin
      if (start_i) begin
        busy_q <= 1'b1;
        read_q <= 1'b0;
        stores_q <= 6'd0;
        ran_q <= 1'b0;
        good_q <= 1'b0;
        fetches_q <= 6'd0;
        slots_q <= 6'd0;
      end else if (done_o) busy_q <= 1'b0;
      if (read_done_i) read_q <= 1'b1;
      if (stores && opened_i) stores_q <= stores_q + 6'd1;
      if (at_rest_i) storing_q <= stores && opened_i;
      if (fetches && opened_i) fetches_q <= fetches_q + 6'd1;
      if (fetches && opened_i) reading_q <= 1'b1;
      else if (row_read_i) reading_q <= 1'b0;
      if (program_start_o) ran_q <= 1'b1;
      if (program_done_i && !program_failed_i) good_q <= 1'b1;
      if (program_start_o) running_q <= 1'b1;
      else if (program_done_i) running_q <= 1'b0;
      if (slot_start_o) pulsing_q <= 1'b1;
      else if (slot_done_i) pulsing_q <= 1'b0;
      if (slot_done_i) slots_q <= slots_q + 6'd1;
    end
    if (!in_reset_i && known_q) begin
      nothing_at_rest: assert (busy_q || !(open_row_o || program_start_o || slot_start_o || end_o || done_o));
      one_at_a_time: assert (running_q + pulsing_q + reading_q + open_row_o < 2);
      if (stores) stores_after_the_read: assert (read_q && !ran_q && stores_q < Stores && store == stores_q);
      if (stores) stores_in_place: assert (address == store_row);
      if (program_start_o) runs_after_the_stores: assert (stores_q == Stores && !ran_q && (!storing_q || at_rest_i));
      if (pulses_begin_o) begins_with_pulses: assert (writes_pulses_i && program_done_i && !program_failed_i);
      if (fetches) fetches_for_pulses: assert (good_q && writes_pulses_i && fetches_q <= Slots);
      if (fetches) fetches_in_place: assert (address == fetch_row);
      if (take_signs_o) signs_are_first: assert (fetches_q == 6'd1 && !reading_q);
      if (slot_start_o) pulses_what_it_fetched: assert (good_q && writes_pulses_i && fetches_q == slots_q + 6'd2);
      if (end_o) ends_complete: assert (good_q && slots_q == (writes_pulses_i ? Slots : 0) && done_o);
      if (done_o && !end_o) fails_at_once: assert (program_done_i && program_failed_i);
      if (program_done_i && program_failed_i) failure_ends: assert (done_o && !end_o);
    end
  end

endmodule

`default_nettype wire
`endif
