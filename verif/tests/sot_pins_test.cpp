// The macro behind the pins of a float unit, on ports that are plain memory: what it answers and what it refuses.
#include "verif/sot_pins.h"

#include <gtest/gtest.h>

#include <array>

#include "verif/mismatch.h"

namespace spintile::verif {
namespace {

constexpr int rows = 16;
constexpr int lanes = 70;

using Lanes = std::array<std::uint64_t, 2>;

constexpr Lanes all = {~std::uint64_t{0}, 0x3F};

struct Pins {
  std::array<std::uint8_t, 7> bits{};
  std::array<std::uint64_t, 5> numbers{};
  std::array<Lanes, 4> wide{};
  SotPorts ports{.read = PinPort(Port(&bits[0], 1)),
                 .write = PinPort(Port(&bits[1], 1)),
                 .dual = PinPort(Port(&bits[2], 1)),
                 .search = PinPort(Port(&bits[3], 1)),
                 .pair = PinPort(Port(&bits[4], 1)),
                 .clear = PinPort(Port(&bits[5], 1)),
                 .op = StrobePort(Port(&bits[6], 2)),
                 .raddr = Port(&numbers[0], 4),
                 .rdata = Port(&wide[0], lanes),
                 .waddr0 = Port(&numbers[1], 4),
                 .waddr1 = Port(&numbers[2], 4),
                 .wdata = Port(&wide[1], lanes),
                 .wmask = Port(&wide[2], lanes),
                 .count = Port(&numbers[3], 10),
                 .key = Port(&numbers[4], 64),
                 .match = Port(&wide[3], lanes)};
};

class SotPinsTest : public testing::Test {
 protected:
  /// One cycle of an access; strobes fall after it.
  void cycle() {
    macro.cycle(now++);
    for (const PinPort& pin : {pins.ports.read, pins.ports.write, pins.ports.search, pins.ports.clear}) pin.set(false);
  }
  Lanes read(unsigned row) {
    pins.ports.read.set(true);
    pins.ports.raddr.set(row);
    cycle();
    return pins.wide[0];
  }
  void write(unsigned row, unsigned op, const Lanes& data, const Lanes& mask = all) {
    pins.ports.write.set(true);
    pins.ports.waddr0.set(row);
    pins.ports.op.set(static_cast<std::uint8_t>(op));
    pins.wide[1] = data;
    pins.wide[2] = mask;
    cycle();
  }
  Lanes search(unsigned first, unsigned count, std::uint64_t key, bool pair = false) {
    pins.ports.search.set(true);
    pins.ports.raddr.set(first);
    pins.ports.count.set(count);
    pins.ports.key.set(key);
    pins.ports.pair.set(pair);
    cycle();
    return pins.wide[3];
  }
  /// The pin that the next cycle is refused for.
  std::string refused() {
    try {
      macro.cycle(now);
    } catch (const MismatchError& error) {
      EXPECT_EQ(error.mismatch().cycle, now);
      return error.mismatch().signal;
    }
    return "nothing";
  }

  Pins pins;
  SotMacro macro{pins.ports, rows, lanes, false};
  std::uint64_t now = 100;
};

TEST_F(SotPinsTest, WritesObeyTheirMask) {
  const Lanes mask = {0xFF00, 0x0F};
  write(3, 0, {0xABCD, 0x33});
  EXPECT_EQ(read(3), (Lanes{0xABCD, 0x33}));
  write(3, 0, {0x1234, 0x15}, mask);
  EXPECT_EQ(read(3), (Lanes{0x12CD, 0x35}));
  write(3, 1, {0xF0F0, 0x06}, mask);
  EXPECT_EQ(read(3), (Lanes{0x10CD, 0x34}));
  write(3, 2, {0x0F0F, 0x0A}, mask);
  EXPECT_EQ(read(3), (Lanes{0x1FCD, 0x3E}));
  write(3, 3, {0xFFFF, 0x3F}, mask);
  EXPECT_EQ(read(3), (Lanes{0xE0CD, 0x31}));
  EXPECT_EQ(macro.accesses().writes, 5U);
  EXPECT_EQ(macro.accesses().reads, 5U);
}

TEST_F(SotPinsTest, AWriteGoesIntoTwoRows) {
  pins.ports.dual.set(true);
  pins.ports.waddr1.set(9);
  write(4, 0, {5, 1});
  EXPECT_EQ(read(4), (Lanes{5, 1}));
  EXPECT_EQ(read(9), (Lanes{5, 1}));
  EXPECT_EQ(macro.accesses().rows_written, 2U);
}

TEST_F(SotPinsTest, ASearchComparesRowsWithTheKey) {
  write(2, 0, {0b1100, 0});
  write(3, 0, {0b1010, 0});
  EXPECT_EQ(search(2, 2, 0b01), (Lanes{0b0100, 0}));
  EXPECT_EQ(search(2, 2, 0b00), (Lanes{~std::uint64_t{0b1110}, 0x3F}));
  // Rows 4 and 5 hold the complements, but for one lane.
  write(4, 0, {~std::uint64_t{0b1100}, 0x3F});
  write(5, 0, {~std::uint64_t{0b1010} ^ 0b100, 0x3F});
  EXPECT_EQ(search(2, 2, 0b11, true), (Lanes{0b1000, 0}));
  EXPECT_EQ(search(2, 2, 0b01, true), (Lanes{0, 0}));
}

TEST_F(SotPinsTest, AClearEmptiesRowsUnderTheMask) {
  for (const unsigned row : {5U, 6U, 7U, 8U}) write(row, 0, all);
  pins.ports.clear.set(true);
  pins.ports.waddr0.set(6);
  pins.ports.count.set(2);
  pins.wide[2] = {0xFF, 1};
  cycle();
  EXPECT_EQ(read(5), all);
  EXPECT_EQ(read(6), (Lanes{~std::uint64_t{0xFF}, 0x3E}));
  EXPECT_EQ(read(7), (Lanes{~std::uint64_t{0xFF}, 0x3E}));
  EXPECT_EQ(read(8), all);
}

TEST_F(SotPinsTest, TheAnswerComesInTheLastCycleOfTheAccessAndOnlyThere) {
  write(3, 0, {0x77, 0});
  macro.set_waits({.read = 2});
  macro.set_distraction(true);
  EXPECT_NE(read(3), (Lanes{0x77, 0}));
  cycle();
  EXPECT_NE(pins.wide[0], (Lanes{0x77, 0}));
  cycle();
  EXPECT_EQ(pins.wide[0], (Lanes{0x77, 0}));
  cycle();
  EXPECT_NE(pins.wide[0], (Lanes{0x77, 0}));
}

TEST_F(SotPinsTest, RefusesWhatTheContractDoesNotAllow) {
  pins.ports.read.set(true);
  pins.ports.write.set(true);
  EXPECT_EQ(refused(), "SOT strobes");
  pins.ports.read.set(false);

  pins.ports.dual.set(true);
  pins.ports.waddr0.set(3);
  pins.ports.waddr1.set(3);
  EXPECT_EQ(refused(), "sot_waddr1_o");
  pins.ports.waddr1.set(rows);
  EXPECT_EQ(refused(), "sot_waddr1_o");
  pins.ports.waddr0.set(rows);
  EXPECT_EQ(refused(), "sot_waddr0_o");
  pins.ports.write.set(false);

  pins.ports.search.set(true);
  pins.ports.raddr.set(10);
  pins.ports.count.set(0);
  EXPECT_EQ(refused(), "sot_count_o");
  pins.ports.count.set(65);
  EXPECT_EQ(refused(), "sot_count_o");
  pins.ports.count.set(7);
  EXPECT_EQ(refused(), "sot_raddr_o");
  pins.ports.count.set(4);
  EXPECT_EQ(refused(), "nothing");
  pins.ports.pair.set(true);
  EXPECT_EQ(refused(), "sot_raddr_o");
  pins.ports.search.set(false);

  pins.ports.clear.set(true);
  pins.ports.waddr0.set(12);
  pins.ports.count.set(5);
  EXPECT_EQ(refused(), "sot_waddr0_o");
  pins.ports.count.set(513);
  EXPECT_EQ(refused(), "sot_count_o");
}

TEST_F(SotPinsTest, RefusesPinsThatChangeWithinAnAccess) {
  macro.set_waits({.read = 1, .write = 3, .search = 1});
  write(3, 0, {1, 0});
  EXPECT_EQ(refused(), "nothing");
  pins.wide[1] = {2, 0};
  EXPECT_EQ(refused(), "sot_wdata_o");
  macro.abandon();

  write(3, 0, {1, 0});
  pins.wide[2] = {0, 0};
  EXPECT_EQ(refused(), "sot_wmask_o");
  macro.abandon();

  write(3, 0, {1, 0});
  pins.ports.waddr0.set(4);
  EXPECT_EQ(refused(), "SOT address, op, count or key");
  macro.abandon();

  read(3);
  pins.ports.read.set(true);
  EXPECT_EQ(refused(), "SOT strobes");
  pins.ports.read.set(false);
  macro.abandon();

  search(3, 1, 0);
  pins.ports.key.set(1);
  EXPECT_EQ(refused(), "SOT address, op, count or key");
}

TEST_F(SotPinsTest, ReadModifyWriteMeansNoXor) {
  SotMacro plain(pins.ports, rows, lanes, true);
  pins.ports.write.set(true);
  pins.ports.op.set(2);
  EXPECT_NO_THROW(plain.cycle(0));
  pins.ports.op.set(3);
  EXPECT_THROW(plain.cycle(1), MismatchError);
}

}  // namespace
}  // namespace spintile::verif
