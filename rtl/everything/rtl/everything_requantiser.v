// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Requantiser: out = saturate(round to nearest even(y * scale / 2^shift) + offset), two's complement.
// Any shift below AccumulatorBits + ScaleBits, and outputs of at most AccumulatorBits + ScaleBits + 1 bits.
// Latency: 1 cycle from enable_i; the product is registered, rounding and saturation follow it.

`default_nettype none

module everything_requantiser #(
  parameter AccumulatorBits = 16,  // 2 or more
  parameter ScaleBits = 8,  // 2 or more
  parameter OutputBits = 8,  // 2 .. AccumulatorBits + ScaleBits + 1
  parameter ShiftBits = 5  // 1 or more
) (
  input  wire clk_i,
  input  wire rst_i,
  input  wire enable_i,
  input  wire [AccumulatorBits-1:0] accumulator_i,
  input  wire [ScaleBits-1:0] scale_i,
  input  wire [OutputBits-1:0] offset_i,
  input  wire [ShiftBits-1:0] shift_i,  // less than AccumulatorBits + ScaleBits
  output wire [OutputBits-1:0] result_o
);

  wire [AccumulatorBits+ScaleBits-1:0] product;
  wire [2*AccumulatorBits+2*ScaleBits-2:0] shifted;
  wire [AccumulatorBits+ScaleBits-1:0] quotient;
  wire round_up;
  wire [AccumulatorBits+ScaleBits+1:0] sum;
  wire [AccumulatorBits-OutputBits+ScaleBits+2:0] above;  // all equal where the sum fits

  reg  [AccumulatorBits+ScaleBits-1:0] product_q;
  reg  [OutputBits-1:0] offset_q;

  assign product = $unsigned($signed({{ScaleBits{accumulator_i[AccumulatorBits - 1]}}, accumulator_i}) *
      $signed({{AccumulatorBits{scale_i[ScaleBits - 1]}}, scale_i}));

  always @(posedge clk_i) begin
    if (rst_i) begin
      product_q <= 0;
      offset_q <= 0;
    end else if (enable_i) begin
      product_q <= product;
      offset_q <= offset_i;
    end
  end

  assign shifted = $unsigned($signed({product_q, {(AccumulatorBits+ScaleBits-1){1'b0}}}) >>> shift_i);
  assign quotient = shifted[2*AccumulatorBits+2*ScaleBits-2:AccumulatorBits+ScaleBits-1];
  assign round_up = shifted[AccumulatorBits + ScaleBits - 2] && (|shifted[AccumulatorBits+ScaleBits-3:0] || quotient[0]);
  assign sum = {{2{quotient[AccumulatorBits + ScaleBits - 1]}}, quotient} +
      {{(AccumulatorBits-OutputBits+ScaleBits+2){offset_q[OutputBits - 1]}}, offset_q} +
      {{(AccumulatorBits+ScaleBits+1){1'b0}}, round_up};
  assign above = sum[AccumulatorBits+ScaleBits+1:OutputBits-1];
  assign result_o = (&above || !(|above)) ? sum[OutputBits-1:0] : {sum[AccumulatorBits + ScaleBits + 1], {(OutputBits-1){!sum[AccumulatorBits + ScaleBits + 1]}}};

endmodule

`default_nettype wire
