// Commands: a refused write starts nothing and changes no register; a running command keeps its parameters; values stay
// legal; the first error code stands until cleared. With a queue commands start in the order in which they were taken, one
// after the other; an error drops those that wait, and takes no more until it is cleared. The packet of the oldest that
// waits comes in once, as soon as a command runs that takes none and cannot fail, and no other packet comes ahead.
`ifdef FORMAL
`default_nettype none

module mnist_stochastic_command_frontend_properties #(
  parameter SamplesBits = 1,
  parameter SamplesMax = 1,
  parameter ShiftBits = 1,
  parameter ShiftMax = 1,
  parameter [7:0] LoadDSpace = 8'd10,
  parameter QueueDepth = 0
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire write_i,
  input wire [7:0] write_address_i,
  input wire [31:0] write_data_i,
  input wire write_refused_o,
  input wire [7:0] read_address_i,
  input wire [31:0] read_data_o,
  input wire receive_start_o,
  input wire [7:0] receive_space_o,
  input wire receive_ahead_o,
  input wire send_start_o,
  input wire forward_start_o,
  input wire backward_start_o,
  input wire update_start_o,
  input wire transfer_start_o,
  input wire run_start_o,
  input wire unit_receive_start_o,
  input wire unit_send_start_o,
  input wire to_lanes_o,
  input wire array_sel_o,
  input wire [7:0] space_o,
  input wire receive_done_i,
  input wire [7:0] receive_error_i,
  input wire send_done_i,
  input wire forward_done_i,
  input wire backward_done_i,
  input wire update_done_i,
  input wire transfer_done_i,
  input wire program_start_o,
  input wire carry_start_o,
  input wire calibrate_start_o,
  input wire row_done_i,
  input wire program_done_i,
  input wire [7:0] program_error_i,
  input wire transfer_o,
  input wire [SamplesBits-1:0] samples_o,
  input wire [ShiftBits-1:0] shift_o,
  input wire interrupt_o
);

  localparam [7:0] AddressCommand = 8'h0C;
  localparam [7:0] AddressStatus = 8'h10;
  localparam [7:0] LoadX = 8'd1;
  localparam [7:0] LoadD = 8'd2;
  localparam [7:0] Forward = 8'd3;
  localparam [7:0] Backward = 8'd4;
  localparam [7:0] Update = 8'd5;
  localparam [7:0] Transfer = 8'd6;
  localparam [7:0] Sot = 8'd7;
  localparam [7:0] ReadY = 8'd8;
  localparam [7:0] Read = 8'd9;
  localparam [7:0] Write = 8'd10;
  localparam [7:0] Program = 8'd11;
  localparam [7:0] Carry = 8'd12;
  localparam [7:0] Calibrate = 8'd13;

  // verilator lint_off UNDRIVEN
  (* anyseq *) reg choose;  // the command that is taken now, to be followed until it starts
  // verilator lint_on UNDRIVEN
  reg known_q = 1'b0;  // there was a reset
  reg ran_q = 1'b0;  // the cycle before was no reset
  // Which command runs, as a reader of the starts and ends would say.
  reg receiving_q = 1'b0;
  reg sending_q = 1'b0;
  reg forwarding_q = 1'b0;
  reg backward_q = 1'b0;
  reg updating_q = 1'b0;
  reg transferring_q = 1'b0;
  reg writing_row_q = 1'b0;  // PROGRAM, CARRY or CALIBRATE
  reg running_q = 1'b0;  // a program, by a SOT command
  reg [4:0] waiting_q;  // commands that were taken and have not started
  reg brought_q = 1'b0;  // the packet of the oldest began to come in before it started
  reg packet_q;  // in the cycle before a packet of a known command began
  reg [7:0] packet_space_q;  // that of the command
  reg any_packet_q;  // in the cycle before any began
  reg [7:0] receive_space_q;
  reg follows_q;  // the chosen command waits
  reg [4:0] ahead_q;  // of it
  reg [15:0] chosen_q;  // what it is
  reg started_q;  // a known command started in the cycle before
  reg [15:0] started_word_q;
  reg any_start_q;  // in the cycle before
  reg last_end_q;  // the last of the commands ended well in the cycle before
  reg failed_q;  // one failed in the cycle before
  reg command_q;  // a write to COMMAND in the cycle before
  reg full_q;  // as many as may waited then
  reg refused_q;  // a write was refused in the cycle before
  reg clearing_q;  // a write to STATUS in the cycle before
  reg [7:0] space_q;
  reg [SamplesBits-1:0] samples_q;
  reg transfer_q;  // samples_o was that of a transfer
  reg [ShiftBits-1:0] shift_q;
  reg status_read_q;  // the cycle before showed STATUS, status_q
  reg [31:0] status_q;

  wire [15:0] samples = {{(16 - SamplesBits){1'b0}}, samples_o};
  wire [15:0] shift = {{(16 - ShiftBits){1'b0}}, shift_o};
  wire busy = receiving_q || sending_q || forwarding_q || backward_q || updating_q || transferring_q || writing_row_q || running_q;
  wire comes_ahead = receive_start_o && busy;
  wire receiver_starts = !busy && (receive_start_o || brought_q);  // for a command that starts, or did before it
  wire receives = receiver_starts || unit_receive_start_o;
  wire sends = send_start_o || unit_send_start_o;
  wire [11:0] every_start = {receiver_starts, unit_receive_start_o, send_start_o, unit_send_start_o, forward_start_o,
                             backward_start_o, update_start_o, transfer_start_o, run_start_o,
                             program_start_o, carry_start_o, calibrate_start_o};
  wire starts = |every_start;
  wire ends = receive_done_i || send_done_i || forward_done_i || backward_done_i || update_done_i ||
              transfer_done_i || row_done_i || (program_done_i && running_q);
  wire fails = receive_error_i != 8'd0 || program_error_i != 8'd0;
  wire takes = write_i && !write_refused_o && write_address_i == AddressCommand;
  wire occupied = busy || waiting_q != 5'd0;
  wire at_once = starts && !occupied;
  wire oldest_is_known = follows_q && ahead_q == 5'd0;
  wire chosen_starts = starts && oldest_is_known;
  wire starts_known = at_once || chosen_starts;
  wire [15:0] word = at_once ? write_data_i[15:0] : chosen_q;
  wire [7:0] command = word[7:0];
  wire of_space = command == Read || command == Write;
  wire of_unit = of_space && (word[15:8] == 8'd7 || word[15:8] == 8'd8);
  wire to_registers = (command == LoadX || command == LoadD || command == Write) && !of_unit;
  wire [7:0] packet_space = command == LoadX ? 8'd0 : command == LoadD ? LoadDSpace : word[15:8];
  wire [7:0] started_command = started_word_q[7:0];
  wire [7:0] started_space = started_command == LoadX ? 8'd0 : started_command == ReadY ? 8'd1 :
                             started_command == LoadD ? LoadDSpace : started_word_q[15:8];
  wire status_read = read_address_i == AddressStatus;

  always @(posedge clk_i) begin
    ran_q <= !in_reset_i;
    started_q <= !in_reset_i && starts_known;
    started_word_q <= word;
    any_start_q <= starts;
    packet_q <= receive_start_o && (starts_known || oldest_is_known);
    packet_space_q <= packet_space;
    any_packet_q <= receive_start_o;
    receive_space_q <= receive_space_o;
    last_end_q <= ends && !fails && waiting_q == 5'd0 && !takes;
    failed_q <= fails;
    command_q <= write_i && write_address_i == AddressCommand;
    full_q <= occupied && waiting_q == QueueDepth;
    refused_q <= write_i && write_refused_o;
    clearing_q <= write_i && write_address_i == AddressStatus;
    space_q <= space_o;
    samples_q <= samples_o;
    transfer_q <= transfer_o;
    shift_q <= shift_o;
    status_read_q <= status_read;
    status_q <= read_data_o;
    assume (!receive_done_i || receiving_q);
    assume (!send_done_i || sending_q);
    assume (!forward_done_i || forwarding_q);
    assume (!backward_done_i || backward_q);
    assume (!update_done_i || updating_q);
    assume (!transfer_done_i || transferring_q);
    assume (!row_done_i || writing_row_q);
    assume (!program_done_i || running_q || transferring_q);
    assume (program_error_i == 8'd0 || program_done_i);
    assume (receive_error_i == 8'd0 || receive_done_i);
    if (in_reset_i) begin
      known_q <= 1'b1;
      receiving_q <= 1'b0;
      sending_q <= 1'b0;
      forwarding_q <= 1'b0;
      backward_q <= 1'b0;
      updating_q <= 1'b0;
      transferring_q <= 1'b0;
      writing_row_q <= 1'b0;
      running_q <= 1'b0;
      brought_q <= 1'b0;
      waiting_q <= 5'd0;
      follows_q <= 1'b0;
    end else begin
      waiting_q <= fails ? 5'd0 : waiting_q + {4'd0, takes} - {4'd0, starts};
      if (fails || chosen_starts) begin
        follows_q <= 1'b0;
      end else if (follows_q) begin
        if (starts) ahead_q <= ahead_q - 5'd1;
      end else if (takes && occupied && choose) begin
        follows_q <= 1'b1;
        ahead_q <= waiting_q - {4'd0, starts};
        chosen_q <= write_data_i[15:0];
      end
      brought_q <= comes_ahead || (brought_q && !starts);
      if (starts || ends) begin
        receiving_q <= receives;
        sending_q <= sends;
        forwarding_q <= forward_start_o;
        backward_q <= backward_start_o;
        updating_q <= update_start_o;
        transferring_q <= transfer_start_o;
        writing_row_q <= program_start_o || carry_start_o || calibrate_start_o;
        running_q <= run_start_o;
      end
    end
    if (!in_reset_i && known_q) begin
      one_start: assert ((every_start & (every_start - 12'd1)) == 12'd0);
      starts_when_idle: assert (!starts || !busy);
      starts_when_it_can: assert (starts == (!busy && (takes || waiting_q != 5'd0)));
      as_many_as_may: assert (waiting_q <= QueueDepth);
      if (starts_known) begin
        starts_what_it_says: assert (every_start == {to_registers,
                                                     command == Write && of_unit,
                                                     (command == ReadY || command == Read) && !of_unit,
                                                     command == Read && of_unit,
                                                     command == Forward, command == Backward, command == Update,
                                                     command == Transfer, command == Sot, command == Program,
                                                     command == Carry, command == Calibrate});
        if (of_unit) to_its_space: assert (to_lanes_o == (word[15:8] == 8'd8));
      end
      not_twice: assert (!(receive_start_o && brought_q));
      ahead_of_one_that_waits: assert (!comes_ahead || waiting_q != 5'd0);
      waits_behind_what_may_fail: assert (!comes_ahead || !(receiving_q || transferring_q || running_q));
      if (oldest_is_known && busy) begin
        welcomes_the_packet: assert (comes_ahead == (to_registers && !brought_q &&
                                                   !(receiving_q || transferring_q || running_q)));
      end
      says_it_is_ahead: assert (receive_ahead_o == brought_q);
      brought_is_not_dropped: assert (!brought_q || (waiting_q != 5'd0 && !fails));
      samples_legal: assert (samples != 16'd0 && samples <= SamplesMax);
      shift_legal: assert (shift <= ShiftMax);
      if (status_read) begin
        busy_is_shown: assert (read_data_o[0] == occupied);
        waiting_is_shown: assert (read_data_o[31:16] == {11'd0, waiting_q});
        if (QueueDepth != 0 && read_data_o[2]) halts: assert (!takes);
        interrupt_is_done_or_error: assert (interrupt_o == (read_data_o[1] || read_data_o[2]));
        busy_or_done: assert (!(read_data_o[0] && read_data_o[1]));
        code_with_error: assert (read_data_o[2] == (read_data_o[15:8] != 8'd0));
      end
    end
    if (!in_reset_i && ran_q) begin
      if (refused_q) refused_changes_nothing: assert ((space_o == space_q || any_start_q) && shift_o == shift_q);
      if (refused_q && transfer_o == transfer_q) refused_keeps_the_samples: assert (samples_o == samples_q);
      if (refused_q && status_read) refused_sets_error: assert (read_data_o[2]);
      if (occupied && transfer_o == transfer_q) samples_stay: assert (samples_o == samples_q);
      if (occupied) shift_stays: assert (shift_o == shift_q);
      if (started_q && (started_command == LoadX || started_command == LoadD || started_command >= ReadY)) begin
        space_is_its_own: assert (space_o == started_space);
      end
      if (QueueDepth != 0 && packet_q) space_of_the_packet: assert (receive_space_o == packet_space_q);
      if (QueueDepth != 0 && !any_packet_q) space_of_the_packet_stays: assert (receive_space_o == receive_space_q);
      if (started_q && ((started_command >= Forward && started_command <= Update) || started_command == Program ||
                        started_command == Calibrate)) begin
        array_is_its_own: assert (array_sel_o == started_word_q[8]);
      end
      if (last_end_q && status_read) done_after_the_last: assert (read_data_o[1]);
      if (status_read && status_read_q && !status_q[2] && !failed_q && refused_q && command_q) begin
        busy_when_full: assert ((read_data_o[15:8] == 8'd2) == full_q || read_data_o[15:8] == 8'd4);
      end
      if (status_read && status_read_q && status_q[2] && !clearing_q) begin
        first_code_stands: assert (read_data_o[2] && read_data_o[15:8] == status_q[15:8]);
      end
    end
  end

endmodule

`default_nettype wire
`endif
