// The sum of two small floats, rounded to nearest even with subnormals, by the exact sum as a wide integer in units of
// the least subnormal number. Without infinity as OCP E4M3. What a program of the SOT array is held against.
`default_nettype none

module float_sum #(
  parameter Exponent = 4,
  parameter Fraction = 3,
  parameter Infinity = 0
) (
  input wire [Exponent+Fraction:0] a_i,
  input wire [Exponent+Fraction:0] b_i,
  output wire [Exponent+Fraction:0] sum_o
);

  localparam Bits = Exponent + Fraction;  // of a magnitude
  localparam Top = (1 << Exponent) - 1;
  localparam Wide = Top + Fraction + 3;  // of an exact sum, with a sign
  localparam [Bits-1:0] NaN = Infinity ? {{Exponent + 1{1'b1}}, {Fraction - 1{1'b0}}} : {Bits{1'b1}};
  localparam [Bits-1:0] TooLarge = Infinity ? {{Exponent{1'b1}}, {Fraction{1'b0}}} : NaN;

  wire a_top = &a_i[Fraction +: Exponent];
  wire b_top = &b_i[Fraction +: Exponent];
  wire a_infinite = Infinity && a_top && !(|a_i[Fraction-1:0]);
  wire b_infinite = Infinity && b_top && !(|b_i[Fraction-1:0]);
  wire a_nan = Infinity ? a_top && |a_i[Fraction-1:0] : &a_i[Bits-1:0];
  wire b_nan = Infinity ? b_top && |b_i[Fraction-1:0] : &b_i[Bits-1:0];

  wire a_normal = |a_i[Fraction +: Exponent];
  wire b_normal = |b_i[Fraction +: Exponent];
  wire [Wide-1:0] a_significand = {a_normal, a_i[Fraction-1:0]};
  wire [Wide-1:0] b_significand = {b_normal, b_i[Fraction-1:0]};
  wire [Wide-1:0] a_size = a_significand << (a_i[Fraction +: Exponent] - a_normal);
  wire [Wide-1:0] b_size = b_significand << (b_i[Fraction +: Exponent] - b_normal);
  wire [Wide-1:0] exact = (a_i[Bits] ? -a_size : a_size) + (b_i[Bits] ? -b_size : b_size);
  wire [Wide-1:0] size = exact[Wide-1] ? -exact : exact;

  // Rounded as if the exponent field were 1, 2, ..; the right one is the least whose rounded significand fits, or whose
  // unrounded one does.
  wire [(Top+3)*(Bits+2)-1:0] rounded;  // by field
  assign rounded[(Top+2)*(Bits+2) +: Bits+2] = {1'b1, {Bits + 1{1'b0}}};
  genvar field;
  generate
    for (field = 1; field < Top + 2; field = field + 1) begin : exponents
      wire [Wide-1:0] kept = size >> (field - 1);
      wire [Wide-1:0] rest = size - (kept << (field - 1));
      wire [Wide-1:0] twice = rest << 1;
      wire [Wide-1:0] place = {{Wide - 1{1'b0}}, 1'b1} << (field - 1);
      wire up = field > 1 && (twice > place || (twice == place && kept[0]));
      wire [Bits+1:0] significand = kept[Bits+1:0] + up;
      wire fits = kept < (1 << (Fraction + 1));
      assign rounded[field*(Bits+2) +: Bits+2] =
          fits ? significand + ((field - 1) << Fraction) : rounded[(field+1)*(Bits+2) +: Bits+2];
    end
  endgenerate

  wire [Bits+1:0] unlimited = rounded[Bits+2 +: Bits+2];
  wire [Bits-1:0] magnitude = unlimited > TooLarge ? TooLarge : unlimited[Bits-1:0];
  wire sign = exact == 0 ? a_i[Bits] && b_i[Bits] : exact[Wide-1];
  wire invalid = a_nan || b_nan || (a_infinite && b_infinite && a_i[Bits] != b_i[Bits]);
  wire [Bits:0] finite = {sign && !(!Infinity && magnitude == NaN), magnitude};
  assign sum_o = invalid ? {1'b0, NaN} : a_infinite ? a_i : b_infinite ? b_i : finite;

endmodule

`default_nettype wire
