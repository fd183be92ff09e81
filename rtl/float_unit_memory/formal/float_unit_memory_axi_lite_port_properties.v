// AXI4-Lite port: a response stays as it is until it is taken, there is one for each access and none without, and a write
// reaches the registers only with address and data both there. Source of the rules: Arm IHI 0022, A3.2.
`ifdef FORMAL
`default_nettype none

module float_unit_memory_axi_lite_port_properties (
  input wire clk_i,
  input wire in_reset_i,
  input wire awvalid_i,
  input wire awready_o,
  input wire wvalid_i,
  input wire wready_o,
  input wire [1:0] bresp_o,
  input wire bvalid_o,
  input wire bready_i,
  input wire arvalid_i,
  input wire arready_o,
  input wire [31:0] rdata_o,
  input wire [1:0] rresp_o,
  input wire rvalid_o,
  input wire rready_i,
  input wire write_o,
  input wire write_refused_i,
  input wire [31:0] read_data_i,
  input wire read_refused_i
);

  reg ran_q = 1'b0;  // the cycle before was no reset
  reg reset_q = 1'b0;  // the cycle before was a reset
  reg write_q;
  reg write_refused_q;
  reg bvalid_q;
  reg bready_q;
  reg [1:0] bresp_q;
  reg read_q;
  reg read_refused_q;
  reg [31:0] read_data_q;
  reg rvalid_q;
  reg rready_q;
  reg [1:0] rresp_q;
  reg [31:0] rdata_q;

  always @(posedge clk_i) begin
    ran_q <= !in_reset_i;
    reset_q <= in_reset_i;
    write_q <= awvalid_i && awready_o;
    write_refused_q <= write_refused_i;
    bvalid_q <= bvalid_o;
    bready_q <= bready_i;
    bresp_q <= bresp_o;
    read_q <= arvalid_i && arready_o;
    read_refused_q <= read_refused_i;
    read_data_q <= read_data_i;
    rvalid_q <= rvalid_o;
    rready_q <= rready_i;
    rresp_q <= rresp_o;
    rdata_q <= rdata_o;
    if (!in_reset_i && reset_q) silent_after_reset: assert (!bvalid_o && !rvalid_o);
    if (!in_reset_i) begin
      address_with_data: assert ((awvalid_i && awready_o) == (wvalid_i && wready_o));
      write_is_the_handshake: assert (write_o == (awvalid_i && awready_o));
      one_write_at_a_time: assert (!(write_o && bvalid_o));
      one_read_at_a_time: assert (!(arready_o && rvalid_o));
    end
    if (!in_reset_i && ran_q) begin
      if (bvalid_q && !bready_q) b_stays: assert (bvalid_o && bresp_o == bresp_q);
      if (rvalid_q && !rready_q) r_stays: assert (rvalid_o && rresp_o == rresp_q && rdata_o == rdata_q);
      if (write_q) b_answers: assert (bvalid_o && bresp_o == {write_refused_q, 1'b0});
      if (read_q) r_answers: assert (rvalid_o && rresp_o == {read_refused_q, 1'b0} && rdata_o == read_data_q);
      if (bvalid_q && bready_q && !write_q) b_once: assert (!bvalid_o);
      if (rvalid_q && rready_q && !read_q) r_once: assert (!rvalid_o);
      if (!bvalid_q && !write_q) b_not_unasked: assert (!bvalid_o);
      if (!rvalid_q && !read_q) r_not_unasked: assert (!rvalid_o);
    end
  end

endmodule

`default_nettype wire
`endif
