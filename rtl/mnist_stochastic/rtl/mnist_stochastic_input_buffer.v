// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Input buffer: takes the input codes, two's complement on the stream, and holds them as the row drivers
// want them: a plane of signs and one plane of magnitude digits for each stream.
// Latency: planes 1 cycle from commit_i.

`default_nettype none

module mnist_stochastic_input_buffer (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire [63:0] beat_i,
  input  wire last_i,  // this is the last beat of the packet
  input  wire shift_i,
  input  wire commit_i,
  output wire out_of_range_o,
  output wire [783:0] signs_o,
  output wire [3135:0] digits_o  // stream 0, the least significant, lowest
);

  wire out_of_range;
  wire [4:0] code_0;
  wire [3:0] magnitude_0;
  wire [4:0] code_1;
  wire [3:0] magnitude_1;
  wire [4:0] code_2;
  wire [3:0] magnitude_2;
  wire [4:0] code_3;
  wire [3:0] magnitude_3;
  wire [4:0] code_4;
  wire [3:0] magnitude_4;
  wire [4:0] code_5;
  wire [3:0] magnitude_5;
  wire [4:0] code_6;
  wire [3:0] magnitude_6;
  wire [4:0] code_7;
  wire [3:0] magnitude_7;

  // No lane is illegal in the last beat alone.
  wire unused_last_i = &{1'b0, last_i};

  assign out_of_range = (|beat_i[7:4] && !(&beat_i[7:4])) || (beat_i[4] && !(|beat_i[3:0])) || (|beat_i[15:12] && !(&beat_i[15:12])) ||
      (beat_i[12] && !(|beat_i[11:8])) || (|beat_i[23:20] && !(&beat_i[23:20])) ||
      (beat_i[20] && !(|beat_i[19:16])) || (|beat_i[31:28] && !(&beat_i[31:28])) ||
      (beat_i[28] && !(|beat_i[27:24])) || (|beat_i[39:36] && !(&beat_i[39:36])) ||
      (beat_i[36] && !(|beat_i[35:32])) || (|beat_i[47:44] && !(&beat_i[47:44])) ||
      (beat_i[44] && !(|beat_i[43:40])) || (|beat_i[55:52] && !(&beat_i[55:52])) ||
      (beat_i[52] && !(|beat_i[51:48])) || (|beat_i[63:60] && !(&beat_i[63:60])) ||
      (beat_i[60] && !(|beat_i[59:56]));
  assign out_of_range_o = out_of_range;
  assign code_0 = beat_i[4:0];
  assign magnitude_0 = code_0[4] ? 4'd0 - code_0[3:0] : code_0[3:0];
  assign code_1 = beat_i[12:8];
  assign magnitude_1 = code_1[4] ? 4'd0 - code_1[3:0] : code_1[3:0];
  assign code_2 = beat_i[20:16];
  assign magnitude_2 = code_2[4] ? 4'd0 - code_2[3:0] : code_2[3:0];
  assign code_3 = beat_i[28:24];
  assign magnitude_3 = code_3[4] ? 4'd0 - code_3[3:0] : code_3[3:0];
  assign code_4 = beat_i[36:32];
  assign magnitude_4 = code_4[4] ? 4'd0 - code_4[3:0] : code_4[3:0];
  assign code_5 = beat_i[44:40];
  assign magnitude_5 = code_5[4] ? 4'd0 - code_5[3:0] : code_5[3:0];
  assign code_6 = beat_i[52:48];
  assign magnitude_6 = code_6[4] ? 4'd0 - code_6[3:0] : code_6[3:0];
  assign code_7 = beat_i[60:56];
  assign magnitude_7 = code_7[4] ? 4'd0 - code_7[3:0] : code_7[3:0];

  mnist_stochastic_sign_plane signs (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .beat_i({code_7[4], code_6[4], code_5[4], code_4[4], code_3[4], code_2[4], code_1[4], code_0[4]}),
    .shift_i(shift_i),
    .commit_i(commit_i),
    .values_o(signs_o)
  );

  mnist_stochastic_digit_plane digits_0 (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .beat_i({
      magnitude_7[0],
      magnitude_6[0],
      magnitude_5[0],
      magnitude_4[0],
      magnitude_3[0],
      magnitude_2[0],
      magnitude_1[0],
      magnitude_0[0]}),
    .shift_i(shift_i),
    .commit_i(commit_i),
    .values_o(digits_o[783:0])
  );

  mnist_stochastic_digit_plane digits_1 (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .beat_i({
      magnitude_7[1],
      magnitude_6[1],
      magnitude_5[1],
      magnitude_4[1],
      magnitude_3[1],
      magnitude_2[1],
      magnitude_1[1],
      magnitude_0[1]}),
    .shift_i(shift_i),
    .commit_i(commit_i),
    .values_o(digits_o[1567:784])
  );

  mnist_stochastic_digit_plane digits_2 (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .beat_i({
      magnitude_7[2],
      magnitude_6[2],
      magnitude_5[2],
      magnitude_4[2],
      magnitude_3[2],
      magnitude_2[2],
      magnitude_1[2],
      magnitude_0[2]}),
    .shift_i(shift_i),
    .commit_i(commit_i),
    .values_o(digits_o[2351:1568])
  );

  mnist_stochastic_digit_plane digits_3 (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .beat_i({
      magnitude_7[3],
      magnitude_6[3],
      magnitude_5[3],
      magnitude_4[3],
      magnitude_3[3],
      magnitude_2[3],
      magnitude_1[3],
      magnitude_0[3]}),
    .shift_i(shift_i),
    .commit_i(commit_i),
    .values_o(digits_o[3135:2352])
  );

endmodule

`default_nettype wire
