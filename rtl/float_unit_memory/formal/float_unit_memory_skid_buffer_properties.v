// Skid buffer: every word taken in leaves once and in order; full throughput; a word offered stays until it is taken.
`ifdef FORMAL
`default_nettype none

module float_unit_memory_skid_buffer_properties #(
  parameter Width = 8
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire [Width-1:0] data_i,
  input wire valid_i,
  input wire ready_o,
  input wire [Width-1:0] data_o,
  input wire valid_o,
  input wire ready_i
);

  reg ran_q = 1'b0;  // the cycle before was no reset
  reg reset_q = 1'b0;  // the cycle before was a reset
  reg ready_q;  // ready_i in the cycle before
  reg valid_q;
  reg [Width-1:0] data_q;
  reg [1:0] held_q;  // words taken in and not yet gone out
  reg [Width-1:0] oldest_q;
  reg [Width-1:0] newest_q;

  wire takes = valid_i && ready_o;
  wire gives = valid_o && ready_i;
  wire known = ran_q || reset_q;

  always @(posedge clk_i) begin
    ran_q <= !in_reset_i;
    reset_q <= in_reset_i;
    ready_q <= ready_i;
    valid_q <= valid_o;
    data_q <= data_o;
    held_q <= in_reset_i ? 2'd0 : held_q + {1'b0, takes} - {1'b0, gives};
    if (takes) newest_q <= data_i;
    if (takes && (held_q == 2'd0 || (held_q == 2'd1 && gives))) oldest_q <= data_i;
    else if (gives) oldest_q <= newest_q;
    if (!in_reset_i && known) begin
      two_at_most: assert (held_q <= 2'd2);
      offers_what_it_holds: assert (valid_o == (held_q != 2'd0));
      takes_unless_full: assert (ready_o == (held_q != 2'd2));
      if (valid_o) in_order: assert (data_o == oldest_q);
    end
    if (!in_reset_i && ran_q) begin
      if (valid_q && !ready_q) stays: assert (valid_o && data_o == data_q);
      if (ready_q) never_stalls_by_itself: assert (ready_o);
    end
  end

endmodule

`default_nettype wire
`endif
