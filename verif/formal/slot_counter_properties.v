// Slot counter: 2^Bits - 1 slots a run, without a gap, and bit p of the magnitudes decides in exactly 2^p of them, so a line
// is active in as many slots as its magnitude says.
`ifdef FORMAL
`default_nettype none

module slot_counter_properties #(
  parameter Bits = 1,
  parameter IndexBits = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire start_i,
  input wire drive_o,
  input wire [IndexBits-1:0] bit_o,
  input wire end_o
);

  localparam [Bits:0] Slots = {1'b0, {Bits{1'b1}}};

  reg known_q = 1'b0;  // there was a reset
  reg running_q = 1'b0;
  reg [Bits:0] slots_q;  // begun, the present one counts
  reg [Bits*(Bits+1)-1:0] decided_q;  // slots in which bit p decided, at p * (Bits + 1)

  wire begins = start_i || (running_q && slots_q != Slots);
  wire ends = running_q && slots_q == Slots;

  wire [Bits-1:0] weighed;  // bit p decided in 2^p slots

  always @(posedge clk_i) begin
    assume (!start_i || !running_q);
    if (in_reset_i) begin
      known_q <= 1'b1;
      running_q <= 1'b0;
    end else begin
      if (begins) running_q <= 1'b1;
      else if (ends) running_q <= 1'b0;
      slots_q <= start_i ? 1 : slots_q + 1'b1;
    end
    if (!in_reset_i && known_q) begin
      slots_follow: assert (drive_o == begins);
      ends_in_time: assert (end_o == ends);
      if (begins) a_bit_decides: assert (bit_o < Bits);
      if (ends) as_often_as_it_weighs: assert (&weighed);
    end
  end

  genvar place;
  generate
    for (place = 0; place < Bits; place = place + 1) begin : places
      wire [Bits:0] so_far = start_i ? 0 : decided_q[place*(Bits+1) +: Bits+1];
      always @(posedge clk_i) begin
        if (begins) decided_q[place*(Bits+1) +: Bits+1] <= so_far + {{Bits{1'b0}}, bit_o == place};
      end
      assign weighed[place] = decided_q[place*(Bits+1) +: Bits+1] == 1 << place;
    end
  endgenerate

endmodule

`default_nettype wire
`endif
