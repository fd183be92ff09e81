// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Column streamer: drives the columns with one digit of the output errors, all columns at once, and holds it for the
// whole stream. Released, all columns stand by: level 0, sign 0.
// Latency: pins 1 cycle from drive_i or release_i; drive_i wins.

`default_nettype none

module everything_column_streamer (
  input  wire clk_i,
  input  wire rst_i,
  input  wire [10:0] signs_i,
  input  wire [43:0] digits_i,  // stream 0, the least significant, lowest
  input  wire drive_i,
  input  wire stream_i,  // the digit to drive
  input  wire release_i,
  output wire [10:0] col_sign_o,  // 1: negative rail
  output wire [21:0] col_level_o
);

  reg  [10:0] col_sign_q;
  reg  [21:0] col_level_q;

  always @(posedge clk_i) begin
    if (rst_i) begin
      col_sign_q <= 11'd0;
      col_level_q <= 22'd0;
    end else if (drive_i) begin
      col_sign_q <= signs_i;
      case (stream_i)
        1'b1: begin
          col_level_q <= digits_i[43:22];
        end
        default: begin
          col_level_q <= digits_i[21:0];
        end
      endcase
    end else if (release_i) begin
      col_sign_q <= 11'd0;
      col_level_q <= 22'd0;
    end
  end

  assign col_sign_o = col_sign_q;
  assign col_level_o = col_level_q;

endmodule

`default_nettype wire
