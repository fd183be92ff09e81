// Ramp capture: a line keeps the first step at which its comparator shows 1, whatever it shows afterwards; flags say where
// that was step 0 or never; lines that the direction does not read keep 0.
`ifdef FORMAL
`default_nettype none

module ramp_capture_properties #(
  parameter Columns = 1,
  parameter Rows = 1,
  parameter Lines = 1,
  parameter RampBits = 2
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire [Lines-1:0] compare_i,
  input wire [RampBits-1:0] step_i,
  input wire clear_i,
  input wire capture_i,
  input wire finish_i,
  input wire reverse_i,
  input wire [Lines*RampBits-1:0] codes_o,
  input wire [Lines-1:0] overflow_o,
  input wire [Lines-1:0] underflow_o
);

  localparam [RampBits-1:0] Largest = {1'b0, {(RampBits - 1){1'b1}}};  // and its negative is ~Largest + 1

  reg known_q = 1'b0;  // there was a reset
  reg reading_q = 1'b0;
  reg finished_q = 1'b0;
  reg reverse_q;
  reg [RampBits:0] steps_q;  // captured
  wire [RampBits-1:0] last_step = {RampBits{1'b1}};
  wire [Lines-1:0] right_code;
  wire [Lines-1:0] read_without;  // a 1
  wire [Lines-1:0] read_at_once;

  always @(posedge clk_i) begin
    assume (!(clear_i && (capture_i || finish_i)) && !(capture_i && finish_i));
    assume (!(capture_i || finish_i) || reading_q);
    assume (!capture_i || (!steps_q[RampBits] && step_i == steps_q[RampBits-1:0]));
    assume (!finish_i || step_i == last_step);
    if (in_reset_i) begin
      known_q <= 1'b1;
      reading_q <= 1'b0;
      finished_q <= 1'b0;
    end else if (clear_i) begin
      reading_q <= 1'b1;
      finished_q <= 1'b0;
      reverse_q <= reverse_i;
      steps_q <= 0;
    end else begin
      if (capture_i) steps_q <= steps_q + 1'b1;
      if (finish_i) reading_q <= 1'b0;
      if (finish_i) finished_q <= 1'b1;
    end
    if (!in_reset_i && known_q && finished_q) begin
      first_step_stands: assert (&right_code);
      overflow_is_none: assert (overflow_o == read_without);
      underflow_is_the_first: assert (underflow_o == read_at_once);
    end
  end

  genvar line;
  generate
    for (line = 0; line < Lines; line = line + 1) begin : lines
      reg [RampBits:0] first_q;  // step at which it first showed 1; past the last: none yet
      wire read = reverse_q ? line < Rows : line < Columns;
      wire none = first_q[RampBits];
      wire [RampBits-1:0] first = first_q[RampBits-1:0];
      wire [RampBits-1:0] code = none ? Largest : first == 0 ? ~Largest + 1'b1 : first - (1 << (RampBits - 1));
      wire [RampBits-1:0] shown = codes_o[line*RampBits +: RampBits];
      always @(posedge clk_i) begin
        if (clear_i) first_q <= 1 << RampBits;
        else if (capture_i && compare_i[line] && none) first_q <= {1'b0, step_i};
      end
      assign right_code[line] = shown == (read ? code : 0);
      assign read_without[line] = read && none;
      assign read_at_once[line] = read && first_q == 0;
    end
  endgenerate

endmodule

`default_nettype wire
`endif
