// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Row streamer: drives the rows with one digit of the input codes, all rows at once, and holds it for the
// whole stream. Released, all rows stand by: level 0, sign 0.
// Latency: pins 1 cycle from drive_i or release_i; drive_i wins.

`default_nettype none

module mnist_stochastic_row_streamer (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire [783:0] signs_i,
  input  wire [3135:0] digits_i,  // stream 0, the least significant, lowest
  input  wire drive_i,
  input  wire [1:0] stream_i,  // the digit to drive
  input  wire release_i,
  output wire [783:0] row_sign_o,
  output wire [783:0] row_level_o
);

  reg  [783:0] row_sign_q;
  reg  [783:0] row_level_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      row_sign_q <= 784'd0;
      row_level_q <= 784'd0;
    end else if (drive_i) begin
      row_sign_q <= signs_i;
      case (stream_i)
        2'd3: begin
          row_level_q <= digits_i[3135:2352];
        end
        2'd2: begin
          row_level_q <= digits_i[2351:1568];
        end
        2'd1: begin
          row_level_q <= digits_i[1567:784];
        end
        default: begin
          row_level_q <= digits_i[783:0];
        end
      endcase
    end else if (release_i) begin
      row_sign_q <= 784'd0;
      row_level_q <= 784'd0;
    end
  end

  assign row_sign_o = row_sign_q;
  assign row_level_o = row_level_q;

endmodule

`default_nettype wire
