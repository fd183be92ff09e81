// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Row streamer: drives the rows with one digit of the input codes, all rows at once, and holds it for the
// whole stream. Released, all rows stand by: level 0, sign 0.
// Latency: pins 1 cycle from drive_i or release_i; drive_i wins.

`default_nettype none

module everything_row_streamer (
  input  wire clk_i,
  input  wire rst_i,
  input  wire [12:0] signs_i,
  input  wire [51:0] digits_i,  // stream 0, the least significant, lowest
  input  wire drive_i,
  input  wire stream_i,  // the digit to drive
  input  wire release_i,
  output wire [12:0] row_sign_o,
  output wire [25:0] row_level_o
);

  reg  [12:0] row_sign_q;
  reg  [25:0] row_level_q;

  always @(posedge clk_i) begin
    if (rst_i) begin
      row_sign_q <= 13'd0;
      row_level_q <= 26'd0;
    end else if (drive_i) begin
      row_sign_q <= signs_i;
      case (stream_i)
        1'b1: begin
          row_level_q <= digits_i[51:26];
        end
        default: begin
          row_level_q <= digits_i[25:0];
        end
      endcase
    end else if (release_i) begin
      row_sign_q <= 13'd0;
      row_level_q <= 26'd0;
    end
  end

  assign row_sign_o = row_sign_q;
  assign row_level_o = row_level_q;

endmodule

`default_nettype wire
