// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// Bus wrapper: the tile core behind an AXI4-Lite register port and two AXI4-Stream ports, with names that
// vendor tools infer interfaces from. aresetn is active low whatever the reset style inside.

`default_nettype none

module everything_tile (
  input  wire aclk,
  input  wire aresetn,
  input  wire [7:0] s_axil_awaddr,
  input  wire s_axil_awvalid,
  input  wire [31:0] s_axil_wdata,
  input  wire [3:0] s_axil_wstrb,
  input  wire s_axil_wvalid,
  input  wire s_axil_bready,
  input  wire [7:0] s_axil_araddr,
  input  wire s_axil_arvalid,
  input  wire s_axil_rready,
  output wire s_axil_awready,
  output wire s_axil_wready,
  output wire [1:0] s_axil_bresp,
  output wire s_axil_bvalid,
  output wire s_axil_arready,
  output wire [31:0] s_axil_rdata,
  output wire [1:0] s_axil_rresp,
  output wire s_axil_rvalid,
  input  wire [63:0] s_axis_tdata,
  input  wire s_axis_tvalid,
  input  wire s_axis_tlast,
  output wire s_axis_tready,
  output wire [63:0] m_axis_tdata,
  output wire m_axis_tvalid,
  output wire m_axis_tlast,
  input  wire m_axis_tready,
  output wire interrupt_o,
  output wire [12:0] row_sign_o,
  output wire [25:0] row_level_o,
  output wire integ_rst_o,
  output wire integ_en_o,
  output wire array_sel_o,  // 0: W, 1: A
  output wire [1:0] column_sel_o,  // which column of each line is read
  output wire [10:0] col_sign_o,  // 1: negative rail
  output wire [21:0] col_level_o,
  output wire [1:0] mtj_reset_o,
  output wire [1:0] mtj_write_o,
  output wire [1:0] mtj_read_o,
  input  wire [53:0] mtj_bit_i,  // sub-array, slice, line, MTJ of the line
  output wire reverse_o  // 1: columns are driven, rows read
);

  wire core_reset;
  wire write;
  wire [7:0] write_address;
  wire [31:0] write_data;
  wire write_full;
  wire write_refused;
  wire [7:0] read_address;
  wire [31:0] read_data;
  wire read_refused;

  assign core_reset = !aresetn;

  everything_axi_lite_port axi_lite_port (
    .clk_i(aclk),
    .rst_i(core_reset),
    .awaddr_i(s_axil_awaddr),
    .awvalid_i(s_axil_awvalid),
    .wdata_i(s_axil_wdata),
    .wstrb_i(s_axil_wstrb),
    .wvalid_i(s_axil_wvalid),
    .bready_i(s_axil_bready),
    .araddr_i(s_axil_araddr),
    .arvalid_i(s_axil_arvalid),
    .rready_i(s_axil_rready),
    .awready_o(s_axil_awready),
    .wready_o(s_axil_wready),
    .bresp_o(s_axil_bresp),
    .bvalid_o(s_axil_bvalid),
    .arready_o(s_axil_arready),
    .rdata_o(s_axil_rdata),
    .rresp_o(s_axil_rresp),
    .rvalid_o(s_axil_rvalid),
    .write_o(write),
    .write_address_o(write_address),
    .write_data_o(write_data),
    .write_full_o(write_full),
    .write_refused_i(write_refused),
    .read_address_o(read_address),
    .read_data_i(read_data),
    .read_refused_i(read_refused)
  );

  everything_core core (
    .clk_i(aclk),
    .rst_i(core_reset),
    .write_i(write),
    .write_address_i(write_address),
    .write_data_i(write_data),
    .write_full_i(write_full),
    .write_refused_o(write_refused),
    .read_address_i(read_address),
    .read_data_o(read_data),
    .read_refused_o(read_refused),
    .in_data_i(s_axis_tdata),
    .in_valid_i(s_axis_tvalid),
    .in_last_i(s_axis_tlast),
    .in_ready_o(s_axis_tready),
    .out_data_o(m_axis_tdata),
    .out_valid_o(m_axis_tvalid),
    .out_last_o(m_axis_tlast),
    .out_ready_i(m_axis_tready),
    .interrupt_o(interrupt_o),
    .row_sign_o(row_sign_o),
    .row_level_o(row_level_o),
    .integ_rst_o(integ_rst_o),
    .integ_en_o(integ_en_o),
    .array_sel_o(array_sel_o),
    .column_sel_o(column_sel_o),
    .col_sign_o(col_sign_o),
    .col_level_o(col_level_o),
    .mtj_reset_o(mtj_reset_o),
    .mtj_write_o(mtj_write_o),
    .mtj_read_o(mtj_read_o),
    .mtj_bit_i(mtj_bit_i),
    .reverse_o(reverse_o)
  );

endmodule

`default_nettype wire
