// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Counters of one line: for each weight slice a sub-array sum and a partial-sum counter, and the same again for
// the samples taken, since a converter that is left out takes none.
// Latency: counts_o, totals_o 1 cycle from capture_i.

`default_nettype none

module everything_line_counters (
  input  wire clk_i,
  input  wire rst_i,
  input  wire [8:0] bits_i,  // sub-array s of slice i at i * subarrays + s
  input  wire capture_i,
  input  wire clear_i,
  output wire [14:0] counts_o,
  input  wire [8:0] left_out_i,  // converters that do not count
  output wire [14:0] totals_o
);

  wire [14:0] ones_of_sample;
  wire [14:0] totals_of_sample;

  reg  [8:0] taken;
  reg  [8:0] ones;

  always @* begin
    taken = 9'd0;
    if (capture_i) begin
      taken = ~left_out_i;
    end
  end

  always @* begin
    ones = 9'd0;
    if (capture_i) begin
      ones = bits_i & taken;
    end
  end

  genvar one_sum;
  generate
    for (one_sum = 0; one_sum < 3; one_sum = one_sum + 1) begin : one_sums
      everything_subarray_sum one_sum_lane (
        .enable_i(capture_i),
        .bits_i(ones[one_sum*3 +: 3]),
        .sum_o(ones_of_sample[one_sum*5 +: 5])
      );
    end
  endgenerate

  genvar one_counter;
  generate
    for (one_counter = 0; one_counter < 3; one_counter = one_counter + 1) begin : one_counters
      everything_counter #(.Width(5)) one_counter_lane (
        .clk_i(clk_i),
        .rst_i(rst_i),
        .clear_i(clear_i),
        .enable_i(capture_i),
        .step_i(ones_of_sample[one_counter*5 +: 5]),
        .count_o(counts_o[one_counter*5 +: 5])
      );
    end
  endgenerate

  genvar total_sum;
  generate
    for (total_sum = 0; total_sum < 3; total_sum = total_sum + 1) begin : total_sums
      everything_subarray_sum total_sum_lane (
        .enable_i(capture_i),
        .bits_i(taken[total_sum*3 +: 3]),
        .sum_o(totals_of_sample[total_sum*5 +: 5])
      );
    end
  endgenerate

  genvar total_counter;
  generate
    for (total_counter = 0; total_counter < 3; total_counter = total_counter + 1) begin : total_counters
      everything_counter #(.Width(5)) total_counter_lane (
        .clk_i(clk_i),
        .rst_i(rst_i),
        .clear_i(clear_i),
        .enable_i(capture_i),
        .step_i(totals_of_sample[total_counter*5 +: 5]),
        .count_o(totals_o[total_counter*5 +: 5])
      );
    end
  endgenerate

endmodule

`default_nettype wire
