// SOT array behind pins: what the sequencer asks for becomes accesses of the macro, one at a time, and is done with the
// last of them, once. Where writes are verified (Rewrites > 0): a program's write begins with a read of its row; what is
// stored is what the last read showed to be wrong, in those lanes alone, Rewrites times at most; the last access of a row
// is a read, and the row is right then, or failed_o says that it is not.
`ifdef FORMAL
`default_nettype none

module sot_array_pins_properties #(
  parameter Lanes = 1,
  parameter RowBits = 1,
  parameter Rewrites = 0
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire read_i,
  input wire write_i,
  input wire search_i,
  input wire clear_i,
  input wire verify_i,
  input wire [RowBits-1:0] raddr_i,
  input wire [RowBits-1:0] waddr0_i,
  input wire [RowBits-1:0] waddr1_i,
  input wire dual_i,
  input wire [1:0] op_i,
  input wire [Lanes-1:0] wdata_i,
  input wire [Lanes-1:0] wmask_i,
  input wire [7:0] wait_read_i,
  input wire [7:0] wait_write_i,
  input wire [7:0] wait_search_i,
  input wire done_o,
  input wire failed_o,
  input wire sot_read_o,
  input wire [RowBits-1:0] sot_raddr_o,
  input wire [Lanes-1:0] sot_rdata_i,
  input wire sot_write_o,
  input wire [RowBits-1:0] sot_waddr0_o,
  input wire sot_dual_o,
  input wire [1:0] sot_op_o,
  input wire [Lanes-1:0] sot_wdata_o,
  input wire [Lanes-1:0] sot_wmask_o,
  input wire sot_search_o,
  input wire sot_clear_o
);

  reg known_q = 1'b0;  // there was a reset
  reg busy_q = 1'b0;   // the sequencer waits for done_o
  reg [7:0] left_q = 8'd0;  // cycles left of the macro's access, the present one among them

  wire starts = read_i || write_i || search_i || clear_i;
  wire strobe = sot_read_o || sot_write_o || sot_search_o || sot_clear_o;
  wire [7:0] cycles = sot_read_o ? wait_read_i : sot_search_o ? wait_search_i : wait_write_i;
  wire ends = strobe ? cycles == 8'd0 : left_q == 8'd1;

  wire [2*RowBits+2*Lanes+27:0] asked = {verify_i, waddr0_i, waddr1_i, dual_i, op_i, wdata_i, wmask_i, wait_read_i,
                                         wait_write_i, wait_search_i};
  reg [2*RowBits+2*Lanes+27:0] asked_q;

  always @(posedge clk_i) begin
    assume (!starts || !busy_q);
    assume ({2'd0, read_i} + {2'd0, write_i} + {2'd0, search_i} + {2'd0, clear_i} < 3'd2);
    assume (!busy_q || asked == asked_q);
    asked_q <= asked;
    if (in_reset_i) begin
      known_q <= 1'b1;
      busy_q <= 1'b0;
      left_q <= 8'd0;
    end else begin
      busy_q <= (starts || busy_q) && !done_o;
      if (strobe) left_q <= cycles;
      else if (left_q != 8'd0) left_q <= left_q - 8'd1;
    end
    if (!in_reset_i && known_q) begin
      one_strobe: assert ({2'd0, sot_read_o} + {2'd0, sot_write_o} + {2'd0, sot_search_o} + {2'd0, sot_clear_o} < 3'd2);
      one_at_a_time: assert (!strobe || left_q == 8'd0);
      done_with_the_last: assert (!done_o || ends);
      done_once: assert (!done_o || starts || busy_q);
      goes_on: assert (!(starts || busy_q) || strobe || left_q != 8'd0);
    end
  end

  generate
    if (Rewrites > 0) begin : verified
      reg verified_q = 1'b0;  // a program's write, beyond its first cycle
      reg second_q = 1'b0;
      reg reading_q = 1'b0;  // the macro's access is, or was, a read
      reg [3:0] stores_q = 4'd0;
      reg [Lanes-1:0] wanted_q;
      reg [Lanes-1:0] wrong_q;  // in the last read

      wire here = (write_i && verify_i) || verified_q;
      wire [RowBits-1:0] row = second_q ? waddr1_i : waddr0_i;
      wire reads = strobe ? sot_read_o : reading_q;
      wire read_ends = here && reads && ends;
      wire [Lanes-1:0] combined = op_i == 2'd0 ? wdata_i
                                  : op_i == 2'd1 ? sot_rdata_i & wdata_i
                                  : op_i == 2'd2 ? sot_rdata_i | wdata_i
                                  : sot_rdata_i ^ wdata_i;
      wire [Lanes-1:0] wanted = stores_q == 4'd0 ? combined : wanted_q;
      wire [Lanes-1:0] wrong = (sot_rdata_i ^ wanted) & wmask_i;
      wire row_ends = read_ends && (wrong == {Lanes{1'b0}} || stores_q == Rewrites);

      always @(posedge clk_i) begin
        if (in_reset_i) begin
          verified_q <= 1'b0;
          second_q <= 1'b0;
          stores_q <= 4'd0;
        end else begin
          verified_q <= here && !done_o;
          reading_q <= reads;
          if (read_ends) wanted_q <= wanted;
          if (read_ends) wrong_q <= wrong;
          if (row_ends) second_q <= dual_i && !second_q;
          if (row_ends) stores_q <= 4'd0;
          else if (here && sot_write_o) stores_q <= stores_q + 4'd1;
        end
        if (!in_reset_i && known_q && here) begin
          begins_with_a_read: assert (!write_i || sot_read_o);
          at_its_row: assert ((!sot_read_o || sot_raddr_o == row) && (!sot_write_o || sot_waddr0_o == row));
          reads_and_stores: assert (!sot_search_o && !sot_clear_o);
          stored_in_turn: assert (!sot_write_o || (verified_q && reading_q && stores_q < Rewrites));
          stores_what_differs: assert (!sot_write_o || (sot_wmask_o != {Lanes{1'b0}} && sot_wmask_o == wrong_q));
          stores_what_is_wanted:
            assert (!sot_write_o || (!sot_dual_o && sot_op_o == 2'd0 && ((sot_wdata_o ^ wanted_q) & wrong_q) == 0));
          done_when_all_is_read: assert (done_o == (row_ends && (second_q || !dual_i)));
          says_what_failed: assert (failed_o == (row_ends && wrong != {Lanes{1'b0}}));
        end
        if (!in_reset_i && known_q && !here) begin
          fails_of_nothing_else: assert (!failed_o);
          others_pass: assert (sot_read_o == read_i && sot_write_o == write_i);
          data_pass: assert (!sot_write_o || (sot_waddr0_o == waddr0_i && sot_wdata_o == wdata_i && sot_wmask_o == wmask_i));
        end
      end
    end
  endgenerate

endmodule

`default_nettype wire
`endif
