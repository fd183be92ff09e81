#include "gen/blocks/blocks.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer axi_lite_port(Design& design) {
  Module m = design.clocked(
      "axi_lite_port",
      "AXI4-Lite port: one write and one read at a time, each handed to the registers in the cycle in which\n"
      "its address (and data) are taken; a refused one answers SLVERR.\n"
      "Latency: the response 1 cycle after the address. Source: Arm IHI 0022, AXI4-Lite.");
  const int address_bits = spec::register_address_bits;
  const Expr awaddr = m.input("awaddr_i", address_bits);
  const Expr awvalid = m.input("awvalid_i", 1);
  const Expr awready = m.output("awready_o", 1);
  const Expr wdata = m.input("wdata_i", 32);
  const Expr wstrb = m.input("wstrb_i", 4);
  const Expr wvalid = m.input("wvalid_i", 1);
  const Expr wready = m.output("wready_o", 1);
  const Expr bresp = m.output("bresp_o", 2);
  const Expr bvalid = m.output("bvalid_o", 1);
  const Expr bready = m.input("bready_i", 1);
  const Expr araddr = m.input("araddr_i", address_bits);
  const Expr arvalid = m.input("arvalid_i", 1);
  const Expr arready = m.output("arready_o", 1);
  const Expr rdata = m.output("rdata_o", 32);
  const Expr rresp = m.output("rresp_o", 2);
  const Expr rvalid = m.output("rvalid_o", 1);
  const Expr rready = m.input("rready_i", 1);

  const Expr write = m.output("write_o", 1);
  const Expr write_address = m.output("write_address_o", address_bits);
  const Expr write_data = m.output("write_data_o", 32);
  const Expr write_full = m.output("write_full_o", 1, "all four bytes are written");
  const Expr write_refused = m.input("write_refused_i", 1, "in the cycle of write_o");
  const Expr read_address = m.output("read_address_o", address_bits);
  const Expr read_data = m.input("read_data_i", 32);
  const Expr read_refused = m.input("read_refused_i", 1);

  const Target bvalid_q = m.reg("bvalid_q", 1);
  const Target write_error_q = m.reg("write_error_q", 1);
  const Target rvalid_q = m.reg("rvalid_q", 1);
  const Target read_error_q = m.reg("read_error_q", 1);
  const Target rdata_q = m.reg("rdata_q", 32);

  const Expr take_write = m.wire("take_write", awvalid && wvalid && !bvalid_q);
  const Expr take_read = m.wire("take_read", arvalid && !rvalid_q);
  m.clocked(when(take_write).then(bvalid_q <= 1, write_error_q <= write_refused).else_when(bready).then(bvalid_q <= 0));
  m.clocked(when(take_read)
                .then(rvalid_q <= 1, read_error_q <= read_refused, rdata_q <= read_data)
                .else_when(rready)
                .then(rvalid_q <= 0));

  m.assign(awready, take_write);
  m.assign(wready, take_write);
  m.assign(bvalid, bvalid_q);
  m.assign(bresp, append_zeros(write_error_q, 1));
  m.assign(arready, !rvalid_q);
  m.assign(rvalid, rvalid_q);
  m.assign(rresp, append_zeros(read_error_q, 1));
  m.assign(rdata, rdata_q);
  m.assign(write, take_write);
  m.assign(write_address, awaddr);
  m.assign(write_data, wdata);
  m.assign(write_full, all(wstrb));
  m.assign(read_address, araddr);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
