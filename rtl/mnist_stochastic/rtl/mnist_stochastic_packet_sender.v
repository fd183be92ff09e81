// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Packet sender: streams a whole state space out, elements extended to 8, 16, 32 or 64 bits.
// Latency: the first beat 1 cycle after start_i is taken, then one a cycle; beats + 1 cycles from start_i
// to done_o where the receiver never waits.

`default_nettype none

module mnist_stochastic_packet_sender (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire start_i,
  input  wire [7:0] space_i,  // stable from the cycle after start_i until done_o
  input  wire [783:0] signs_i,
  input  wire [3135:0] digits_i,
  input  wire [159:0] output_i,
  input  wire [109:0] accumulator_i,
  input  wire [59:0] counter_i,
  input  wire [159:0] scale_i,
  input  wire [159:0] offset_i,
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

  wire [6:0] last_beat;
  wire is_last;
  wire taken;
  wire finished;
  wire fill;

  reg  [7:0] sign_beat;
  reg  [783:0] digit_plane_0;
  reg  [7:0] digit_beat_0;
  reg  [783:0] digit_plane_1;
  reg  [7:0] digit_beat_1;
  reg  [783:0] digit_plane_2;
  reg  [7:0] digit_beat_2;
  reg  [783:0] digit_plane_3;
  reg  [7:0] digit_beat_3;
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
  reg  [63:0] output_beat;
  reg  [63:0] output_elements;
  reg  [43:0] accumulator_beat;
  reg  [63:0] accumulator_elements;
  reg  [47:0] counter_beat;
  reg  [63:0] counter_elements;
  reg  [63:0] scale_beat;
  reg  [63:0] scale_elements;
  reg  [63:0] offset_beat;
  reg  [63:0] offset_elements;
  reg  [63:0] next_beat;

  reg  [6:0] index_q;  // the beat to send next
  reg  active_q;
  reg  [63:0] tdata_q;
  reg  tvalid_q;
  reg  tlast_q;

  always @* begin
    sign_beat = 8'd0;
    digit_plane_0 = 784'd0;
    digit_beat_0 = 8'd0;
    digit_plane_1 = 784'd0;
    digit_beat_1 = 8'd0;
    digit_plane_2 = 784'd0;
    digit_beat_2 = 8'd0;
    digit_plane_3 = 784'd0;
    digit_beat_3 = 8'd0;
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
    output_beat = 64'd0;
    output_elements = 64'd0;
    accumulator_beat = 44'd0;
    accumulator_elements = 64'd0;
    counter_beat = 48'd0;
    counter_elements = 64'd0;
    scale_beat = 64'd0;
    scale_elements = 64'd0;
    offset_beat = 64'd0;
    offset_elements = 64'd0;
    next_beat = 64'd0;
    if (active_q) begin
      sign_beat = signs_i[{3'd0, index_q} * 10'd8 +: 8];
      digit_plane_0 = digits_i[783:0];
      digit_beat_0 = digit_plane_0[{3'd0, index_q} * 10'd8 +: 8];
      digit_plane_1 = digits_i[1567:784];
      digit_beat_1 = digit_plane_1[{3'd0, index_q} * 10'd8 +: 8];
      digit_plane_2 = digits_i[2351:1568];
      digit_beat_2 = digit_plane_2[{3'd0, index_q} * 10'd8 +: 8];
      digit_plane_3 = digits_i[3135:2352];
      digit_beat_3 = digit_plane_3[{3'd0, index_q} * 10'd8 +: 8];
      magnitude_7 = {4'd0, {digit_beat_3[7], digit_beat_2[7], digit_beat_1[7], digit_beat_0[7]}};
      code_7 = sign_beat[7] ? 8'd0 - magnitude_7 : magnitude_7;
      magnitude_6 = {4'd0, {digit_beat_3[6], digit_beat_2[6], digit_beat_1[6], digit_beat_0[6]}};
      code_6 = sign_beat[6] ? 8'd0 - magnitude_6 : magnitude_6;
      magnitude_5 = {4'd0, {digit_beat_3[5], digit_beat_2[5], digit_beat_1[5], digit_beat_0[5]}};
      code_5 = sign_beat[5] ? 8'd0 - magnitude_5 : magnitude_5;
      magnitude_4 = {4'd0, {digit_beat_3[4], digit_beat_2[4], digit_beat_1[4], digit_beat_0[4]}};
      code_4 = sign_beat[4] ? 8'd0 - magnitude_4 : magnitude_4;
      magnitude_3 = {4'd0, {digit_beat_3[3], digit_beat_2[3], digit_beat_1[3], digit_beat_0[3]}};
      code_3 = sign_beat[3] ? 8'd0 - magnitude_3 : magnitude_3;
      magnitude_2 = {4'd0, {digit_beat_3[2], digit_beat_2[2], digit_beat_1[2], digit_beat_0[2]}};
      code_2 = sign_beat[2] ? 8'd0 - magnitude_2 : magnitude_2;
      magnitude_1 = {4'd0, {digit_beat_3[1], digit_beat_2[1], digit_beat_1[1], digit_beat_0[1]}};
      code_1 = sign_beat[1] ? 8'd0 - magnitude_1 : magnitude_1;
      magnitude_0 = {4'd0, {digit_beat_3[0], digit_beat_2[0], digit_beat_1[0], digit_beat_0[0]}};
      code_0 = sign_beat[0] ? 8'd0 - magnitude_0 : magnitude_0;
      output_beat = (index_q[1:0] == 2'd2) ? {32'd0, output_i[159:128]} : output_i[{6'd0, index_q[1:0]} * 8'd64 +: 64];
      output_elements = {output_beat[63:48], output_beat[47:32], output_beat[31:16], output_beat[15:0]};
      accumulator_beat = (index_q[1:0] == 2'd2) ? {22'd0, accumulator_i[109:88]} : accumulator_i[{5'd0, index_q[1:0]} * 7'd44 +: 44];
      accumulator_elements = {
      {5{accumulator_beat[43]}},
      accumulator_beat[43:33],
      {5{accumulator_beat[32]}},
      accumulator_beat[32:22],
      {5{accumulator_beat[21]}},
      accumulator_beat[21:11],
      {5{accumulator_beat[10]}},
      accumulator_beat[10:0]};
      counter_beat = (index_q[0] == 1'b1) ? {36'd0, counter_i[59:48]} : counter_i[{5'd0, index_q[0]} * 6'd48 +: 48];
      counter_elements = {
      2'd0,
      counter_beat[47:42],
      2'd0,
      counter_beat[41:36],
      2'd0,
      counter_beat[35:30],
      2'd0,
      counter_beat[29:24],
      2'd0,
      counter_beat[23:18],
      2'd0,
      counter_beat[17:12],
      2'd0,
      counter_beat[11:6],
      2'd0,
      counter_beat[5:0]};
      scale_beat = (index_q[1:0] == 2'd2) ? {32'd0, scale_i[159:128]} : scale_i[{6'd0, index_q[1:0]} * 8'd64 +: 64];
      scale_elements = {scale_beat[63:48], scale_beat[47:32], scale_beat[31:16], scale_beat[15:0]};
      offset_beat = (index_q[1:0] == 2'd2) ? {32'd0, offset_i[159:128]} : offset_i[{6'd0, index_q[1:0]} * 8'd64 +: 64];
      offset_elements = {offset_beat[63:48], offset_beat[47:32], offset_beat[31:16], offset_beat[15:0]};
      next_beat = (space_i == SpaceOutput) ? output_elements :
      (space_i == SpaceAccumulator) ? accumulator_elements :
      (space_i == SpaceCounter) ? counter_elements :
      (space_i == SpaceScale) ? scale_elements :
      (space_i == SpaceOffset) ? offset_elements : {code_7, code_6, code_5, code_4, code_3, code_2, code_1, code_0};
    end
  end

  assign last_beat = (space_i == SpaceOutput) ? 7'd2 :
      (space_i == SpaceAccumulator) ? 7'd2 :
      (space_i == SpaceCounter) ? 7'd1 :
      (space_i == SpaceScale) ? 7'd2 :
      (space_i == SpaceOffset) ? 7'd2 : 7'd97;
  assign is_last = index_q == last_beat;
  assign taken = tvalid_q && tready_i;
  assign finished = taken && tlast_q;
  assign fill = active_q && (!tvalid_q || tready_i) && !(tvalid_q && tlast_q);

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      active_q <= 1'b0;
      index_q <= 7'd0;
    end else if (start_i) begin
      active_q <= 1'b1;
      index_q <= 7'd0;
    end else if (finished) begin
      active_q <= 1'b0;
    end else if (fill) begin
      index_q <= index_q + 7'd1;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
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
