#include "verif/self_check_bench.h"

#include <fmt/format.h>

#include <string_view>

#include "spec/derive.h"
#include "verif/self_check_converters.h"

namespace spintile::verif {
namespace {

constexpr std::string_view bench =
    R"(// Self-check of @NAME@_tile: does what the script in the include file says, as a user of the tile would, and compares
// every answer with the golden value. One process makes the clock: inputs change and outputs are read while it is low.

module @NAME@_selfcheck;

  `include "@NAME@_selfcheck.vh"

  localparam Patience = 100000;  // cycles without progress: the tile hangs
  localparam MostReports = 20;

  // Actions of the script.
  localparam End = 4'd0;
  localparam Write = 4'd1;
  localparam Read = 4'd2;
  localparam Send = 4'd3;
  localparam Receive = 4'd4;
  localparam Wait = 4'd5;
  localparam Reset = 4'd6;

  reg aclk;
  reg aresetn;
  reg [7:0] s_axil_awaddr;
  reg s_axil_awvalid;
  reg [31:0] s_axil_wdata;
  reg [3:0] s_axil_wstrb;
  reg s_axil_wvalid;
  reg s_axil_bready;
  reg [7:0] s_axil_araddr;
  reg s_axil_arvalid;
  reg s_axil_rready;
  wire s_axil_awready;
  wire s_axil_wready;
  wire [1:0] s_axil_bresp;
  wire s_axil_bvalid;
  wire s_axil_arready;
  wire [31:0] s_axil_rdata;
  wire [1:0] s_axil_rresp;
  wire s_axil_rvalid;
  reg [63:0] s_axis_tdata;
  reg s_axis_tvalid;
  reg s_axis_tlast;
  wire s_axis_tready;
  wire [63:0] m_axis_tdata;
  wire m_axis_tvalid;
  wire m_axis_tlast;
  reg m_axis_tready;
  wire interrupt_o;
  wire [Rows-1:0] row_sign_o;
  wire [Rows*LevelBits-1:0] row_level_o;
  wire array_sel_o;
  wire reverse_o;
@COLUMN_WIRES@@COLUMN_SELECT_WIRE@  wire integ_rst_o;
  wire integ_en_o;
@CONVERTER_WIRES@
  @NAME@_tile tile (
    .aclk(aclk),
    .aresetn(aresetn),
    .s_axil_awaddr(s_axil_awaddr),
    .s_axil_awvalid(s_axil_awvalid),
    .s_axil_wdata(s_axil_wdata),
    .s_axil_wstrb(s_axil_wstrb),
    .s_axil_wvalid(s_axil_wvalid),
    .s_axil_bready(s_axil_bready),
    .s_axil_araddr(s_axil_araddr),
    .s_axil_arvalid(s_axil_arvalid),
    .s_axil_rready(s_axil_rready),
    .s_axil_awready(s_axil_awready),
    .s_axil_wready(s_axil_wready),
    .s_axil_bresp(s_axil_bresp),
    .s_axil_bvalid(s_axil_bvalid),
    .s_axil_arready(s_axil_arready),
    .s_axil_rdata(s_axil_rdata),
    .s_axil_rresp(s_axil_rresp),
    .s_axil_rvalid(s_axil_rvalid),
    .s_axis_tdata(s_axis_tdata),
    .s_axis_tvalid(s_axis_tvalid),
    .s_axis_tlast(s_axis_tlast),
    .s_axis_tready(s_axis_tready),
    .m_axis_tdata(m_axis_tdata),
    .m_axis_tvalid(m_axis_tvalid),
    .m_axis_tlast(m_axis_tlast),
    .m_axis_tready(m_axis_tready),
    .interrupt_o(interrupt_o),
    .row_sign_o(row_sign_o),
    .row_level_o(row_level_o),
    .array_sel_o(array_sel_o),
    .reverse_o(reverse_o),
@COLUMN_PORTS@@COLUMN_SELECT_PORT@    .integ_rst_o(integ_rst_o),
    .integ_en_o(integ_en_o),
@CONVERTER_PORTS@  );

  // What moves at the coming clock edge.
  reg aw_moves;
  reg w_moves;
  reg b_moves;
  reg ar_moves;
  reg r_moves;
  reg in_moves;
  reg out_moves;
@CONVERTER_STATE@
  integer pc;
  integer cycle;
  integer last_write;  // first cycle after the last register write was taken
  integer waited;
  integer errors;
  integer sample;
  integer read;
  integer row;
  reg [79:0] step;
  reg [3:0] action;
  reg flag;
  reg [7:0] address;
  reg [63:0] data;

  task report;
    input [63:0] expected;
    input [63:0] got;
    begin
      errors = errors + 1;
      if (errors <= MostReports) begin
        $display("cycle %0d, step %0d of @NAME@_selfcheck.vh, address %h: expected %h, got %h", cycle, pc, address,
                 expected, got);
      end
    end
  endtask

  task compare;
    input [63:0] expected;
    input [63:0] got;
    begin
      if (got !== expected) report(expected, got);
    end
  endtask

@ANSWER@  task tick;
    begin
      #1;
      aw_moves = s_axil_awvalid && s_axil_awready;
      w_moves = s_axil_wvalid && s_axil_wready;
      b_moves = s_axil_bvalid && s_axil_bready;
      ar_moves = s_axil_arvalid && s_axil_arready;
      r_moves = s_axil_rvalid && s_axil_rready;
      in_moves = s_axis_tvalid && s_axis_tready;
      out_moves = m_axis_tvalid && m_axis_tready;
      // What the tile says has to be looked at before the edge takes it away.
      if (b_moves) compare({62'd0, flag ? 2'b00 : 2'b10}, {62'd0, s_axil_bresp});
      if (r_moves) compare({30'd0, flag ? 2'b00 : 2'b10, data[31:0]}, {30'd0, s_axil_rresp, s_axil_rdata});
      if (out_moves) compare(data, m_axis_tdata);
      if (out_moves) compare({63'd0, flag}, {63'd0, m_axis_tlast});
      #4 aclk = 1'b1;
      #5 aclk = 1'b0;
      #1;
      cycle = cycle + 1;
      waited = waited + 1;
      answer;
      if (aw_moves) s_axil_awvalid = 1'b0;
      if (w_moves) s_axil_wvalid = 1'b0;
      if (w_moves) last_write = cycle;
      if (b_moves) s_axil_bready = 1'b0;
      if (ar_moves) s_axil_arvalid = 1'b0;
      if (r_moves) s_axil_rready = 1'b0;
      if (in_moves) s_axis_tvalid = 1'b0;
      if (out_moves) m_axis_tready = 1'b0;
      if (waited > Patience) begin
        $display("cycle %0d, step %0d of @NAME@_selfcheck.vh: the tile does not answer", cycle, pc);
        $display("FAIL");
        $finish;
      end
    end
  endtask

  // Some values before the first reset, and those of a bus at rest.
  task rest;
    begin
      s_axil_awaddr = 8'd0;
      s_axil_awvalid = 1'b0;
      s_axil_wdata = 32'd0;
      s_axil_wstrb = 4'hF;
      s_axil_wvalid = 1'b0;
      s_axil_bready = 1'b0;
      s_axil_araddr = 8'd0;
      s_axil_arvalid = 1'b0;
      s_axil_rready = 1'b0;
      s_axis_tdata = 64'd0;
      s_axis_tvalid = 1'b0;
      s_axis_tlast = 1'b0;
      m_axis_tready = 1'b0;
    end
  endtask

  task fetch;
    begin
      step = script[pc];
      action = step[79:76];
      flag = step[72];
      address = step[71:64];
      data = step[63:0];
    end
  endtask

  // Begins the action; it is over when nothing is left to move.
  task start;
    begin
      waited = 0;
      case (action)
        Write: begin
          s_axil_awaddr = address;
          s_axil_awvalid = 1'b1;
          s_axil_wdata = data[31:0];
          s_axil_wvalid = 1'b1;
          s_axil_bready = 1'b1;
        end
        Read: begin
          s_axil_araddr = address;
          s_axil_arvalid = 1'b1;
          s_axil_rready = 1'b1;
        end
        Send: begin
          s_axis_tdata = data;
          s_axis_tlast = flag;
          s_axis_tvalid = 1'b1;
        end
        Receive: m_axis_tready = 1'b1;
        default: ;
      endcase
    end
  endtask

  initial begin
    load;
    aclk = 1'b0;
    aresetn = 1'b0;
@CONVERTER_START@    pc = 0;
    cycle = 0;
    last_write = 0;
    waited = 0;
    errors = 0;
    sample = 0;
    read = 0;
    rest;
    repeat (4) tick;
    aresetn = 1'b1;
    tick;

    fetch;
    while (action != End) begin
      start;
      case (action)
        Wait: begin
          while (!interrupt_o) tick;
          if (data != 0) compare(data, {32'd0, cycle - last_write});
        end
        Reset: begin
          repeat (3) tick;
          aresetn = 1'b0;
          rest;
          repeat (3) tick;
          aresetn = 1'b1;
          sample = data[31:0];
          read = data[63:32];
          tick;
        end
        default:
          while (s_axil_bready || s_axil_rready || s_axis_tvalid || m_axis_tready) tick;
      endcase
      pc = pc + 1;
      fetch;
    end

    compare(Samples, {32'd0, sample});
    compare(Reads, {32'd0, read});
    if (errors == 0) $display("PASS: %0d steps, %0d cycles", pc, cycle);
    else $display("FAIL: %0d differences", errors);
    $finish;
  end

endmodule
)";

// Of a tile with a BACKWARD.
constexpr std::string_view column_wires =
    R"(  wire [Columns-1:0] col_sign_o;
  wire [Columns*@LEVEL@-1:0] col_level_o;
)";
constexpr std::string_view column_ports =
    R"(    .col_sign_o(col_sign_o),
    .col_level_o(col_level_o),
)";

constexpr std::string_view command = R"(#!/bin/sh
# Checks this package against golden vectors: selfcheck/run.sh [icarus|verilator]
set -eu
tool=${1:-icarus}
CDPATH='' cd -- "$(dirname -- "$0")/.."
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
bench=selfcheck/@NAME@_selfcheck.v

case $tool in
  icarus)
    iverilog -g2005 -I selfcheck -s @NAME@_selfcheck -o "$build/check" -c files.f "$bench"
    vvp -n "$build/check" >"$build/log" ;;
  verilator)
    # It runs for milliseconds: what takes time is to compile it.
    verilator --binary --timing -MAKEFLAGS "OPT_FAST=-O0 OPT_GLOBAL=-O0" -Iselfcheck --top-module @NAME@_selfcheck --Mdir "$build" -o check -F verilator.f "$bench" \
      >"$build/log" 2>&1 || { cat "$build/log"; exit 1; }
    "$build/check" >"$build/log" ;;
  *)
    echo "usage: selfcheck/run.sh [icarus|verilator]" >&2
    exit 2 ;;
esac

cat "$build/log"
grep -q '^PASS' "$build/log"
)";

}  // namespace

std::string self_check_bench(const spec::Variant& variant) {
  const int select_bits = spec::column_select_bits(variant);
  const bool has_select = select_bits > 0;
  const SelfCheckConverters converters = self_check_converters(variant);
  std::string text = replaced(bench, "@CONVERTER_WIRES@", converters.wires);
  text = replaced(text, "@CONVERTER_PORTS@", converters.ports);
  text = replaced(text, "@CONVERTER_STATE@", converters.state);
  text = replaced(text, "@ANSWER@", converters.answer);
  text = replaced(text, "@CONVERTER_START@", converters.start);
  text = replaced(text, "@NAME@", variant.name);
  text = replaced(text, "@COLUMN_SELECT_WIRE@",
                  has_select ? fmt::format("  wire [{}:0] column_sel_o;\n", select_bits - 1) : "");
  const bool backward = spec::has_backward(variant);
  text = replaced(text, "@COLUMN_WIRES@", backward ? column_wires : "");
  text = replaced(text, "@LEVEL@", spec::has_ramp(variant) ? "ColumnLevelBits" : "LevelBits");
  text = replaced(text, "@COLUMN_PORTS@", backward ? column_ports : "");
  return replaced(text, "@COLUMN_SELECT_PORT@", has_select ? "    .column_sel_o(column_sel_o),\n" : "");
}

std::string self_check_command(const std::string& name) { return replaced(command, "@NAME@", name); }

}  // namespace spintile::verif
