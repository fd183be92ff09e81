// spintile 0.1.0, variant everything, hash ef6e208af09df1c2.
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
  input  wire [142:0] accumulator_i,
  input  wire [44:0] counter_i,
  input  wire [98:0] scale_i,
  input  wire [120:0] offset_i,
  input  wire [53:0] health_i,
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

  wire [15:0] sign_beat_padded;
  wire [7:0] sign_beat;
  wire [25:0] digit_plane_0;
  wire [31:0] digit_beat_0_padded;
  wire [15:0] digit_beat_0;
  wire [25:0] digit_plane_1;
  wire [31:0] digit_beat_1_padded;
  wire [15:0] digit_beat_1;
  wire [7:0] magnitude_7;
  wire [7:0] code_7;
  wire [7:0] magnitude_6;
  wire [7:0] code_6;
  wire [7:0] magnitude_5;
  wire [7:0] code_5;
  wire [7:0] magnitude_4;
  wire [7:0] code_4;
  wire [7:0] magnitude_3;
  wire [7:0] code_3;
  wire [7:0] magnitude_2;
  wire [7:0] code_2;
  wire [7:0] magnitude_1;
  wire [7:0] code_1;
  wire [7:0] magnitude_0;
  wire [7:0] code_0;
  wire [131:0] output_beat_padded;
  wire [43:0] output_beat;
  wire [63:0] output_elements;
  wire [155:0] accumulator_beat_padded;
  wire [51:0] accumulator_beat;
  wire [63:0] accumulator_elements;
  wire [79:0] counter_beat_padded;
  wire [39:0] counter_beat;
  wire [63:0] counter_elements;
  wire [107:0] scale_beat_padded;
  wire [35:0] scale_beat;
  wire [63:0] scale_elements;
  wire [131:0] offset_beat_padded;
  wire [43:0] offset_beat;
  wire [63:0] offset_elements;
  wire [55:0] health_beat_padded;
  wire [7:0] health_beat;
  wire [63:0] health_elements;
  wire [63:0] next_beat;
  wire [2:0] last_beat;
  wire is_last;
  wire taken;
  wire finished;
  wire fill;

  reg  [2:0] index_q;  // the beat to send next
  reg  active_q;
  reg  [63:0] tdata_q;
  reg  tvalid_q;
  reg  tlast_q;

  assign sign_beat_padded = {3'd0, signs_i};
  assign sign_beat = sign_beat_padded[{3'd0, index_q[0]} * 4'd8 +: 8];
  assign digit_plane_0 = digits_i[25:0];
  assign digit_beat_0_padded = {6'd0, digit_plane_0};
  assign digit_beat_0 = digit_beat_0_padded[{4'd0, index_q[0]} * 5'd16 +: 16];
  assign digit_plane_1 = digits_i[51:26];
  assign digit_beat_1_padded = {6'd0, digit_plane_1};
  assign digit_beat_1 = digit_beat_1_padded[{4'd0, index_q[0]} * 5'd16 +: 16];
  assign magnitude_7 = {4'd0, {digit_beat_1[15:14], digit_beat_0[15:14]}};
  assign code_7 = sign_beat[7] ? 8'd0 - magnitude_7 : magnitude_7;
  assign magnitude_6 = {4'd0, {digit_beat_1[13:12], digit_beat_0[13:12]}};
  assign code_6 = sign_beat[6] ? 8'd0 - magnitude_6 : magnitude_6;
  assign magnitude_5 = {4'd0, {digit_beat_1[11:10], digit_beat_0[11:10]}};
  assign code_5 = sign_beat[5] ? 8'd0 - magnitude_5 : magnitude_5;
  assign magnitude_4 = {4'd0, {digit_beat_1[9:8], digit_beat_0[9:8]}};
  assign code_4 = sign_beat[4] ? 8'd0 - magnitude_4 : magnitude_4;
  assign magnitude_3 = {4'd0, {digit_beat_1[7:6], digit_beat_0[7:6]}};
  assign code_3 = sign_beat[3] ? 8'd0 - magnitude_3 : magnitude_3;
  assign magnitude_2 = {4'd0, {digit_beat_1[5:4], digit_beat_0[5:4]}};
  assign code_2 = sign_beat[2] ? 8'd0 - magnitude_2 : magnitude_2;
  assign magnitude_1 = {4'd0, {digit_beat_1[3:2], digit_beat_0[3:2]}};
  assign code_1 = sign_beat[1] ? 8'd0 - magnitude_1 : magnitude_1;
  assign magnitude_0 = {4'd0, {digit_beat_1[1:0], digit_beat_0[1:0]}};
  assign code_0 = sign_beat[0] ? 8'd0 - magnitude_0 : magnitude_0;
  assign output_beat_padded = {11'd0, output_i};
  assign output_beat = output_beat_padded[{6'd0, index_q[1:0]} * 8'd44 +: 44];
  assign output_elements = {
      {5{output_beat[43]}},
      output_beat[43:33],
      {5{output_beat[32]}},
      output_beat[32:22],
      {5{output_beat[21]}},
      output_beat[21:11],
      {5{output_beat[10]}},
      output_beat[10:0]};
  assign accumulator_beat_padded = {13'd0, accumulator_i};
  assign accumulator_beat = accumulator_beat_padded[{6'd0, index_q[1:0]} * 8'd52 +: 52];
  assign accumulator_elements = {
      {3{accumulator_beat[51]}},
      accumulator_beat[51:39],
      {3{accumulator_beat[38]}},
      accumulator_beat[38:26],
      {3{accumulator_beat[25]}},
      accumulator_beat[25:13],
      {3{accumulator_beat[12]}},
      accumulator_beat[12:0]};
  assign counter_beat_padded = {35'd0, counter_i};
  assign counter_beat = counter_beat_padded[{6'd0, index_q[0]} * 7'd40 +: 40];
  assign counter_elements = {
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
  assign scale_beat_padded = {9'd0, scale_i};
  assign scale_beat = scale_beat_padded[{5'd0, index_q[1:0]} * 7'd36 +: 36];
  assign scale_elements = {
      {7{scale_beat[35]}},
      scale_beat[35:27],
      {7{scale_beat[26]}},
      scale_beat[26:18],
      {7{scale_beat[17]}},
      scale_beat[17:9],
      {7{scale_beat[8]}},
      scale_beat[8:0]};
  assign offset_beat_padded = {11'd0, offset_i};
  assign offset_beat = offset_beat_padded[{6'd0, index_q[1:0]} * 8'd44 +: 44];
  assign offset_elements = {
      {5{offset_beat[43]}},
      offset_beat[43:33],
      {5{offset_beat[32]}},
      offset_beat[32:22],
      {5{offset_beat[21]}},
      offset_beat[21:11],
      {5{offset_beat[10]}},
      offset_beat[10:0]};
  assign health_beat_padded = {2'd0, health_i};
  assign health_beat = health_beat_padded[{3'd0, index_q} * 6'd8 +: 8];
  assign health_elements = {
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
  assign next_beat = (space_i == SpaceOutput) ? output_elements :
      (space_i == SpaceAccumulator) ? accumulator_elements :
      (space_i == SpaceCounter) ? counter_elements :
      (space_i == SpaceScale) ? scale_elements :
      (space_i == SpaceOffset) ? offset_elements :
      (space_i == SpaceHealth) ? health_elements : {code_7, code_6, code_5, code_4, code_3, code_2, code_1, code_0};
  assign last_beat = (space_i == SpaceOutput) ? 3'd2 :
      (space_i == SpaceAccumulator) ? 3'd2 :
      (space_i == SpaceCounter) ? 3'd1 :
      (space_i == SpaceScale) ? 3'd2 :
      (space_i == SpaceOffset) ? 3'd2 :
      (space_i == SpaceHealth) ? 3'd6 : 3'd1;
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
