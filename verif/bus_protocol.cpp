#include "verif/bus_protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "verif/mismatch.h"

namespace spintile::verif {
namespace {

[[noreturn]] void fail(std::uint64_t cycle, std::string signal, std::string expected, std::string got) {
  throw MismatchError({cycle, std::move(signal), -1, std::move(expected), std::move(got)});
}

}  // namespace

BusProtocol::BusProtocol(const BusPorts& ports)
    : reset_n_(ports.reset_n), last_in_(ports.stream_in.tlast), last_out_(ports.stream_out.tlast) {
  const RegisterBusPorts& bus = ports.registers;
  const auto channel = [](std::string name, const PinPort& valid, const PinPort& ready, std::vector<Payload> payload) {
    return Channel{.name = std::move(name), .valid = valid, .ready = ready, .payload = std::move(payload)};
  };
  const auto stream = [&](std::string name, const StreamPorts& of) {
    return channel(std::move(name), of.tvalid, of.tready, {{"tdata", of.tdata}, {"tlast", of.tlast.port()}});
  };
  channels_ = {channel("s_axil_aw", bus.awvalid, bus.awready, {{"awaddr", bus.awaddr}}),
               channel("s_axil_w", bus.wvalid, bus.wready, {{"wdata", bus.wdata}, {"wstrb", bus.wstrb}}),
               channel("s_axil_b", bus.bvalid, bus.bready, {{"bresp", bus.bresp}}),
               channel("s_axil_ar", bus.arvalid, bus.arready, {{"araddr", bus.araddr}}),
               channel("s_axil_r", bus.rvalid, bus.rready, {{"rdata", bus.rdata}, {"rresp", bus.rresp}}),
               stream("s_axis_t", ports.stream_in),
               stream("m_axis_t", ports.stream_out)};
}

void BusProtocol::Channel::check(std::uint64_t cycle) {
  const bool shown = valid.get();
  if (waits && !shown) fail(cycle, name + "valid", "1 until it is taken", "0");
  for (Payload& part : payload) {
    if (!shown) break;
    const std::uint64_t value = part.port.get();
    if (waits && value != part.shown) {
      fail(cycle, fmt::format("{} of {}valid", part.name, name), fmt::format("{:#x} until it is taken", part.shown),
           fmt::format("{:#x}", value));
    }
    part.shown = value;
  }
  waits = shown && !ready.get();
  waited += waits ? 1 : 0;
}

void BusProtocol::check(std::uint64_t cycle) {
  if (!reset_n_.get()) return check_reset(cycle);
  reset_seen_ = false;
  for (Channel& each : channels_) each.check(cycle);
  check_writes(cycle);
  check_reads(cycle);
  count_beats();
}

void BusProtocol::check_reset(std::uint64_t cycle) {
  // A synchronous reset shows at its first edge.
  for (const BusChannel which : {BusChannel::write_response, BusChannel::read_data, BusChannel::stream_out}) {
    if (reset_seen_ && channel(which).valid.get()) fail(cycle, channel(which).name + "valid", "0 in a reset", "1");
  }
  for (Channel& each : channels_) each.waits = false;
  reset_seen_ = true;
  open_ = {};
  write_wait_ = read_wait_ = 0;
}

void BusProtocol::check_writes(std::uint64_t cycle) {
  const Channel& address = channel(BusChannel::write_address);
  const Channel& data = channel(BusChannel::write_data);
  const bool response = channel(BusChannel::write_response).valid.get();
  if (response && (open_.write_addresses == 0 || open_.write_data == 0)) {
    fail(cycle, "s_axil_bvalid", "0: no write waits for a response", "1");
  }
  const bool asked = (open_.write_addresses != 0 || address.valid.get()) && (open_.write_data != 0 || data.valid.get());
  write_wait_ = asked && !response ? write_wait_ + 1 : 0;
  if (write_wait_ > patience) fail(cycle, "s_axil_bvalid", fmt::format("1 within {} cycles", patience), "0");

  const std::uint64_t before = std::min(open_.write_addresses, open_.write_data);
  open_.write_addresses += address.moves() ? 1 : 0;
  open_.write_data += data.moves() ? 1 : 0;
  traffic_.writes += std::min(open_.write_addresses, open_.write_data) - before;
  if (!channel(BusChannel::write_response).moves()) return;
  --open_.write_addresses;
  --open_.write_data;
  ++traffic_.write_responses;
}

void BusProtocol::check_reads(std::uint64_t cycle) {
  const Channel& address = channel(BusChannel::read_address);
  const bool response = channel(BusChannel::read_data).valid.get();
  if (response && open_.reads == 0) fail(cycle, "s_axil_rvalid", "0: no read waits for a response", "1");
  const bool asked = open_.reads != 0 || address.valid.get();
  read_wait_ = asked && !response ? read_wait_ + 1 : 0;
  if (read_wait_ > patience) fail(cycle, "s_axil_rvalid", fmt::format("1 within {} cycles", patience), "0");

  if (address.moves()) {
    ++open_.reads;
    ++traffic_.reads;
  }
  if (!channel(BusChannel::read_data).moves()) return;
  --open_.reads;
  ++traffic_.read_responses;
}

void BusProtocol::count_beats() {
  if (channel(BusChannel::stream_in).moves()) {
    ++traffic_.beats_in;
    traffic_.packets_in += last_in_.get() ? 1 : 0;
  }
  if (channel(BusChannel::stream_out).moves()) {
    ++traffic_.beats_out;
    traffic_.packets_out += last_out_.get() ? 1 : 0;
  }
}

}  // namespace spintile::verif
