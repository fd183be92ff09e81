// spintile 0.1.0, variant everything, hash a06dbde1c78d9ae6.
// Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the
// generator does not reach it.

// AXI4-Lite port: one write and one read at a time, each handed to the registers in the cycle in which
// its address (and data) are taken; a refused one answers SLVERR.
// Latency: the response 1 cycle after the address. Source: Arm IHI 0022, AXI4-Lite.

`default_nettype none

module everything_axi_lite_port (
  input  wire clk_i,
  input  wire rst_i,
  input  wire [7:0] awaddr_i,
  input  wire awvalid_i,
  output wire awready_o,
  input  wire [31:0] wdata_i,
  input  wire [3:0] wstrb_i,
  input  wire wvalid_i,
  output wire wready_o,
  output wire [1:0] bresp_o,
  output wire bvalid_o,
  input  wire bready_i,
  input  wire [7:0] araddr_i,
  input  wire arvalid_i,
  output wire arready_o,
  output wire [31:0] rdata_o,
  output wire [1:0] rresp_o,
  output wire rvalid_o,
  input  wire rready_i,
  output wire write_o,
  output wire [7:0] write_address_o,
  output wire [31:0] write_data_o,
  output wire write_full_o,  // all four bytes are written
  input  wire write_refused_i,  // in the cycle of write_o
  output wire [7:0] read_address_o,
  input  wire [31:0] read_data_i,
  input  wire read_refused_i
);

  wire take_write;
  wire take_read;

  reg  bvalid_q;
  reg  write_error_q;
  reg  rvalid_q;
  reg  read_error_q;
  reg  [31:0] rdata_q;

  assign take_write = awvalid_i && wvalid_i && !bvalid_q;
  assign take_read = arvalid_i && !rvalid_q;

  always @(posedge clk_i) begin
    if (rst_i) begin
      bvalid_q <= 1'b0;
      write_error_q <= 1'b0;
    end else if (take_write) begin
      bvalid_q <= 1'b1;
      write_error_q <= write_refused_i;
    end else if (bready_i) begin
      bvalid_q <= 1'b0;
    end
  end

  always @(posedge clk_i) begin
    if (rst_i) begin
      rvalid_q <= 1'b0;
      read_error_q <= 1'b0;
      rdata_q <= 32'd0;
    end else if (take_read) begin
      rvalid_q <= 1'b1;
      read_error_q <= read_refused_i;
      rdata_q <= read_data_i;
    end else if (rready_i) begin
      rvalid_q <= 1'b0;
    end
  end

  assign awready_o = take_write;
  assign wready_o = take_write;
  assign bvalid_o = bvalid_q;
  assign bresp_o = {write_error_q, 1'b0};
  assign arready_o = !rvalid_q;
  assign rvalid_o = rvalid_q;
  assign rresp_o = {read_error_q, 1'b0};
  assign rdata_o = rdata_q;
  assign write_o = take_write;
  assign write_address_o = awaddr_i;
  assign write_data_o = wdata_i;
  assign write_full_o = &wstrb_i;
  assign read_address_o = araddr_i;

endmodule

`default_nettype wire
