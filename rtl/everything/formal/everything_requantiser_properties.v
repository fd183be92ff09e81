// Requantiser: the quotient is within half a unit of y * scale / 2^shift, at a tie even; the sum with the offset is
// exact where it fits and the nearer limit where it does not.
`ifdef FORMAL
`default_nettype none

module everything_requantiser_properties #(
  parameter AccumulatorBits = 16,
  parameter ScaleBits = 8,
  parameter OutputBits = 8,
  parameter ShiftBits = 5
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire enable_i,
  input wire [AccumulatorBits-1:0] accumulator_i,
  input wire [ScaleBits-1:0] scale_i,
  input wire [OutputBits-1:0] offset_i,
  input wire [ShiftBits-1:0] shift_i,
  input wire [OutputBits-1:0] result_o
);

  localparam ProductBits = AccumulatorBits + ScaleBits;
  localparam Bits = ProductBits + OutputBits + 2;  // enough for every number here

  reg ran_q = 1'b0;  // the cycle before was no reset
  reg enable_q;
  reg [ShiftBits-1:0] shift_q;
  reg [OutputBits-1:0] result_q;
  reg signed [Bits-1:0] product_q;
  reg signed [Bits-1:0] offset_q;

  wire signed [ProductBits-1:0] accumulator = {{ScaleBits{accumulator_i[AccumulatorBits-1]}}, accumulator_i};
  wire signed [ProductBits-1:0] scale = {{AccumulatorBits{scale_i[ScaleBits-1]}}, scale_i};
  wire signed [ProductBits-1:0] product = accumulator * scale;

  // Division by 2^shift, rounded down; what is left is 0 .. 2^shift - 1.
  wire signed [Bits-1:0] floor = product_q >>> shift_i;
  wire signed [Bits-1:0] left = product_q - (floor << shift_i);
  wire signed [Bits-1:0] unit = {{(Bits - 1){1'b0}}, 1'b1} << shift_i;
  wire up = (left <<< 1) > unit || ((left <<< 1) == unit && floor[0]);
  wire signed [Bits-1:0] exact = floor + offset_q + {{(Bits - 1){1'b0}}, up};
  wire signed [Bits-1:0] most = {{(Bits - OutputBits + 1){1'b0}}, {(OutputBits - 1){1'b1}}};
  wire signed [Bits-1:0] least = ~most;
  wire signed [Bits-1:0] result = {{(Bits - OutputBits){result_o[OutputBits-1]}}, result_o};

  always @(posedge clk_i) begin
    ran_q <= !in_reset_i;
    enable_q <= enable_i;
    shift_q <= shift_i;
    result_q <= result_o;
    product_q <= {{(OutputBits + 2){product[ProductBits-1]}}, product};
    offset_q <= {{(Bits - OutputBits){offset_i[OutputBits-1]}}, offset_i};
    assume ({1'b0, shift_i} < ProductBits);
    if (!in_reset_i && ran_q && enable_q) begin
      if (exact > most) saturates_above: assert (result == most);
      if (exact < least) saturates_below: assert (result == least);
      if (exact <= most && exact >= least) rounds: assert (result == exact);
    end
    if (!in_reset_i && ran_q && !enable_q && shift_i == shift_q) holds: assert (result_o == result_q);
  end

endmodule

`default_nettype wire
`endif
