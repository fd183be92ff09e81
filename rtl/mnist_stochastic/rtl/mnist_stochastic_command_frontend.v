// spintile 0.1.0, variant mnist_stochastic, hash 3ba3d3353077aa2a.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Commands: the registers, the checks every write must pass, and the start of each command. A
// refused write sets error and code and changes nothing else; the first code stands until cleared.
// Latency: starts in the cycle of the write, status 1 cycle later.

`default_nettype none

module mnist_stochastic_command_frontend (
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
  output wire forward_start_o,
  output wire [7:0] space_o,  // of the running command, from the cycle after its start
  input  wire receive_done_i,
  input  wire [7:0] receive_error_i,  // while receive_done_i; 0 for none
  input  wire send_done_i,
  input  wire forward_done_i,
  output wire [3:0] samples_o,
  output wire [4:0] shift_o,
  output wire interrupt_o  // done or error
);

  localparam [7:0] AddressCommand = 8'd12;
  localparam [7:0] AddressStatus = 8'd16;
  localparam [7:0] AddressSamples = 8'd20;
  localparam [7:0] AddressShift = 8'd24;
  localparam [7:0] CommandLoadX = 8'd1;
  localparam [7:0] CommandReadY = 8'd8;
  localparam [7:0] CommandForward = 8'd3;
  localparam [7:0] CommandWrite = 8'd10;
  localparam [7:0] CommandRead = 8'd9;
  localparam [7:0] ErrorIllegalSpace = 8'd3;
  localparam [7:0] ErrorIllegalValue = 8'd4;
  localparam [7:0] SpaceInput = 8'd0;
  localparam [7:0] SpaceOutput = 8'd1;
  localparam [7:0] SpaceAccumulator = 8'd2;
  localparam [7:0] SpaceCounter = 8'd3;
  localparam [7:0] SpaceScale = 8'd4;
  localparam [7:0] SpaceOffset = 8'd5;
  localparam [7:0] ErrorUnknownCommand = 8'd1;
  localparam [7:0] ErrorBusy = 8'd2;
  localparam [7:0] ErrorIllegalAddress = 8'd5;
  localparam [7:0] AddressIdentification = 8'd0;
  localparam [7:0] AddressVariantHash = 8'd4;
  localparam [7:0] AddressCapabilities = 8'd8;

  wire to_command;
  wire to_status;
  wire to_samples;
  wire to_shift;
  wire [7:0] command;
  wire [7:0] operand;  // a state space, or the array of a FORWARD
  wire is_forward;
  wire is_receive;
  wire is_send;
  wire [7:0] operand_refusal;
  wire [7:0] command_refusal;
  wire is_mapped;
  wire bad_value;
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
  reg  [7:0] space_q;
  reg  [3:0] samples_q;
  reg  [4:0] shift_q;

  // What a write means.
  assign to_command = write_address_i == AddressCommand;
  assign to_status = write_address_i == AddressStatus;
  assign to_samples = write_address_i == AddressSamples;
  assign to_shift = write_address_i == AddressShift;
  assign command = write_data_i[7:0];
  assign operand = write_data_i[15:8];
  assign is_forward = command == CommandForward;
  assign is_receive = command == CommandLoadX || command == CommandWrite;
  assign is_send = command == CommandReadY || command == CommandRead;

  // Why it may be refused.
  assign operand_refusal = (command == CommandRead) ? ((operand == SpaceInput || operand == SpaceOutput || operand == SpaceAccumulator || operand == SpaceCounter ||
      operand == SpaceScale || operand == SpaceOffset) ? 8'd0 : ErrorIllegalSpace) :
      (command == CommandWrite) ? ((operand == SpaceInput || operand == SpaceScale || operand == SpaceOffset) ? 8'd0 : ErrorIllegalSpace) :
      |operand ? ErrorIllegalValue : 8'd0;
  assign command_refusal = |write_data_i[31:16] ? ErrorIllegalValue :
      !(command == CommandLoadX || command == CommandForward || command == CommandReadY || command == CommandRead ||
      command == CommandWrite) ? ErrorUnknownCommand : operand_refusal;
  assign is_mapped = to_command || to_status || to_samples || to_shift;
  assign bad_value = (to_samples && (write_data_i == 32'd0 || write_data_i > 32'd8)) || (to_shift && write_data_i > 32'd26);
  assign refusal = !is_mapped ? ErrorIllegalAddress :
      !write_full_i ? ErrorIllegalValue :
      (busy_q && !to_status) ? ErrorBusy :
      to_command ? command_refusal :
      bad_value ? ErrorIllegalValue : 8'd0;
  assign write_refused_o = |refusal;
  assign accept = write_i && !(|refusal);
  assign launch = accept && to_command;

  // Commands and registers.
  assign receive_start_o = launch && is_receive;
  assign send_start_o = launch && is_send;
  assign forward_start_o = launch && is_forward;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      space_q <= 8'd0;
    end else if (launch) begin
      space_q <= (command == CommandLoadX) ? SpaceInput :
      (command == CommandReadY) ? SpaceOutput : operand;
    end
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      samples_q <= 4'd8;
      shift_q <= 5'd0;
    end else begin
      if (accept && to_samples) begin
        samples_q <= write_data_i[3:0];
      end
      if (accept && to_shift) begin
        shift_q <= write_data_i[4:0];
      end
    end
  end

  // Status. An error at the edge that clears one stays; an older error is kept.
  assign ended = receive_done_i || send_done_i || forward_done_i;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      done_q <= 1'b0;
    end else if (launch) begin
      busy_q <= 1'b1;
      done_q <= 1'b0;
    end else if (ended) begin
      busy_q <= 1'b0;
      done_q <= !(|receive_error_i);
    end
  end

  assign clear_error = accept && to_status && write_data_i[2];
  assign fault = |receive_error_i || (write_i && |refusal);

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      error_q <= 1'b0;
      code_q <= 8'd0;
    end else if (fault && (clear_error || !error_q)) begin
      error_q <= 1'b1;
      code_q <= |receive_error_i ? receive_error_i : refusal;
    end else if (clear_error && !fault) begin
      error_q <= 1'b0;
      code_q <= 8'd0;
    end
  end

  assign read_data_o = (read_address_i == AddressIdentification) ? 32'd1397773313 :
      (read_address_i == AddressVariantHash) ? 32'd813148714 :
      (read_address_i == AddressCapabilities) ? 32'd1802 :
      (read_address_i == AddressCommand) ? 32'd0 :
      (read_address_i == AddressStatus) ? {16'd0, code_q, 5'd0, error_q, done_q, busy_q} :
      (read_address_i == AddressSamples) ? {28'd0, samples_q} :
      (read_address_i == AddressShift) ? {27'd0, shift_q} : 32'd0;
  assign read_refused_o = !(read_address_i == AddressIdentification || read_address_i == AddressVariantHash ||
      read_address_i == AddressCapabilities || read_address_i == AddressCommand ||
      read_address_i == AddressStatus || read_address_i == AddressSamples || read_address_i == AddressShift);
  assign space_o = space_q;
  assign samples_o = samples_q;
  assign shift_o = shift_q;
  assign interrupt_o = done_q || error_q;

endmodule

`default_nettype wire
