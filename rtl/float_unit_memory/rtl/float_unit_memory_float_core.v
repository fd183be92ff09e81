// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Core of a floating-point unit: its commands and its array.
// Latency of a program: 1 + the cycles of its words.

`default_nettype none

module float_unit_memory_float_core (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire write_i,
  input  wire [7:0] write_address_i,
  input  wire [31:0] write_data_i,
  input  wire write_full_i,
  output wire write_refused_o,
  input  wire [7:0] read_address_i,
  output wire [31:0] read_data_o,
  output wire read_refused_o,
  input  wire [63:0] in_data_i,
  input  wire in_valid_i,
  input  wire in_last_i,
  output wire in_ready_o,
  output wire [63:0] out_data_o,
  output wire out_valid_o,
  output wire out_last_o,
  input  wire out_ready_i,
  output wire interrupt_o
);

  wire receive_start;
  wire send_start;
  wire to_lanes;
  wire lanes_space;
  wire [10:0] program_first;
  wire [10:0] program_words;
  wire [7:0] lanes_first;
  wire [6:0] lanes_bits;
  wire [23:0] wait_cycles;
  wire [63:0] bases;
  wire receive_done;
  wire send_done;
  wire [7:0] receive_error;
  wire sot_start;
  wire sot_done;
  wire [7:0] sot_error;

  float_unit_memory_float_frontend frontend (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .write_i(write_i),
    .write_address_i(write_address_i),
    .write_data_i(write_data_i),
    .write_full_i(write_full_i),
    .write_refused_o(write_refused_o),
    .read_address_i(read_address_i),
    .read_data_o(read_data_o),
    .read_refused_o(read_refused_o),
    .receive_start_o(receive_start),
    .send_start_o(send_start),
    .to_lanes_o(to_lanes),
    .lanes_space_o(lanes_space),
    .program_first_o(program_first),
    .program_words_o(program_words),
    .lanes_first_o(lanes_first),
    .lanes_bits_o(lanes_bits),
    .wait_cycles_o(wait_cycles),
    .bases_o(bases),
    .receive_done_i(receive_done),
    .send_done_i(send_done),
    .sot_start_o(sot_start),
    .sot_done_i(sot_done),
    .command_error_i(receive_error | sot_error),
    .interrupt_o(interrupt_o)
  );

  float_unit_memory_sot_unit sot_unit (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .in_data_i(in_data_i),
    .in_valid_i(in_valid_i),
    .in_last_i(in_last_i),
    .in_ready_o(in_ready_o),
    .out_data_o(out_data_o),
    .out_valid_o(out_valid_o),
    .out_last_o(out_last_o),
    .out_ready_i(out_ready_i),
    .receive_start_i(receive_start),
    .send_start_i(send_start),
    .to_lanes_i(to_lanes),
    .lanes_space_i(lanes_space),
    .program_first_i(program_first),
    .program_words_i(program_words),
    .lanes_first_i(lanes_first),
    .lanes_bits_i(lanes_bits),
    .wait_cycles_i(wait_cycles),
    .bases_i(bases),
    .receive_done_o(receive_done),
    .send_done_o(send_done),
    .receive_error_o(receive_error),
    .program_start_i(sot_start),
    .program_done_o(sot_done),
    .program_error_o(sot_error)
  );

endmodule

`default_nettype wire
