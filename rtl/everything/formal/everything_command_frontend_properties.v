// Commands: a refused write starts nothing and changes no register; a running command keeps its parameters; values stay
// legal; the first error code stands until cleared.
`ifdef FORMAL
`default_nettype none

module everything_command_frontend_properties #(
  parameter SamplesBits = 1,
  parameter SamplesMax = 1,
  parameter ShiftBits = 1,
  parameter ShiftMax = 1
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
  input wire send_start_o,
  input wire forward_start_o,
  input wire backward_start_o,
  input wire update_start_o,
  input wire transfer_start_o,
  input wire run_start_o,
  input wire unit_receive_start_o,
  input wire unit_send_start_o,
  input wire [7:0] space_o,
  input wire receive_done_i,
  input wire [7:0] receive_error_i,
  input wire send_done_i,
  input wire forward_done_i,
  input wire backward_done_i,
  input wire update_done_i,
  input wire transfer_done_i,
  input wire program_done_i,
  input wire [7:0] program_error_i,
  input wire transfer_o,
  input wire [SamplesBits-1:0] samples_o,
  input wire [ShiftBits-1:0] shift_o,
  input wire interrupt_o
);

  localparam [7:0] AddressStatus = 8'h10;

  reg known_q = 1'b0;  // there was a reset
  reg ran_q = 1'b0;  // the cycle before was no reset
  // Which command runs, as a reader of the starts and ends would say.
  reg receiving_q = 1'b0;
  reg sending_q = 1'b0;
  reg forwarding_q = 1'b0;
  reg backward_q = 1'b0;
  reg updating_q = 1'b0;
  reg transferring_q = 1'b0;
  reg running_q = 1'b0;  // a program, by a SOT command
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
  wire receives = receive_start_o || unit_receive_start_o;
  wire sends = send_start_o || unit_send_start_o;
  wire [8:0] every_start = {receive_start_o, unit_receive_start_o, send_start_o, unit_send_start_o, forward_start_o,
                            backward_start_o, update_start_o, transfer_start_o, run_start_o};
  wire starts = |every_start;
  wire ends = receive_done_i || send_done_i || forward_done_i || backward_done_i || update_done_i ||
              transfer_done_i || (program_done_i && running_q);
  wire busy = receiving_q || sending_q || forwarding_q || backward_q || updating_q || transferring_q || running_q;
  wire status_read = read_address_i == AddressStatus;

  always @(posedge clk_i) begin
    ran_q <= !in_reset_i;
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
      running_q <= 1'b0;
    end else begin
      if (starts || ends) begin
        receiving_q <= receives;
        sending_q <= sends;
        forwarding_q <= forward_start_o;
        backward_q <= backward_start_o;
        updating_q <= update_start_o;
        transferring_q <= transfer_start_o;
        running_q <= run_start_o;
      end
    end
    if (!in_reset_i && known_q) begin
      one_start: assert ((every_start & (every_start - 9'd1)) == 9'd0);
      starts_from_a_write: assert (!starts || (write_i && !write_refused_o));
      starts_when_idle: assert (!starts || !busy);
      samples_legal: assert (samples != 16'd0 && samples <= SamplesMax);
      shift_legal: assert (shift <= ShiftMax);
      if (status_read) begin
        busy_is_shown: assert (read_data_o[0] == busy);
        interrupt_is_done_or_error: assert (interrupt_o == (read_data_o[1] || read_data_o[2]));
        busy_or_done: assert (!(read_data_o[0] && read_data_o[1]));
        code_with_error: assert (read_data_o[2] == (read_data_o[15:8] != 8'd0));
      end
    end
    if (!in_reset_i && ran_q) begin
      if (refused_q) refused_changes_nothing: assert (space_o == space_q && shift_o == shift_q);
      if (refused_q && transfer_o == transfer_q) refused_keeps_the_samples: assert (samples_o == samples_q);
      if (refused_q && status_read) refused_sets_error: assert (read_data_o[2]);
      if (busy && transfer_o == transfer_q) samples_stay: assert (samples_o == samples_q);
      if (busy) shift_stays: assert (shift_o == shift_q);
      if (status_read && status_read_q && status_q[2] && !clearing_q) begin
        first_code_stands: assert (read_data_o[2] && read_data_o[15:8] == status_q[15:8]);
      end
    end
  end

endmodule

`default_nettype wire
`endif
