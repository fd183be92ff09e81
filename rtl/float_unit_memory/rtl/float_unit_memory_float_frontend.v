// spintile 0.1.0, variant float_unit_memory, hash 7a7ba5bc2583647d.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Commands of a float unit: the registers, the checks every write must pass, and the start of each command. A
// refused write sets error and code and changes nothing else; the first code stands until cleared.
// Latency: starts in the cycle of the write, status 1 cycle later.

`default_nettype none

module float_unit_memory_float_frontend (
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
  output wire receive_start_o,
  output wire send_start_o,
  output wire to_lanes_o,  // the command that starts works on the lanes space
  output wire lanes_space_o,  // so does the running one, from the cycle after its start
  output wire sot_start_o,
  input  wire receive_done_i,
  input  wire send_done_i,
  input  wire sot_done_i,
  input  wire [7:0] command_error_i,  // while one of the three; 0 for none
  output wire interrupt_o,  // done or error
  output wire [10:0] program_first_o,
  output wire [10:0] program_words_o,
  output wire [7:0] lanes_first_o,
  output wire [6:0] lanes_bits_o,
  output wire [23:0] wait_cycles_o,
  output wire [63:0] bases_o
);

  localparam [7:0] AddressCommand = 8'd12;
  localparam [7:0] AddressStatus = 8'd16;
  localparam [7:0] AddressProgram = 8'd20;
  localparam [7:0] AddressLanes = 8'd24;
  localparam [7:0] AddressWait = 8'd28;
  localparam [7:0] AddressBase0 = 8'd32;
  localparam [7:0] AddressBase1 = 8'd36;
  localparam [7:0] AddressBase2 = 8'd40;
  localparam [7:0] AddressBase3 = 8'd44;
  localparam [7:0] AddressBase4 = 8'd48;
  localparam [7:0] AddressBase5 = 8'd52;
  localparam [7:0] AddressBase6 = 8'd56;
  localparam [7:0] AddressBase7 = 8'd60;
  localparam [7:0] CommandSot = 8'd7;
  localparam [7:0] CommandWrite = 8'd10;
  localparam [7:0] CommandRead = 8'd9;
  localparam [7:0] SpaceLanes = 8'd8;
  localparam [7:0] SpaceProgram = 8'd7;
  localparam [7:0] ErrorUnknownCommand = 8'd1;
  localparam [7:0] ErrorBusy = 8'd2;
  localparam [7:0] ErrorIllegalSpace = 8'd3;
  localparam [7:0] ErrorIllegalValue = 8'd4;
  localparam [7:0] ErrorIllegalAddress = 8'd5;
  localparam [7:0] AddressIdentification = 8'd0;
  localparam [7:0] AddressVariantHash = 8'd4;
  localparam [7:0] AddressCapabilities = 8'd8;
  localparam [7:0] AddressCycles = 8'd64;

  wire to_command;
  wire to_status;
  wire to_program;
  wire to_lanes;
  wire to_wait;
  wire to_base0;
  wire to_base1;
  wire to_base2;
  wire to_base3;
  wire to_base4;
  wire to_base5;
  wire to_base6;
  wire to_base7;
  wire to_any_base;
  wire [16:0] last_word;
  wire [16:0] last_row;
  wire bad_lanes;
  wire bad_sot_value;
  wire to_sot;
  wire [7:0] command;
  wire [7:0] space;
  wire is_sot;
  wire is_receive;
  wire is_send;
  wire is_lanes;
  wire is_program;
  wire known;
  wire [7:0] command_refusal;
  wire is_mapped;
  wire [7:0] refusal;
  wire accept;
  wire launch;
  wire ended;
  wire clear_error;
  wire fault;

  reg  busy_q;
  reg  done_q;
  reg  error_q;
  reg  [7:0] code_q;
  reg  lanes_space_q;
  reg  [10:0] program_first_q;
  reg  [10:0] program_words_q;
  reg  [7:0] lanes_first_q;
  reg  [6:0] lanes_bits_q;
  reg  [23:0] wait_q;
  reg  [31:0] cycles_q;
  reg  running_q;  // a program
  reg  [7:0] base0_q;
  reg  [7:0] base1_q;
  reg  [7:0] base2_q;
  reg  [7:0] base3_q;
  reg  [7:0] base4_q;
  reg  [7:0] base5_q;
  reg  [7:0] base6_q;
  reg  [7:0] base7_q;

  // What a write means.
  assign to_command = write_address_i == AddressCommand;
  assign to_status = write_address_i == AddressStatus;
  assign program_first_o = program_first_q;
  assign program_words_o = program_words_q;
  assign lanes_first_o = lanes_first_q;
  assign lanes_bits_o = lanes_bits_q;
  assign wait_cycles_o = wait_q;
  assign bases_o = {base7_q, base6_q, base5_q, base4_q, base3_q, base2_q, base1_q, base0_q};
  assign to_program = write_address_i == AddressProgram;
  assign to_lanes = write_address_i == AddressLanes;
  assign to_wait = write_address_i == AddressWait;
  assign to_base0 = write_address_i == AddressBase0;
  assign to_base1 = write_address_i == AddressBase1;
  assign to_base2 = write_address_i == AddressBase2;
  assign to_base3 = write_address_i == AddressBase3;
  assign to_base4 = write_address_i == AddressBase4;
  assign to_base5 = write_address_i == AddressBase5;
  assign to_base6 = write_address_i == AddressBase6;
  assign to_base7 = write_address_i == AddressBase7;
  assign to_any_base = to_base0 || to_base1 || to_base2 || to_base3 || to_base4 || to_base5 || to_base6 || to_base7;
  assign last_word = {1'b0, write_data_i[15:0]} + {1'b0, write_data_i[31:16]};
  assign last_row = {1'b0, write_data_i[15:0]} + {10'd0, write_data_i[22:16]};
  assign bad_lanes = |write_data_i[31:23] || !(|write_data_i[22:16]) || write_data_i[22:16] > 7'd64 || last_row > 17'd256;
  assign bad_sot_value = (to_program && last_word > 17'd1024) || (to_lanes && bad_lanes) || (to_wait && |write_data_i[31:24]) ||
      (to_any_base && write_data_i > 32'd255);
  assign to_sot = to_program || to_lanes || to_wait || to_any_base;
  assign command = write_data_i[7:0];
  assign space = write_data_i[15:8];
  assign is_sot = command == CommandSot;
  assign is_receive = command == CommandWrite;
  assign is_send = command == CommandRead;
  assign is_lanes = space == SpaceLanes;
  assign is_program = space == SpaceProgram;

  // Why it may be refused.
  assign known = is_sot || is_receive || is_send;
  assign command_refusal = |write_data_i[31:16] ? ErrorIllegalValue :
      !known ? ErrorUnknownCommand :
      is_sot ? (|space ? ErrorIllegalValue : 8'd0) :
      (!is_lanes && !is_program) ? ErrorIllegalSpace :
      (is_program && !(|program_words_q)) ? ErrorIllegalValue : 8'd0;
  assign is_mapped = to_command || to_status || to_sot;
  assign refusal = !is_mapped ? ErrorIllegalAddress :
      !write_full_i ? ErrorIllegalValue :
      (busy_q && !to_status) ? ErrorBusy :
      to_command ? command_refusal :
      bad_sot_value ? ErrorIllegalValue : 8'd0;
  assign write_refused_o = |refusal;
  assign accept = write_i && !(|refusal);
  assign launch = accept && to_command;

  // Commands and registers.
  assign receive_start_o = launch && is_receive;
  assign send_start_o = launch && is_send;
  assign sot_start_o = launch && is_sot;
  assign to_lanes_o = is_lanes;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      lanes_space_q <= 1'b0;
    end else if (launch) begin
      lanes_space_q <= is_lanes;
    end
  end

  // Status. An error at the edge that clears one stays; an older error is kept.
  assign ended = receive_done_i || send_done_i || sot_done_i;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      done_q <= 1'b0;
    end else if (launch) begin
      busy_q <= 1'b1;
      done_q <= 1'b0;
    end else if (ended) begin
      busy_q <= 1'b0;
      done_q <= !(|command_error_i);
    end
  end

  assign clear_error = accept && to_status && write_data_i[2];
  assign fault = |command_error_i || (write_i && |refusal);

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      error_q <= 1'b0;
      code_q <= 8'd0;
    end else if (fault && (clear_error || !error_q)) begin
      error_q <= 1'b1;
      code_q <= |command_error_i ? command_error_i : refusal;
    end else if (clear_error && !fault) begin
      error_q <= 1'b0;
      code_q <= 8'd0;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      program_first_q <= 11'd0;
      program_words_q <= 11'd0;
    end else if (accept && to_program) begin
      program_first_q <= write_data_i[10:0];
      program_words_q <= write_data_i[26:16];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      lanes_first_q <= 8'd0;
      lanes_bits_q <= 7'd1;
    end else if (accept && to_lanes) begin
      lanes_first_q <= write_data_i[7:0];
      lanes_bits_q <= write_data_i[22:16];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      wait_q <= 24'd0;
    end else if (accept && to_wait) begin
      wait_q <= write_data_i[23:0];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      base0_q <= 8'd0;
    end else if (accept && to_base0) begin
      base0_q <= write_data_i[7:0];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      base1_q <= 8'd0;
    end else if (accept && to_base1) begin
      base1_q <= write_data_i[7:0];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      base2_q <= 8'd0;
    end else if (accept && to_base2) begin
      base2_q <= write_data_i[7:0];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      base3_q <= 8'd0;
    end else if (accept && to_base3) begin
      base3_q <= write_data_i[7:0];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      base4_q <= 8'd0;
    end else if (accept && to_base4) begin
      base4_q <= write_data_i[7:0];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      base5_q <= 8'd0;
    end else if (accept && to_base5) begin
      base5_q <= write_data_i[7:0];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      base6_q <= 8'd0;
    end else if (accept && to_base6) begin
      base6_q <= write_data_i[7:0];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      base7_q <= 8'd0;
    end else if (accept && to_base7) begin
      base7_q <= write_data_i[7:0];
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      running_q <= 1'b0;
    end else if (launch && is_sot) begin
      running_q <= 1'b1;
    end else if (sot_done_i) begin
      running_q <= 1'b0;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      cycles_q <= 32'd0;
    end else if (launch && is_sot) begin
      cycles_q <= 32'd0;
    end else if (running_q && !(&cycles_q)) begin
      cycles_q <= cycles_q + 32'd1;
    end
  end

  assign read_data_o = (read_address_i == AddressIdentification) ? 32'd1397773314 :
      (read_address_i == AddressVariantHash) ? 32'd629367933 :
      (read_address_i == AddressCapabilities) ? 32'd1664 :
      (read_address_i == AddressCommand) ? 32'd0 :
      (read_address_i == AddressStatus) ? {16'd0, code_q, 5'd0, error_q, done_q, busy_q} :
      (read_address_i == AddressProgram) ? {{5'd0, program_words_q}, {5'd0, program_first_q}} :
      (read_address_i == AddressLanes) ? {{9'd0, lanes_bits_q}, {8'd0, lanes_first_q}} :
      (read_address_i == AddressWait) ? {8'd0, wait_q} :
      (read_address_i == AddressCycles) ? cycles_q :
      (read_address_i == AddressBase0) ? {24'd0, base0_q} :
      (read_address_i == AddressBase1) ? {24'd0, base1_q} :
      (read_address_i == AddressBase2) ? {24'd0, base2_q} :
      (read_address_i == AddressBase3) ? {24'd0, base3_q} :
      (read_address_i == AddressBase4) ? {24'd0, base4_q} :
      (read_address_i == AddressBase5) ? {24'd0, base5_q} :
      (read_address_i == AddressBase6) ? {24'd0, base6_q} :
      (read_address_i == AddressBase7) ? {24'd0, base7_q} : 32'd0;
  assign read_refused_o = !(read_address_i == AddressIdentification || read_address_i == AddressVariantHash ||
      read_address_i == AddressCapabilities || read_address_i == AddressCommand ||
      read_address_i == AddressStatus || read_address_i == AddressProgram || read_address_i == AddressLanes ||
      read_address_i == AddressWait || read_address_i == AddressCycles || read_address_i == AddressBase0 ||
      read_address_i == AddressBase1 || read_address_i == AddressBase2 || read_address_i == AddressBase3 ||
      read_address_i == AddressBase4 || read_address_i == AddressBase5 || read_address_i == AddressBase6 ||
      read_address_i == AddressBase7);
  assign lanes_space_o = lanes_space_q;
  assign interrupt_o = done_q || error_q;

endmodule

`default_nettype wire
