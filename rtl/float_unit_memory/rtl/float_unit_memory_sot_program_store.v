// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// SOT program store: hands words to the sequencer, takes them from a packet, gives them back as one.
// Latency: word_o 1 cycle from fetch_i; a word of a packet a cycle.

`default_nettype none

module float_unit_memory_sot_program_store (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire fetch_i,
  input  wire [9:0] fetch_address_i,
  output wire [63:0] word_o,
  input  wire start_i,  // a packet begins
  input  wire start_out_i,  // and it leaves
  input  wire [10:0] first_i,  // word the packet begins with
  input  wire [10:0] words_i,  // of the packet, 1 or more
  input  wire [63:0] in_data_i,
  input  wire in_take_i,
  output wire out_valid_o,  // word_o is a word of the packet
  output wire out_last_o,
  input  wire out_ready_i
);

  wire give;
  wire [9:0] address;

  reg  [10:0] address_q;  // of the next word
  reg  [10:0] left_q;  // words still to leave
  reg  valid_q;

  assign give = |left_q && (out_ready_i || !valid_q);

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      address_q <= 11'd0;
    end else if (start_i) begin
      address_q <= first_i;
    end else if (in_take_i || give) begin
      address_q <= address_q + 11'd1;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      left_q <= 11'd0;
    end else if (start_out_i) begin
      left_q <= words_i;
    end else if (give) begin
      left_q <= left_q - 11'd1;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
    end else if (give) begin
      valid_q <= 1'b1;
    end else if (out_ready_i) begin
      valid_q <= 1'b0;
    end
  end

  assign address = address_q[9:0];

  float_unit_memory_ram #(.AddressBits(10), .Depth(1024), .Width(64)) words (
    .clk_i(clk_i),
    .write_enable_i(in_take_i),
    .write_address_i(address),
    .write_data_i(in_data_i),
    .read_enable_i(fetch_i || give),
    .read_address_i(fetch_i ? fetch_address_i : address),
    .read_data_o(word_o)
  );

  assign out_valid_o = valid_q;
  assign out_last_o = left_q == 11'd0;

  // It is set only past the last word.
  wire unused_address_q = &{1'b0, address_q[10]};

endmodule

`default_nettype wire
