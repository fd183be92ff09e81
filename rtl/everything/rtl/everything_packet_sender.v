// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Packet sender: streams a whole state space out, elements extended to 8, 16, 32 or 64 bits.
// Latency: the first beat 1 cycle after start_i is taken, then one a cycle; beats + 1 cycles from start_i
// to done_o where the receiver never waits.

`default_nettype none

module everything_packet_sender (
  input  wire clk_i,
  input  wire rst_i,
  input  wire start_i,
  input  wire [7:0] space_i,  // stable from the cycle after start_i until done_o
  input  wire [12:0] signs_i,
  input  wire [51:0] digits_i,
  input  wire [120:0] output_i,
  input  wire [168:0] accumulator_i,
  input  wire [59:0] counter_i,
  input  wire [98:0] scale_i,
  input  wire [120:0] offset_i,
  input  wire [53:0] health_i,
  input  wire [10:0] error_signs_i,
  input  wire [43:0] error_digits_i,
  input  wire tready_i,
  output wire [63:0] tdata_o,
  output wire tvalid_o,
  output wire tlast_o,
  output wire done_o
);

  localparam [7:0] SpaceOutput = 8'd1;
  localparam [7:0] SpaceAccumulator = 8'd2;
  localparam [7:0] SpaceCounter = 8'd3;
  localparam [7:0] SpaceScale = 8'd4;
  localparam [7:0] SpaceOffset = 8'd5;
  localparam [7:0] SpaceHealth = 8'd6;
  localparam [7:0] SpaceOutputError = 8'd13;

  wire [2:0] last_beat;
  wire is_last;
  wire taken;
  wire finished;
  wire fill;

  reg  [7:0] sign_beat;
  reg  [25:0] digit_plane_0;
  reg  [15:0] digit_beat_0;
  reg  [25:0] digit_plane_1;
  reg  [15:0] digit_beat_1;
  reg  [7:0] magnitude_7;
  reg  [7:0] code_7;
  reg  [7:0] magnitude_6;
  reg  [7:0] code_6;
  reg  [7:0] magnitude_5;
  reg  [7:0] code_5;
  reg  [7:0] magnitude_4;
  reg  [7:0] code_4;
  reg  [7:0] magnitude_3;
  reg  [7:0] code_3;
  reg  [7:0] magnitude_2;
  reg  [7:0] code_2;
  reg  [7:0] magnitude_1;
  reg  [7:0] code_1;
  reg  [7:0] magnitude_0;
  reg  [7:0] code_0;
  reg  [43:0] output_beat;
  reg  [63:0] output_elements;
  reg  [51:0] accumulator_beat;
  reg  [63:0] accumulator_elements;
  reg  [39:0] counter_beat;
  reg  [63:0] counter_elements;
  reg  [35:0] scale_beat;
  reg  [63:0] scale_elements;
  reg  [43:0] offset_beat;
  reg  [63:0] offset_elements;
  reg  [7:0] health_beat;
  reg  [63:0] health_elements;
  reg  [7:0] error_sign_beat;
  reg  [21:0] error_digit_plane_0;
  reg  [15:0] error_digit_beat_0;
  reg  [21:0] error_digit_plane_1;
  reg  [15:0] error_digit_beat_1;
  reg  [7:0] error_magnitude_7;
  reg  [7:0] error_code_7;
  reg  [7:0] error_magnitude_6;
  reg  [7:0] error_code_6;
  reg  [7:0] error_magnitude_5;
  reg  [7:0] error_code_5;
  reg  [7:0] error_magnitude_4;
  reg  [7:0] error_code_4;
  reg  [7:0] error_magnitude_3;
  reg  [7:0] error_code_3;
  reg  [7:0] error_magnitude_2;
  reg  [7:0] error_code_2;
  reg  [7:0] error_magnitude_1;
  reg  [7:0] error_code_1;
  reg  [7:0] error_magnitude_0;
  reg  [7:0] error_code_0;
  reg  [63:0] next_beat;

  reg  [2:0] index_q;  // the beat to send next
  reg  active_q;
  reg  [63:0] tdata_q;
  reg  tvalid_q;
  reg  tlast_q;

  always @* begin
    sign_beat = 8'd0;
    digit_plane_0 = 26'd0;
    digit_beat_0 = 16'd0;
    digit_plane_1 = 26'd0;
    digit_beat_1 = 16'd0;
    magnitude_7 = 8'd0;
    code_7 = 8'd0;
    magnitude_6 = 8'd0;
    code_6 = 8'd0;
    magnitude_5 = 8'd0;
    code_5 = 8'd0;
    magnitude_4 = 8'd0;
    code_4 = 8'd0;
    magnitude_3 = 8'd0;
    code_3 = 8'd0;
    magnitude_2 = 8'd0;
    code_2 = 8'd0;
    magnitude_1 = 8'd0;
    code_1 = 8'd0;
    magnitude_0 = 8'd0;
    code_0 = 8'd0;
    output_beat = 44'd0;
    output_elements = 64'd0;
    accumulator_beat = 52'd0;
    accumulator_elements = 64'd0;
    counter_beat = 40'd0;
    counter_elements = 64'd0;
    scale_beat = 36'd0;
    scale_elements = 64'd0;
    offset_beat = 44'd0;
    offset_elements = 64'd0;
    health_beat = 8'd0;
    health_elements = 64'd0;
    error_sign_beat = 8'd0;
    error_digit_plane_0 = 22'd0;
    error_digit_beat_0 = 16'd0;
    error_digit_plane_1 = 22'd0;
    error_digit_beat_1 = 16'd0;
    error_magnitude_7 = 8'd0;
    error_code_7 = 8'd0;
    error_magnitude_6 = 8'd0;
    error_code_6 = 8'd0;
    error_magnitude_5 = 8'd0;
    error_code_5 = 8'd0;
    error_magnitude_4 = 8'd0;
    error_code_4 = 8'd0;
    error_magnitude_3 = 8'd0;
    error_code_3 = 8'd0;
    error_magnitude_2 = 8'd0;
    error_code_2 = 8'd0;
    error_magnitude_1 = 8'd0;
    error_code_1 = 8'd0;
    error_magnitude_0 = 8'd0;
    error_code_0 = 8'd0;
    next_beat = 64'd0;
    if (active_q) begin
      sign_beat = (index_q[0] == 1'b1) ? {3'd0, signs_i[12:8]} : signs_i[{3'd0, index_q[0]} * 4'd8 +: 8];
      digit_plane_0 = digits_i[25:0];
      digit_beat_0 = (index_q[0] == 1'b1) ? {6'd0, digit_plane_0[25:16]} : digit_plane_0[{4'd0, index_q[0]} * 5'd16 +: 16];
      digit_plane_1 = digits_i[51:26];
      digit_beat_1 = (index_q[0] == 1'b1) ? {6'd0, digit_plane_1[25:16]} : digit_plane_1[{4'd0, index_q[0]} * 5'd16 +: 16];
      magnitude_7 = {4'd0, {digit_beat_1[15:14], digit_beat_0[15:14]}};
      code_7 = sign_beat[7] ? 8'd0 - magnitude_7 : magnitude_7;
      magnitude_6 = {4'd0, {digit_beat_1[13:12], digit_beat_0[13:12]}};
      code_6 = sign_beat[6] ? 8'd0 - magnitude_6 : magnitude_6;
      magnitude_5 = {4'd0, {digit_beat_1[11:10], digit_beat_0[11:10]}};
      code_5 = sign_beat[5] ? 8'd0 - magnitude_5 : magnitude_5;
      magnitude_4 = {4'd0, {digit_beat_1[9:8], digit_beat_0[9:8]}};
      code_4 = sign_beat[4] ? 8'd0 - magnitude_4 : magnitude_4;
      magnitude_3 = {4'd0, {digit_beat_1[7:6], digit_beat_0[7:6]}};
      code_3 = sign_beat[3] ? 8'd0 - magnitude_3 : magnitude_3;
      magnitude_2 = {4'd0, {digit_beat_1[5:4], digit_beat_0[5:4]}};
      code_2 = sign_beat[2] ? 8'd0 - magnitude_2 : magnitude_2;
      magnitude_1 = {4'd0, {digit_beat_1[3:2], digit_beat_0[3:2]}};
      code_1 = sign_beat[1] ? 8'd0 - magnitude_1 : magnitude_1;
      magnitude_0 = {4'd0, {digit_beat_1[1:0], digit_beat_0[1:0]}};
      code_0 = sign_beat[0] ? 8'd0 - magnitude_0 : magnitude_0;
      output_beat = (index_q[1:0] == 2'd2) ? {11'd0, output_i[120:88]} : output_i[{5'd0, index_q[1:0]} * 7'd44 +: 44];
      output_elements = {
      {5{output_beat[43]}},
      output_beat[43:33],
      {5{output_beat[32]}},
      output_beat[32:22],
      {5{output_beat[21]}},
      output_beat[21:11],
      {5{output_beat[10]}},
      output_beat[10:0]};
      accumulator_beat = (index_q[1:0] == 2'd3) ? {39'd0, accumulator_i[168:156]} : accumulator_i[{6'd0, index_q[1:0]} * 8'd52 +: 52];
      accumulator_elements = {
      {3{accumulator_beat[51]}},
      accumulator_beat[51:39],
      {3{accumulator_beat[38]}},
      accumulator_beat[38:26],
      {3{accumulator_beat[25]}},
      accumulator_beat[25:13],
      {3{accumulator_beat[12]}},
      accumulator_beat[12:0]};
      counter_beat = (index_q[0] == 1'b1) ? {20'd0, counter_i[59:40]} : counter_i[{5'd0, index_q[0]} * 6'd40 +: 40];
      counter_elements = {
      3'd0,
      counter_beat[39:35],
      3'd0,
      counter_beat[34:30],
      3'd0,
      counter_beat[29:25],
      3'd0,
      counter_beat[24:20],
      3'd0,
      counter_beat[19:15],
      3'd0,
      counter_beat[14:10],
      3'd0,
      counter_beat[9:5],
      3'd0,
      counter_beat[4:0]};
      scale_beat = (index_q[1:0] == 2'd2) ? {9'd0, scale_i[98:72]} : scale_i[{5'd0, index_q[1:0]} * 7'd36 +: 36];
      scale_elements = {
      {7{scale_beat[35]}},
      scale_beat[35:27],
      {7{scale_beat[26]}},
      scale_beat[26:18],
      {7{scale_beat[17]}},
      scale_beat[17:9],
      {7{scale_beat[8]}},
      scale_beat[8:0]};
      offset_beat = (index_q[1:0] == 2'd2) ? {11'd0, offset_i[120:88]} : offset_i[{5'd0, index_q[1:0]} * 7'd44 +: 44];
      offset_elements = {
      {5{offset_beat[43]}},
      offset_beat[43:33],
      {5{offset_beat[32]}},
      offset_beat[32:22],
      {5{offset_beat[21]}},
      offset_beat[21:11],
      {5{offset_beat[10]}},
      offset_beat[10:0]};
      health_beat = (index_q == 3'd6) ? {2'd0, health_i[53:48]} : health_i[{3'd0, index_q} * 6'd8 +: 8];
      health_elements = {
      7'd0,
      health_beat[7],
      7'd0,
      health_beat[6],
      7'd0,
      health_beat[5],
      7'd0,
      health_beat[4],
      7'd0,
      health_beat[3],
      7'd0,
      health_beat[2],
      7'd0,
      health_beat[1],
      7'd0,
      health_beat[0]};
      error_sign_beat = (index_q[0] == 1'b1) ? {5'd0, error_signs_i[10:8]} : error_signs_i[{3'd0, index_q[0]} * 4'd8 +: 8];
      error_digit_plane_0 = error_digits_i[21:0];
      error_digit_beat_0 = (index_q[0] == 1'b1) ? {10'd0, error_digit_plane_0[21:16]} : error_digit_plane_0[{4'd0, index_q[0]} * 5'd16 +: 16];
      error_digit_plane_1 = error_digits_i[43:22];
      error_digit_beat_1 = (index_q[0] == 1'b1) ? {10'd0, error_digit_plane_1[21:16]} : error_digit_plane_1[{4'd0, index_q[0]} * 5'd16 +: 16];
      error_magnitude_7 = {4'd0, {error_digit_beat_1[15:14], error_digit_beat_0[15:14]}};
      error_code_7 = error_sign_beat[7] ? 8'd0 - error_magnitude_7 : error_magnitude_7;
      error_magnitude_6 = {4'd0, {error_digit_beat_1[13:12], error_digit_beat_0[13:12]}};
      error_code_6 = error_sign_beat[6] ? 8'd0 - error_magnitude_6 : error_magnitude_6;
      error_magnitude_5 = {4'd0, {error_digit_beat_1[11:10], error_digit_beat_0[11:10]}};
      error_code_5 = error_sign_beat[5] ? 8'd0 - error_magnitude_5 : error_magnitude_5;
      error_magnitude_4 = {4'd0, {error_digit_beat_1[9:8], error_digit_beat_0[9:8]}};
      error_code_4 = error_sign_beat[4] ? 8'd0 - error_magnitude_4 : error_magnitude_4;
      error_magnitude_3 = {4'd0, {error_digit_beat_1[7:6], error_digit_beat_0[7:6]}};
      error_code_3 = error_sign_beat[3] ? 8'd0 - error_magnitude_3 : error_magnitude_3;
      error_magnitude_2 = {4'd0, {error_digit_beat_1[5:4], error_digit_beat_0[5:4]}};
      error_code_2 = error_sign_beat[2] ? 8'd0 - error_magnitude_2 : error_magnitude_2;
      error_magnitude_1 = {4'd0, {error_digit_beat_1[3:2], error_digit_beat_0[3:2]}};
      error_code_1 = error_sign_beat[1] ? 8'd0 - error_magnitude_1 : error_magnitude_1;
      error_magnitude_0 = {4'd0, {error_digit_beat_1[1:0], error_digit_beat_0[1:0]}};
      error_code_0 = error_sign_beat[0] ? 8'd0 - error_magnitude_0 : error_magnitude_0;
      next_beat = (space_i == SpaceOutput) ? output_elements :
      (space_i == SpaceAccumulator) ? accumulator_elements :
      (space_i == SpaceCounter) ? counter_elements :
      (space_i == SpaceScale) ? scale_elements :
      (space_i == SpaceOffset) ? offset_elements :
      (space_i == SpaceHealth) ? health_elements :
      (space_i == SpaceOutputError) ? {
      error_code_7,
      error_code_6,
      error_code_5,
      error_code_4,
      error_code_3,
      error_code_2,
      error_code_1,
      error_code_0} : {code_7, code_6, code_5, code_4, code_3, code_2, code_1, code_0};
    end
  end

  assign last_beat = (space_i == SpaceOutput) ? 3'd2 :
      (space_i == SpaceAccumulator) ? 3'd3 :
      (space_i == SpaceCounter) ? 3'd1 :
      (space_i == SpaceScale) ? 3'd2 :
      (space_i == SpaceOffset) ? 3'd2 :
      (space_i == SpaceHealth) ? 3'd6 :
      (space_i == SpaceOutputError) ? 3'd1 : 3'd1;
  assign is_last = index_q == last_beat;
  assign taken = tvalid_q && tready_i;
  assign finished = taken && tlast_q;
  assign fill = active_q && (!tvalid_q || tready_i) && !(tvalid_q && tlast_q);

  always @(posedge clk_i) begin
    if (rst_i) begin
      active_q <= 1'b0;
      index_q <= 3'd0;
    end else if (start_i) begin
      active_q <= 1'b1;
      index_q <= 3'd0;
    end else if (finished) begin
      active_q <= 1'b0;
    end else if (fill) begin
      index_q <= index_q + 3'd1;
    end
  end

  always @(posedge clk_i) begin
    if (rst_i) begin
      tvalid_q <= 1'b0;
      tlast_q <= 1'b0;
      tdata_q <= 64'd0;
    end else if (fill) begin
      tvalid_q <= 1'b1;
      tlast_q <= is_last;
      tdata_q <= next_beat;
    end else if (taken) begin
      tvalid_q <= 1'b0;
    end
  end

  assign tdata_o = tdata_q;
  assign tvalid_o = tvalid_q;
  assign tlast_o = tlast_q;
  assign done_o = finished;

endmodule

`default_nettype wire
