// Voltage drivers: in a phase of an outer product the columns of its sign show their voltage, on the rail of that sign, and
// the others stand by; in a slot of a BACKWARD a column shows all ones or none; they hold until told otherwise.
`ifdef FORMAL
`default_nettype none

module voltage_drivers_properties #(
  parameter Columns = 1,
  parameter LevelBits = 1,
  parameter Bits = 1,
  parameter IndexBits = 1
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire [Columns-1:0] signs_i,
  input wire [Columns*LevelBits-1:0] voltages_i,
  input wire take_i,
  input wire negative_i,
  input wire release_i,
  input wire [Columns-1:0] error_signs_i,
  input wire [Bits*Columns-1:0] error_magnitudes_i,
  input wire drive_i,
  input wire [IndexBits-1:0] bit_i,
  input wire [Columns-1:0] col_sign_o,
  input wire [Columns*LevelBits-1:0] col_level_o
);

  reg known_q = 1'b0;  // there was a reset
  reg [Columns-1:0] sign_q;  // as it should be
  reg [Columns*LevelBits-1:0] level_q;

  always @(posedge clk_i) begin
    assume (bit_i < Bits);
    if (in_reset_i) known_q <= 1'b1;
    if (!in_reset_i && known_q) begin
      rail_of_its_sign: assert (col_sign_o == sign_q);
      voltage_of_its_phase: assert (col_level_o == level_q);
    end
  end

  genvar column;
  generate
    for (column = 0; column < Columns; column = column + 1) begin : columns
      wire of_phase = signs_i[column] == negative_i;
      always @(posedge clk_i) begin
        if (in_reset_i || (release_i && !take_i && !drive_i)) begin
          sign_q[column] <= 1'b0;
          level_q[column*LevelBits +: LevelBits] <= 0;
        end else if (take_i) begin
          sign_q[column] <= of_phase && negative_i;
          level_q[column*LevelBits +: LevelBits] <= of_phase ? voltages_i[column*LevelBits +: LevelBits] : 0;
        end else if (drive_i) begin
          sign_q[column] <= error_signs_i[column];
          level_q[column*LevelBits +: LevelBits] <= {LevelBits{error_magnitudes_i[bit_i*Columns + column]}};
        end
      end
    end
  endgenerate

endmodule

`default_nettype wire
`endif
