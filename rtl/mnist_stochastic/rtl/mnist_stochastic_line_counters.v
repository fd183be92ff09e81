// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Counters of one line: for each weight slice a sub-array sum and a partial-sum counter.
// Latency: counts_o 1 cycle from capture_i.

`default_nettype none

module mnist_stochastic_line_counters (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire [6:0] bits_i,  // sub-array s of slice i at i * subarrays + s
  input  wire capture_i,
  input  wire clear_i,
  output wire [5:0] counts_o
);

  wire [5:0] ones_of_sample;

  genvar one_sum;
  generate
    for (one_sum = 0; one_sum < 1; one_sum = one_sum + 1) begin : one_sums
      mnist_stochastic_subarray_sum one_sum_lane (
        .enable_i(capture_i),
        .bits_i(bits_i[one_sum*7 +: 7]),
        .sum_o(ones_of_sample[one_sum*6 +: 6])
      );
    end
  endgenerate

  genvar one_counter;
  generate
    for (one_counter = 0; one_counter < 1; one_counter = one_counter + 1) begin : one_counters
      mnist_stochastic_counter #(.Width(6)) one_counter_lane (
        .clk_i(clk_i),
        .rst_ni(rst_ni),
        .clear_i(clear_i),
        .enable_i(capture_i),
        .step_i(ones_of_sample[one_counter*6 +: 6]),
        .count_o(counts_o[one_counter*6 +: 6])
      );
    end
  endgenerate

endmodule

`default_nettype wire
