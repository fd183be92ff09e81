// Self-check of everything_tile: does what the script in the include file says, as a user of the tile would, and compares
// every answer with the golden value. One process makes the clock: inputs change and outputs are read while it is low.

module everything_selfcheck;

  `include "everything_selfcheck.vh"

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
  wire [Columns-1:0] col_sign_o;
  wire [Columns*LevelBits-1:0] col_level_o;
  wire [1:0] column_sel_o;
  wire integ_rst_o;
  wire integ_en_o;
  wire [MtjsPerLine-1:0] mtj_reset_o;
  wire [MtjsPerLine-1:0] mtj_write_o;
  wire [MtjsPerLine-1:0] mtj_read_o;
  reg [Converters-1:0] mtj_bit_i;

  everything_tile tile (
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
    .col_sign_o(col_sign_o),
    .col_level_o(col_level_o),
    .column_sel_o(column_sel_o),
    .integ_rst_o(integ_rst_o),
    .integ_en_o(integ_en_o),
    .mtj_reset_o(mtj_reset_o),
    .mtj_write_o(mtj_write_o),
    .mtj_read_o(mtj_read_o),
    .mtj_bit_i(mtj_bit_i)
  );

  // What moves at the coming clock edge.
  reg aw_moves;
  reg w_moves;
  reg b_moves;
  reg ar_moves;
  reg r_moves;
  reg in_moves;
  reg out_moves;
  reg in_read;  // the converters are being read

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
        $display("cycle %0d, step %0d of everything_selfcheck.vh, address %h: expected %h, got %h", cycle, pc, address,
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

  // The analog side, once a cycle: what do the rows show, and what do the converters answer?
  task answer;
    begin
      if (integ_en_o) begin
        for (row = 0; row < Rows; row = row + 1) begin
          if (row_level_o[row*LevelBits +: LevelBits] !== read_level[read][row*LevelBits +: LevelBits]) begin
            $display("level of row %0d in read %0d:", row, read);
            report({32'd0, read}, {32'd0, row});
          end
          if (row_level_o[row*LevelBits +: LevelBits] != 0 && row_sign_o[row] !== read_sign[read][row]) begin
            $display("sign of row %0d in read %0d:", row, read);
            report({63'd0, read_sign[read][row]}, {63'd0, row_sign_o[row]});
          end
        end
        if (reverse_o !== read_reverse[read]) begin
          $display("direction of read %0d:", read);
          report({63'd0, read_reverse[read]}, {63'd0, reverse_o});
        end
        for (row = 0; row < Columns; row = row + 1) begin
          if (col_level_o[row*LevelBits +: LevelBits] !== read_column_level[read][row*LevelBits +: LevelBits]) begin
            $display("level of column %0d in read %0d:", row, read);
            report({32'd0, read}, {32'd0, row});
          end
          if (col_level_o[row*LevelBits +: LevelBits] != 0 && col_sign_o[row] !== read_column_sign[read][row]) begin
            $display("sign of column %0d in read %0d:", row, read);
            report({63'd0, read_column_sign[read][row]}, {63'd0, col_sign_o[row]});
          end
        end
        read = read + 1;
      end
      if (|mtj_read_o && !in_read) begin
        mtj_bit_i = sample_bits[sample];
        sample = sample + 1;
      end
      // Outside the read phase the opposite: a capture at the wrong time cannot pass.
      if (!(|mtj_read_o) && in_read) mtj_bit_i = ~mtj_bit_i;
      in_read = |mtj_read_o;
    end
  endtask

  task tick;
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
        $display("cycle %0d, step %0d of everything_selfcheck.vh: the tile does not answer", cycle, pc);
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
    in_read = 1'b0;
    mtj_bit_i = {Converters{1'b0}};
    pc = 0;
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
