// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Commands: the registers, the checks every write must pass, and the start of each command. A
// refused write sets error and code and changes nothing else; the first code stands until cleared.
// A command that is written while another runs or waits is queued; its packet may come in while
// one runs that takes none and cannot fail.
// Latency: starts in the cycle of the write, from the queue 1 cycle after the command before it;
// status 1 cycle later.

`default_nettype none

module everything_command_frontend (
  input  wire clk_i,
  input  wire rst_i,
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
  output wire [2:0] samples_o,
  output wire [4:0] shift_o,
  output wire interrupt_o,  // done or error
  output wire [7:0] receive_space_o,  // of the packet that comes in, from the cycle after its start
  output wire receive_ahead_o,  // it comes ahead of its command
  output wire backward_start_o,
  input  wire backward_done_i,
  output wire monitor_o,  // the monitors watch
  output wire monitor_restart_o,
  output wire monitor_clear_o,
  input  wire flagged_i,  // any flag is up
  output wire array_sel_o
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
  localparam [7:0] CommandBackward = 8'd4;
  localparam [7:0] ErrorIllegalSpace = 8'd3;
  localparam [7:0] ErrorIllegalValue = 8'd4;
  localparam [7:0] SpaceInput = 8'd0;
  localparam [7:0] SpaceOutput = 8'd1;
  localparam [7:0] SpaceAccumulator = 8'd2;
  localparam [7:0] SpaceCounter = 8'd3;
  localparam [7:0] SpaceScale = 8'd4;
  localparam [7:0] SpaceOffset = 8'd5;
  localparam [7:0] SpaceHealth = 8'd6;
  localparam [7:0] SpaceOutputError = 8'd13;
  localparam [7:0] ErrorUnknownCommand = 8'd1;
  localparam [7:0] AddressHealth = 8'd28;
  localparam [7:0] ErrorBusy = 8'd2;
  localparam [7:0] ErrorIllegalAddress = 8'd5;
  localparam [7:0] ErrorHalted = 8'd10;
  localparam [7:0] AddressIdentification = 8'd0;
  localparam [7:0] AddressVariantHash = 8'd4;
  localparam [7:0] AddressCapabilities = 8'd8;

  wire to_command;
  wire to_status;
  wire to_samples;
  wire to_shift;
  wire [7:0] command;
  wire [7:0] operand;  // a state space, or the array of a read
  wire [1:0] waiting;  // commands
  wire [15:0] oldest;  // of them
  wire waits;
  wire occupied;
  wire [7:0] next_command;
  wire [7:0] next_operand;
  wire is_forward;
  wire is_receive;
  wire is_send;
  wire is_backward;
  wire [7:0] operand_refusal;
  wire [7:0] command_refusal;
  wire to_health;
  wire is_mapped;
  wire bad_value;
  wire is_busy;
  wire [7:0] refusal;
  wire accept;
  wire taken;  // a command
  wire push;
  wire pop;
  wire launch;
  wire comes_ahead;
  wire begins_packet;
  wire [7:0] next_space;
  wire ended;
  wire clear_error;
  wire fault;
  wire set_health;

  reg  busy_q;
  reg  done_q;
  reg  error_q;
  reg  [7:0] code_q;
  reg  [7:0] space_q;
  reg  [2:0] samples_q;
  reg  [4:0] shift_q;
  reg  ahead_q;  // the packet of the oldest that waits is taken
  reg  beside_q;  // what runs takes no packet and cannot fail
  reg  [7:0] receive_space_q;
  reg  monitor_q;
  reg  array_q;  // 0: array W, 1: array A

  // What a write means.
  assign to_command = write_address_i == AddressCommand;
  assign to_status = write_address_i == AddressStatus;
  assign to_samples = write_address_i == AddressSamples;
  assign to_shift = write_address_i == AddressShift;
  assign command = write_data_i[7:0];
  assign operand = write_data_i[15:8];
  assign waits = |waiting;
  assign occupied = busy_q || waits;
  assign next_command = waits ? oldest[7:0] : command;
  assign next_operand = waits ? oldest[15:8] : operand;
  assign is_forward = next_command == CommandForward;
  assign is_receive = next_command == CommandLoadX || next_command == CommandWrite;
  assign is_send = next_command == CommandReadY || next_command == CommandRead;
  assign is_backward = next_command == CommandBackward;

  // Why it may be refused.
  assign operand_refusal = (command == CommandRead) ? ((operand == SpaceInput || operand == SpaceOutput || operand == SpaceAccumulator || operand == SpaceCounter ||
      operand == SpaceScale || operand == SpaceOffset || operand == SpaceHealth || operand == SpaceOutputError) ? 8'd0 : ErrorIllegalSpace) :
      (command == CommandWrite) ? ((operand == SpaceInput || operand == SpaceScale || operand == SpaceOffset || operand == SpaceHealth ||
      operand == SpaceOutputError) ? 8'd0 : ErrorIllegalSpace) :
      (command == CommandForward) ? (|operand[7:1] ? ErrorIllegalValue : 8'd0) :
      (command == CommandBackward) ? (|operand[7:1] ? ErrorIllegalValue : 8'd0) :
      |operand ? ErrorIllegalValue : 8'd0;
  assign command_refusal = |write_data_i[31:16] ? ErrorIllegalValue :
      !(command == CommandLoadX || command == CommandForward || command == CommandBackward || command == CommandReadY ||
      command == CommandRead || command == CommandWrite) ? ErrorUnknownCommand : operand_refusal;
  assign to_health = write_address_i == AddressHealth;
  assign is_mapped = to_command || to_status || to_samples || to_shift || to_health;
  assign bad_value = (to_samples && (write_data_i == 32'd0 || write_data_i > 32'd7)) || (to_shift && write_data_i > 32'd21) ||
      (to_health && |write_data_i[31:2]);
  assign is_busy = to_command ? waiting == 2'd3 : occupied && !to_status;
  assign refusal = !is_mapped ? ErrorIllegalAddress :
      !write_full_i ? ErrorIllegalValue :
      is_busy ? ErrorBusy :
      to_command ? (error_q ? ErrorHalted : command_refusal) :
      bad_value ? ErrorIllegalValue : 8'd0;
  assign write_refused_o = |refusal;
  assign accept = write_i && !(|refusal);
  assign taken = accept && to_command;
  assign push = taken && occupied;
  assign pop = waits && !busy_q;
  assign launch = (taken && !occupied) || pop;

  // Commands and registers.
  assign comes_ahead = waits && busy_q && beside_q;
  assign begins_packet = (launch || comes_ahead) && !ahead_q;

  always @(posedge clk_i) begin
    if (rst_i) begin
      beside_q <= 1'b0;
    end else if (launch) begin
      beside_q <= !is_receive;
    end
  end

  assign receive_start_o = begins_packet && is_receive;
  assign send_start_o = launch && is_send;
  assign forward_start_o = launch && is_forward;
  assign next_space = (next_command == CommandLoadX) ? SpaceInput :
      (next_command == CommandReadY) ? SpaceOutput : next_operand;

  always @(posedge clk_i) begin
    if (rst_i) begin
      receive_space_q <= 8'd0;
    end else if (receive_start_o) begin
      receive_space_q <= next_space;
    end
  end

  always @(posedge clk_i) begin
    if (rst_i) begin
      ahead_q <= 1'b0;
    end else if (launch) begin
      ahead_q <= 1'b0;
    end else if (receive_start_o) begin
      ahead_q <= 1'b1;
    end
  end

  assign receive_space_o = receive_space_q;
  assign receive_ahead_o = ahead_q;

  always @(posedge clk_i) begin
    if (rst_i) begin
      space_q <= 8'd0;
    end else if (launch) begin
      space_q <= next_space;
    end
  end

  always @(posedge clk_i) begin
    if (rst_i) begin
      samples_q <= 3'd7;
      shift_q <= 5'd0;
    end else begin
      if (accept && to_samples) begin
        samples_q <= write_data_i[2:0];
      end
      if (accept && to_shift) begin
        shift_q <= write_data_i[4:0];
      end
    end
  end

  assign backward_start_o = launch && is_backward;

  // An error drops what waits.
  everything_command_queue command_queue (
    .clk_i(clk_i),
    .rst_i(rst_i),
    .word_i(write_data_i[15:0]),
    .push_i(push),
    .pop_i(pop),
    .flush_i(|receive_error_i),
    .head_o(oldest),
    .count_o(waiting)
  );

  // Status. An error at the edge that clears one stays; an older error is kept.
  assign ended = receive_done_i || send_done_i || forward_done_i || backward_done_i;

  always @(posedge clk_i) begin
    if (rst_i) begin
      busy_q <= 1'b0;
      done_q <= 1'b0;
    end else if (launch) begin
      busy_q <= 1'b1;
      done_q <= 1'b0;
    end else if (ended) begin
      busy_q <= 1'b0;
      done_q <= !(|receive_error_i) && !(waits || push);
    end
  end

  assign clear_error = accept && to_status && write_data_i[2];
  assign fault = |receive_error_i || (write_i && |refusal);

  always @(posedge clk_i) begin
    if (rst_i) begin
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

  // Health monitors.
  assign set_health = accept && to_health;

  always @(posedge clk_i) begin
    if (rst_i) begin
      monitor_q <= 1'b0;
    end else if (set_health) begin
      monitor_q <= write_data_i[0];
    end
  end

  assign monitor_o = monitor_q;
  assign monitor_restart_o = set_health && write_data_i[0] && !monitor_q;
  assign monitor_clear_o = set_health && write_data_i[1];

  always @(posedge clk_i) begin
    if (rst_i) begin
      array_q <= 1'b0;
    end else if (launch && (is_forward || is_backward)) begin
      array_q <= next_operand[0];
    end
  end

  assign array_sel_o = array_q;
  assign read_data_o = (read_address_i == AddressIdentification) ? 32'd1397773313 :
      (read_address_i == AddressVariantHash) ? 32'd3347946214 :
      (read_address_i == AddressCapabilities) ? 32'd1818 :
      (read_address_i == AddressCommand) ? 32'd0 :
      (read_address_i == AddressStatus) ? {14'd0, waiting, code_q, 5'd0, error_q, done_q, occupied} :
      (read_address_i == AddressSamples) ? {29'd0, samples_q} :
      (read_address_i == AddressShift) ? {27'd0, shift_q} :
      (read_address_i == AddressHealth) ? {29'd0, flagged_i, 1'b0, monitor_q} : 32'd0;
  assign read_refused_o = !(read_address_i == AddressIdentification || read_address_i == AddressVariantHash ||
      read_address_i == AddressCapabilities || read_address_i == AddressCommand ||
      read_address_i == AddressStatus || read_address_i == AddressSamples || read_address_i == AddressShift ||
      read_address_i == AddressHealth);
  assign space_o = space_q;
  assign samples_o = samples_q;
  assign shift_o = shift_q;
  assign interrupt_o = done_q || error_q;

endmodule

`default_nettype wire
