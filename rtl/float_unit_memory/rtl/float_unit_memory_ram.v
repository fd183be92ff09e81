// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// RAM: one write port, one read port, one clock; every memory of a package is this module, so that a user
// swaps it for a macro in one place. A read and a write of one address in the same cycle leave read_data_o
// undefined: macros differ. Nothing is initialised.
// Latency: read_data_o 1 cycle from read_enable_i, and held until the next.

`default_nettype none

module float_unit_memory_ram #(
  parameter Width = 8,  // bits of a word, 1 or more
  parameter Depth = 16,  // words, 1 or more
  parameter AddressBits = 4  // least number that can name every word, 1 or more
) (
  input  wire clk_i,
  input  wire write_enable_i,
  input  wire [AddressBits-1:0] write_address_i,  // less than Depth
  input  wire [Width-1:0] write_data_i,
  input  wire read_enable_i,
  input  wire [AddressBits-1:0] read_address_i,  // less than Depth
  output wire [Width-1:0] read_data_o
);

  reg  [Width-1:0] read_data_q;

  reg  [Width-1:0] memory_q [0:Depth-1];

  always @(posedge clk_i) begin
    if (write_enable_i) begin
      memory_q[write_address_i] <= write_data_i;
    end
    if (read_enable_i) begin
      read_data_q <= memory_q[read_address_i];
    end
  end

  assign read_data_o = read_data_q;

endmodule

`default_nettype wire
