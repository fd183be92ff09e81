// Each thing the Verilog tree refuses, shown being refused, with the message a block's author sees.
#include <gtest/gtest.h>

#include <functional>

#include "gen/hdl/check.h"
#include "gen/hdl/design.h"

namespace spintile::gen::hdl {
namespace {

void expect_refused(const std::string& wanted, const std::function<void()>& build) {
  try {
    build();
    FAIL() << "not refused: " << wanted;
  } catch (const HdlError& error) {
    EXPECT_NE(std::string(error.what()).find(wanted), std::string::npos) << error.what();
  }
}

class Refuses : public testing::Test {
 protected:
  Module m{"m", "A module."};
  Expr a = m.input("a", 8);
  Expr p = m.input("p", 1);
  Expr y = m.output("y", 8);

  void use_inputs() {
    m.unread(a, "not under test");
    m.unread(p, "not under test");
  }
};

TEST_F(Refuses, AcceptsTheSoundModuleTheOthersBreak) {
  m.assign(y, mux(p, a, literal(8, 0)));
  EXPECT_NO_THROW(check(m));
}

TEST_F(Refuses, WidthMismatchInAnOperator) {
  expect_refused("width mismatch: 'a' is 8 wide, 'p' is 1 wide, in +", [&] { a + p; });
  expect_refused("width mismatch", [&] { a == p; });
  expect_refused("takes one bit", [&] { a&& p; });
  expect_refused("width mismatch", [&] { mux(a, a, a); });
  expect_refused("width mismatch", [&] { mux(p, a, p); });
}

TEST_F(Refuses, WidthMismatchInAnAssignment) {
  expect_refused("m: width mismatch: 'y' is 8 wide, its value 'p' is 1 wide", [&] { m.assign(y, p); });
}

TEST_F(Refuses, WidthMismatchInAStatement) {
  const Target v = m.variable("v", 8);
  expect_refused("width mismatch: 'v'", [&] { v <= p; });
  expect_refused("the condition 'a' is 8 wide", [&] { Statement(when(a).then(v <= a)); });
  expect_refused("the label", [&] { select(a).is(p, {}); });
}

TEST_F(Refuses, LiteralsThatDoNotFit) {
  expect_refused("256 does not fit in 8 bits", [&] { literal(8, 256); });
  expect_refused("-1 does not fit", [&] { literal(8, -1); });
  expect_refused("8 does not fit", [&] { literal(Width::parameter("Width", 4), 8); });
}

TEST_F(Refuses, BitsOutsideASignal) {
  expect_refused("[4 +: 5] is outside", [&] { slice(a, 4, 5); });
  expect_refused("only a named signal", [&] { slice(a + a, 0, 1); });
}

TEST_F(Refuses, TwoDrivers) {
  use_inputs();
  m.assign(y, a);
  m.assign(bit(y, 3), p);
  expect_refused("m: two drivers: bit 3 of 'y'", [&] { check(m); });
}

TEST_F(Refuses, ARegisterOfTwoBlocks) {
  m.clock_and_reset(Reset::async_low);
  const Target r = m.reg("r", 8);
  m.clocked(r <= a);
  m.clocked(when(p).then(r <= 0));
  m.assign(y, r);
  expect_refused("two drivers: bit 0 of 'r'", [&] { check(m); });
}

TEST_F(Refuses, UndrivenBits) {
  use_inputs();
  m.assign(slice(y, 0, 7), slice(a, 0, 7));
  expect_refused("m: undriven: bit 7 of 'y'", [&] { check(m); });
}

TEST_F(Refuses, UnreadBits) {
  m.assign(y, concat({slice(a, 0, 7), p}));
  expect_refused("m: unread: bit 7 of 'a'", [&] { check(m); });
}

TEST_F(Refuses, ADrivenInput) {
  use_inputs();
  m.assign(y, a);
  m.assign(a, literal(8, 0));
  expect_refused("'a' cannot be driven here", [&] { check(m); });
}

TEST_F(Refuses, ALatch) {
  const Target v = m.variable("v", 8);
  m.combinational(when(p).then(v <= a));
  m.assign(y, v);
  expect_refused("m: latch: 'v'", [&] { check(m); });
}

TEST_F(Refuses, ALatchInACase) {
  const Target v = m.variable("v", 8);
  m.combinational(select(p).is(literal(1, 0), {v <= a}).otherwise({}));
  m.assign(y, v);
  expect_refused("m: latch: 'v'", [&] { check(m); });
}

TEST_F(Refuses, ALatchInALoop) {
  const Target v = m.variable("v", 8);
  m.combinational(m.loop("line", 4, [&](Index line) { return Block{line.bit(v) <= line.bit(a)}; }));
  m.assign(y, v);
  expect_refused("m: latch: 'v'", [&] { check(m); });
}

TEST_F(Refuses, ALoopInAClockedBlock) {
  m.clock_and_reset(Reset::async_low);
  const Target r = m.reg("r", 8);
  m.clocked(when(p).then(m.loop("line", 8, [&](Index line) { return Block{line.bit(r) <= line.bit(a)}; })));
  m.assign(y, r);
  expect_refused("m: a loop in a clocked block", [&] { check(m); });
}

TEST_F(Refuses, AVariableInAClockedBlockAndARegisterInACombinationalOne) {
  m.clock_and_reset(Reset::async_low);
  const Target v = m.variable("v", 8);
  m.clocked(v <= a);
  expect_refused("'v' cannot be driven here", [&] { check(m); });
}

TEST_F(Refuses, NameClashesAndKeywords) {
  expect_refused("m: name clash: 'a' is declared twice", [&] { m.wire("a", 1); });
  expect_refused("'wire' is a keyword", [&] { m.wire("wire", 1); });
  expect_refused("'logic' is a keyword", [&] { m.wire("logic", 1); });
  Module leaf("leaf", "A leaf.");
  leaf.assign(leaf.output("y", 1), leaf.input("a", 1));
  const auto child = std::make_shared<const Module>(leaf);
  const Expr z = m.output("z", 1);
  const auto connections = [&](Index) { return std::vector<Connection>{{"a", p}, {"y", z}}; };
  expect_refused("name clash: 'p'", [&] { m.instance("p", child, {{"a", p}, {"y", z}}); });
  expect_refused("name clash: 'p'", [&] { m.instances("p", 1, child, connections); });
  m.wire("lanes", 1);
  expect_refused("name clash: 'lanes'", [&] { m.instances("lane", 1, child, connections); });
  m.constant("Two", 8, 2);
  expect_refused("name clash: 'Two'", [&] { m.constant("Two", 8, 3); });
}

TEST_F(Refuses, ASignalOfAnotherModule) {
  Module other("other", "Another.");
  const Expr foreign = other.input("foreign", 8);
  use_inputs();
  m.assign(y, foreign);
  expect_refused("m: 'foreign' is a signal of module other", [&] { check(m); });
}

TEST_F(Refuses, RegistersWithoutClock) {
  expect_refused("register 'r' in a module without clock", [&] { m.reg("r", 1); });
}

TEST_F(Refuses, RegistersWithResetBesideThoseWithout) {
  m.clock_and_reset(Reset::async_low);
  const Target cleared = m.reg("cleared", 8);
  const Target kept = m.unreset_reg("kept", 8);
  m.clocked(cleared <= a, kept <= a);
  m.assign(y, mux(p, cleared, kept));
  expect_refused("m: a clocked block of registers with reset and without", [&] { check(m); });
}

TEST_F(Refuses, RegistersWithResetWhereThereIsNone) {
  m.clock();
  expect_refused("register 'r' in a module without reset", [&] { m.reg("r", 1); });
}

TEST_F(Refuses, AMemoryNobodyReads) {
  m.clock();
  Memory words = m.memory("words", 8, 2);
  m.clocked(words[p] <= a);
  m.assign(y, a);
  expect_refused("m: unread: bit 0 of 'words'", [&] { check(m); });
}

TEST_F(Refuses, AssignmentsOfEachIndexBesideTheSignal) {
  expect_refused("outside", [&] {
    m.assigns("i", 9, [&](Index i) { return std::vector<Assignment>{{i.bit(y), i.bit(a)}}; });
  });
  expect_refused("width mismatch", [&] {
    m.assigns("i", 8, [&](Index i) { return std::vector<Assignment>{{i.bit(y), a}}; });
  });
}

TEST_F(Refuses, WrongConnections) {
  m.assign(y, mux(p, a, literal(8, 0)));
  const auto child = std::make_shared<const Module>(m);
  Module top("top", "A module.");
  const Expr x = top.input("x", 8);
  const Expr s = top.input("s", 1);
  const Expr z = top.output("z", 8);
  expect_refused("top.u1: port 'p' is not connected", [&] { top.instance("u1", child, {{"a", x}, {"y", z}}); });
  expect_refused("top.u2: width mismatch: port 'p' is 1 wide", [&] {
    top.instance("u2", child, {{"a", x}, {"p", x}, {"y", z}});
  });
  expect_refused("has no port 'b'", [&] { top.instance("u3", child, {{"b", x}, {"a", x}, {"p", s}, {"y", z}}); });
  expect_refused("port 'a' is connected twice", [&] {
    top.instance("u4", child, {{"a", x}, {"a", x}, {"p", s}, {"y", z}});
  });
  expect_refused("has no parameter 'Width'", [&] {
    top.instance("u5", child, {{"a", x}, {"p", s}, {"y", z}}, {{"Width", 3}});
  });
  expect_refused("'cell' is a keyword", [&] { top.instance("cell", child, {{"a", x}, {"p", s}, {"y", z}}); });
  top.instance("u6", child, {{"a", x}, {"p", s}, {"y", literal(8, 0)}});
  expect_refused("'8'd0' cannot be driven here", [&] { check(top); });
}

TEST_F(Refuses, TwoModulesOfOneName) {
  Design design("v", Reset::async_low);
  const auto make = [&] {
    Module module = design.combinational("block", "A block.");
    module.assign(module.output("y", 1), module.input("a", 1));
    design.add(std::move(module));
  };
  make();
  expect_refused("module 'v_block' exists already", make);
}

TEST_F(Refuses, LanesOutsideASignal) {
  Module leaf("leaf", "A leaf.");
  leaf.assign(leaf.output("y", 4), leaf.input("a", 4));
  const auto child = std::make_shared<const Module>(leaf);
  expect_refused("3 lanes of 4 from 0 are outside", [&] {
    m.instances("lane", 3, child, [&](Index lane) {
      return std::vector<Connection>{{"a", lane.lane(a, 4)}, {"y", lane.lane(y, 4)}};
    });
  });
}

}  // namespace
}  // namespace spintile::gen::hdl
