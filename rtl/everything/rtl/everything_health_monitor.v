// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Health monitor of one converter: repetition count and adaptive proportion. Either raises a flag that stands
// until it is cleared.
// Latency: flag_o 1 cycle from watch_i. Source: NIST SP 800-90B, sections 4.4.1 and 4.4.2.

`default_nettype none

module everything_health_monitor (
  input  wire clk_i,
  input  wire rst_i,
  input  wire watch_i,
  input  wire window_starts_i,  // this sample is the first of a window
  input  wire bit_i,
  input  wire restart_i,  // forget the run
  input  wire clear_i,  // forget the run and the flag
  output wire flag_o,
  input  wire load_i,  // restore the flag
  input  wire load_flag_i
);

  wire repeats;
  wire run_is_long;
  wire [3:0] run;
  wire is_equal;
  wire [4:0] count;
  wire fails;

  reg  last_q;
  reg  [3:0] run_q;  // equal bits in a row, 0 before the first; stops at the cut-off
  reg  reference_q;  // first bit of the window
  reg  [4:0] count_q;  // bits of the window that equal it
  reg  flag_q;

  assign repeats = run_q != 4'd0 && bit_i == last_q;
  assign run_is_long = run_q == 4'd11;
  assign run = !repeats ? 4'd1 :
      run_is_long ? run_q : run_q + 4'd1;
  assign is_equal = bit_i == reference_q;
  assign count = window_starts_i ? 5'd1 :
      is_equal ? count_q + 5'd1 : count_q;
  assign fails = run > 4'd10 || count > 5'd13;

  always @(posedge clk_i) begin
    if (rst_i) begin
      run_q <= 4'd0;
      last_q <= 1'b0;
      count_q <= 5'd0;
      reference_q <= 1'b0;
    end else if (clear_i || restart_i) begin
      run_q <= 4'd0;
    end else if (watch_i) begin
      run_q <= run;
      last_q <= bit_i;
      count_q <= count;
      if (window_starts_i) begin
        reference_q <= bit_i;
      end
    end
  end

  always @(posedge clk_i) begin
    if (rst_i) begin
      flag_q <= 1'b0;
    end else if (clear_i) begin
      flag_q <= 1'b0;
    end else if (load_i) begin
      flag_q <= load_flag_i;
    end else if (watch_i && fails) begin
      flag_q <= 1'b1;
    end
  end

  assign flag_o = flag_q;

endmodule

`default_nettype wire
