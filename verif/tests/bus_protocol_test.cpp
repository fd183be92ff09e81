// Each rule of the buses, on wires that are plain memory: traffic that keeps it, and the fault that breaks it.
#include "verif/bus_protocol.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>

#include "verif/mismatch.h"

namespace spintile::verif {
namespace {

/// The wires of both buses, as a model would hold them.
struct Wires {
  std::array<std::uint64_t, 26> storage{};
  std::size_t used = 0;
  BusPorts ports{.clock = pin(),
                 .reset_n = pin(),
                 .interrupt = pin(),
                 .registers = {.awaddr = port(8),
                               .wdata = port(32),
                               .wstrb = port(4),
                               .bresp = port(2),
                               .araddr = port(8),
                               .rdata = port(32),
                               .rresp = port(2),
                               .awvalid = pin(),
                               .awready = pin(),
                               .wvalid = pin(),
                               .wready = pin(),
                               .bvalid = pin(),
                               .bready = pin(),
                               .arvalid = pin(),
                               .arready = pin(),
                               .rvalid = pin(),
                               .rready = pin()},
                 .stream_in = stream(),
                 .stream_out = stream()};

  Wires() { ports.reset_n.set(true); }
  Port port(int bits) { return Port(&storage[used++], bits); }
  PinPort pin() { return PinPort(port(1)); }
  StreamPorts stream() { return {.tdata = port(64), .tvalid = pin(), .tready = pin(), .tlast = pin()}; }
};

/// A channel by its letters: which wires it has.
struct Pair {
  PinPort valid, ready;
};

class Bus {
 public:
  Wires wires;
  BusProtocol protocol{wires.ports};
  const RegisterBusPorts& registers = wires.ports.registers;

  Pair aw() const { return {registers.awvalid, registers.awready}; }
  Pair w() const { return {registers.wvalid, registers.wready}; }
  Pair b() const { return {registers.bvalid, registers.bready}; }
  Pair ar() const { return {registers.arvalid, registers.arready}; }
  Pair r() const { return {registers.rvalid, registers.rready}; }
  Pair in() const { return {wires.ports.stream_in.tvalid, wires.ports.stream_in.tready}; }
  Pair out() const { return {wires.ports.stream_out.tvalid, wires.ports.stream_out.tready}; }

  static void set(const Pair& channel, bool valid, bool ready) {
    channel.valid.set(valid);
    channel.ready.set(ready);
  }
  void edge() { protocol.check(cycle++); }
  /// An edge at which the channel moves, and then it rests.
  void move(const Pair& channel) {
    set(channel, true, true);
    edge();
    set(channel, false, false);
  }
  void write() {
    move(aw());
    move(w());
    move(b());
  }
  void read() {
    move(ar());
    move(r());
  }

  std::uint64_t cycle = 0;
};

/// What the checker says of it; "" for nothing.
std::string complaint(const std::function<void(Bus&)>& traffic) {
  Bus bus;
  try {
    traffic(bus);
  } catch (const MismatchError& error) {
    return to_string(error.mismatch());
  }
  return "";
}

TEST(BusProtocol, CountsWhatMoves) {
  Bus bus;
  bus.write();
  bus.move(bus.w());  // data before address
  bus.edge();
  bus.move(bus.aw());
  bus.move(bus.b());
  bus.read();
  bus.wires.ports.stream_in.tlast.set(false);
  bus.move(bus.in());
  bus.wires.ports.stream_in.tlast.set(true);
  bus.move(bus.in());
  bus.wires.ports.stream_out.tlast.set(true);
  bus.move(bus.out());
  const BusProtocol::Traffic& traffic = bus.protocol.traffic();
  EXPECT_EQ(traffic.writes, 2U);
  EXPECT_EQ(traffic.write_responses, 2U);
  EXPECT_EQ(traffic.reads, 1U);
  EXPECT_EQ(traffic.read_responses, 1U);
  EXPECT_EQ(traffic.beats_in, 2U);
  EXPECT_EQ(traffic.packets_in, 1U);
  EXPECT_EQ(traffic.beats_out, 1U);
  EXPECT_EQ(traffic.packets_out, 1U);
}

TEST(BusProtocol, AValidStaysUntilItIsTaken) {
  const std::array<std::pair<Pair (Bus::*)() const, const char*>, 7> channels = {{{&Bus::aw, "s_axil_aw"},
                                                                                  {&Bus::w, "s_axil_w"},
                                                                                  {&Bus::b, "s_axil_b"},
                                                                                  {&Bus::ar, "s_axil_ar"},
                                                                                  {&Bus::r, "s_axil_r"},
                                                                                  {&Bus::in, "s_axis_t"},
                                                                                  {&Bus::out, "m_axis_t"}}};
  for (std::size_t which = 0; which < channels.size(); ++which) {
    const auto& [channel, name] = channels[which];
    const auto wait = [&](Bus& bus) {
      bus.move(bus.aw());  // so that a response is due
      bus.move(bus.w());
      bus.move(bus.ar());
      Bus::set((bus.*channel)(), true, false);
      bus.edge();
      bus.edge();
      EXPECT_EQ(bus.protocol.waits(static_cast<BusChannel>(which)), 2U) << name;
    };
    EXPECT_EQ(complaint([&](Bus& bus) {
                wait(bus);
                bus.move((bus.*channel)());
                bus.edge();
              }),
              "");
    EXPECT_EQ(complaint([&](Bus& bus) {
                wait(bus);
                Bus::set((bus.*channel)(), false, true);
                bus.edge();
              }),
              std::string("cycle 5: ") + name + "valid: expected 1 until it is taken, got 0");
  }
}

TEST(BusProtocol, WhatWaitsDoesNotChange) {
  const auto change = [](const Pair& channel, const Port& payload, Bus& bus) {
    bus.move(bus.aw());
    bus.move(bus.w());
    bus.move(bus.ar());
    payload.set(1);
    Bus::set(channel, true, false);
    bus.edge();
    payload.set(0);
    bus.edge();
  };
  const auto ends = [](const std::string& text) { return text.substr(0, text.find(':', 9)); };
  const auto of_registers = [&](Pair (Bus::*channel)() const, Port RegisterBusPorts::*payload) {
    return ends(complaint([&](Bus& bus) { change((bus.*channel)(), bus.registers.*payload, bus); }));
  };
  EXPECT_EQ(of_registers(&Bus::aw, &RegisterBusPorts::awaddr), "cycle 4: awaddr of s_axil_awvalid");
  EXPECT_EQ(of_registers(&Bus::w, &RegisterBusPorts::wdata), "cycle 4: wdata of s_axil_wvalid");
  EXPECT_EQ(of_registers(&Bus::w, &RegisterBusPorts::wstrb), "cycle 4: wstrb of s_axil_wvalid");
  EXPECT_EQ(of_registers(&Bus::b, &RegisterBusPorts::bresp), "cycle 4: bresp of s_axil_bvalid");
  EXPECT_EQ(of_registers(&Bus::ar, &RegisterBusPorts::araddr), "cycle 4: araddr of s_axil_arvalid");
  EXPECT_EQ(of_registers(&Bus::r, &RegisterBusPorts::rdata), "cycle 4: rdata of s_axil_rvalid");
  EXPECT_EQ(of_registers(&Bus::r, &RegisterBusPorts::rresp), "cycle 4: rresp of s_axil_rvalid");
  EXPECT_EQ(ends(complaint([&](Bus& bus) { change(bus.in(), bus.wires.ports.stream_in.tdata, bus); })),
            "cycle 4: tdata of s_axis_tvalid");
  EXPECT_EQ(ends(complaint([&](Bus& bus) { change(bus.out(), bus.wires.ports.stream_out.tlast.port(), bus); })),
            "cycle 4: tlast of m_axis_tvalid");
}

TEST(BusProtocol, AResponseHasARequestAndARequestOneResponse) {
  EXPECT_EQ(complaint([](Bus& bus) { bus.move(bus.b()); }),
            "cycle 0: s_axil_bvalid: expected 0: no write waits for a response, got 1");
  EXPECT_EQ(complaint([](Bus& bus) {
              bus.move(bus.aw());
              bus.move(bus.b());
            }),
            "cycle 1: s_axil_bvalid: expected 0: no write waits for a response, got 1");
  EXPECT_EQ(complaint([](Bus& bus) {
              bus.move(bus.w());
              bus.move(bus.b());
            }),
            "cycle 1: s_axil_bvalid: expected 0: no write waits for a response, got 1");
  EXPECT_EQ(complaint([](Bus& bus) { bus.move(bus.r()); }),
            "cycle 0: s_axil_rvalid: expected 0: no read waits for a response, got 1");
  // Twice the same.
  EXPECT_EQ(complaint([](Bus& bus) {
              bus.write();
              bus.move(bus.b());
            }),
            "cycle 3: s_axil_bvalid: expected 0: no write waits for a response, got 1");
  EXPECT_EQ(complaint([](Bus& bus) {
              bus.read();
              bus.move(bus.r());
            }),
            "cycle 2: s_axil_rvalid: expected 0: no read waits for a response, got 1");
  // Never.
  const auto wait = [](Bus& bus) {
    for (int i = 0; i < BusProtocol::patience + 1; ++i) bus.edge();
  };
  EXPECT_NE(complaint([&](Bus& bus) {
              bus.move(bus.aw());
              bus.move(bus.w());
              wait(bus);
            }),
            "");
  EXPECT_NE(complaint([&](Bus& bus) {
              Bus::set(bus.ar(), true, false);
              wait(bus);
            }),
            "");
  EXPECT_EQ(complaint([&](Bus& bus) {
              bus.move(bus.aw());  // an address alone may wait for ever
              wait(bus);
              bus.write();
            }),
            "");
}

TEST(BusProtocol, NoValidInAResetAndNothingIsLeftOfWhatWasBefore) {
  const auto in_reset = [](Bus& bus, int edges) {
    bus.wires.ports.reset_n.set(false);
    for (int i = 0; i < edges; ++i) bus.edge();
  };
  for (const auto channel : {&Bus::b, &Bus::r, &Bus::out}) {
    const auto show = [&](Bus& bus) {
      bus.move(bus.aw());
      bus.move(bus.w());
      bus.move(bus.ar());
      Bus::set((bus.*channel)(), true, false);
      bus.edge();
    };
    EXPECT_EQ(complaint([&](Bus& bus) {
                show(bus);
                in_reset(bus, 1);  // the first edge may still find it
                Bus::set((bus.*channel)(), false, false);
                in_reset(bus, 3);
                bus.wires.ports.reset_n.set(true);
                bus.write();
                bus.read();
                bus.move(bus.out());
              }),
              "");
    EXPECT_NE(complaint([&](Bus& bus) {
                show(bus);
                in_reset(bus, 2);
              }),
              "");
  }
  EXPECT_NE(complaint([&](Bus& bus) {
              bus.move(bus.ar());
              in_reset(bus, 2);
              bus.wires.ports.reset_n.set(true);
              bus.move(bus.r());  // the answer to a read of before
            }),
            "");
}

}  // namespace
}  // namespace spintile::verif
