// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Skid buffer: cuts every combinational path of a valid/ready stream, in both directions, and still moves a
// word a cycle. A word that arrives in the cycle in which the receiver stalls waits in the skid register.
// Latency: 1 cycle; all outputs come from flip-flops.

`default_nettype none

module float_unit_memory_skid_buffer #(
  parameter Width = 8  // bits of a word, 1 or more
) (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire [Width-1:0] data_i,
  input  wire valid_i,
  output wire ready_o,
  output wire [Width-1:0] data_o,
  output wire valid_o,
  input  wire ready_i
);

  wire advance;

  reg  out_valid_q;
  reg  [Width-1:0] out_data_q;
  reg  ready_q;  // the skid register is empty
  reg  [Width-1:0] skid_data_q;

  assign advance = ready_i || !out_valid_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      out_valid_q <= 1'b0;
      out_data_q <= 0;
      ready_q <= 1'b1;
      skid_data_q <= 0;
    end else if (advance) begin
      out_valid_q <= valid_i || !ready_q;
      out_data_q <= ready_q ? data_i : skid_data_q;
      ready_q <= 1'b1;
    end else if (ready_q) begin
      ready_q <= !valid_i;
      skid_data_q <= data_i;
    end
  end

  assign ready_o = ready_q;
  assign data_o = out_data_q;
  assign valid_o = out_valid_q;

endmodule

`default_nettype wire
