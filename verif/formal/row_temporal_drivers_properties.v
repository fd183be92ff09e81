// Temporal drivers of the rows: a row stands by, or is on one rail: that of its sign, and of the phase's in an outer
// product; active where the chosen bit of its magnitude says, or one row alone with a magnitude of its own, on the positive rail; nothing but release, slot or pulse
// changes a pin. An offset row is active in every slot of a read of all rows, in those of its own magnitude where it is the one
// row, and never in an outer product.
`ifdef FORMAL
`default_nettype none

module row_temporal_drivers_properties #(
  parameter Rows = 1,
  parameter Lines = 1,  // with the offset row
  parameter Bits = 1,
  parameter IndexBits = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire [Rows-1:0] signs_i,
  input wire [Bits*Rows-1:0] magnitudes_i,
  input wire drive_i,
  input wire [IndexBits-1:0] bit_i,
  input wire release_i,
  input wire one_row_i,
  input wire [Lines-1:0] selected_i,
  input wire [Bits-1:0] slots_i,
  input wire of_phase_i,
  input wire negative_i,
  input wire pulse_i,
  input wire [Rows-1:0] pulse_signs_i,
  input wire [Rows-1:0] pulses_i,
  input wire [Lines-1:0] row_sign_o,
  input wire [Lines-1:0] row_level_o
);

  reg known_q = 1'b0;  // there was a reset
  reg [Lines-1:0] sign_q;  // as it should be
  reg [Lines-1:0] level_q;

  always @(posedge clk_i) begin
    assume (bit_i < Bits);
    if (in_reset_i) known_q <= 1'b1;
    if (!in_reset_i && known_q) begin
      rail_of_its_sign: assert (row_sign_o == sign_q);
      active_as_its_bit_says: assert (row_level_o == level_q);
    end
  end

  genvar row;
  generate
    for (row = 0; row < Lines; row = row + 1) begin : rows
      wire sign;
      wire active;
      wire pulse_sign;
      wire pulse;
      if (row < Rows) begin : with_code
        assign sign = !one_row_i && signs_i[row];
        assign active = one_row_i ? selected_i[row] && slots_i[bit_i] : magnitudes_i[bit_i*Rows + row];
        assign pulse_sign = pulse_signs_i[row];
        assign pulse = pulses_i[row];
      end else begin : offset
        assign sign = 1'b0;
        assign active = one_row_i ? selected_i[row] && slots_i[bit_i] : !of_phase_i;
        assign pulse_sign = 1'b0;
        assign pulse = 1'b0;
      end
      wire stands_by = of_phase_i && sign != negative_i;
      always @(posedge clk_i) begin
        if (in_reset_i || (release_i && !drive_i && !pulse_i)) begin
          sign_q[row] <= 1'b0;
          level_q[row] <= 1'b0;
        end else if (pulse_i) begin
          sign_q[row] <= pulse_sign;
          level_q[row] <= pulse;
        end else if (drive_i) begin
          sign_q[row] <= !stands_by && sign;
          level_q[row] <= !stands_by && active;
        end
      end
    end
  endgenerate

endmodule

`default_nettype wire
`endif
