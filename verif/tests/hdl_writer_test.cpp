// The text of each construct of the Verilog tree.
#include <gtest/gtest.h>

#include "gen/hdl/check.h"
#include "gen/hdl/expression_text.h"
#include "gen/hdl/writer.h"

namespace spintile::gen::hdl {
namespace {

class Expressions : public testing::Test {
 protected:
  Module m{"m", "A module."};
  Expr a = m.input("a", 8);
  Expr b = m.input("b", 8);
  Expr c = m.input("c", 8);
  Expr p = m.input("p", 1);
  Expr q = m.input("q", 1);
  Expr wide = m.input("wide", 64);
  Expr index = m.input("index", 3);
};

TEST_F(Expressions, Literals) {
  EXPECT_EQ(text(literal(8, 5)), "8'd5");
  EXPECT_EQ(text(literal(1, 1)), "1'b1");
  EXPECT_EQ(text(literal(40, 0x123456789a)), "40'h123456789a");
  EXPECT_EQ(text(literal(64, 3)), "64'd3");
}

TEST_F(Expressions, ParenthesesFollowPrecedence) {
  EXPECT_EQ(text(a + b * c), "a + b * c");
  EXPECT_EQ(text((a + b) * c), "(a + b) * c");
  EXPECT_EQ(text(a - (b - c)), "a - (b - c)");
  EXPECT_EQ(text(a - b - c), "a - b - c");
  EXPECT_EQ(text(~(a & b)), "~(a & b)");
  EXPECT_EQ(text(a == b + 1), "a == b + 8'd1");
}

TEST_F(Expressions, MixedLogicIsMadePlain) {
  EXPECT_EQ(text(a & (b | c)), "a & (b | c)");
  EXPECT_EQ(text((a & b) | c), "(a & b) | c");
  EXPECT_EQ(text((p && q) || !p), "(p && q) || !p");
  EXPECT_EQ(text(p && q && p), "p && q && p");
}

TEST_F(Expressions, Conditions) {
  EXPECT_EQ(text(mux(p, a, b)), "p ? a : b");
  EXPECT_EQ(text(mux(a == b, a, b)), "(a == b) ? a : b");
  EXPECT_EQ(text(mux(p, a, mux(q, b, c))), "p ? a :\n      q ? b : c");
  EXPECT_EQ(text(mux(p, mux(q, a, b), c)), "p ? (q ? a : b) : c");
  EXPECT_EQ(text(pick(a, {{literal(8, 1), b}, {literal(8, 2), c}}, a)), "(a == 8'd1) ? b :\n      (a == 8'd2) ? c : a");
  EXPECT_EQ(text(is_one_of(a, {b, c})), "a == b || a == c");
  EXPECT_EQ(text(any_of({})), "1'b0");
}

TEST_F(Expressions, PartsOfSignals) {
  EXPECT_EQ(text(slice(a, 2, 3)), "a[4:2]");
  EXPECT_EQ(text(slice(a, 0, 8)), "a");
  EXPECT_EQ(text(bit(a, 7)), "a[7]");
  EXPECT_EQ(text(bit(p, 0)), "p");
  EXPECT_EQ(text(part(wide, index, 8)), "wide[{3'd0, index} * 6'd8 +: 8]");
}

TEST_F(Expressions, Concatenation) {
  EXPECT_EQ(text(concat({a, p})), "{a, p}");
  EXPECT_EQ(text(repeat(p, 3)), "{3{p}}");
  EXPECT_EQ(text(zero_extend(a, 10)), "{2'd0, a}");
  EXPECT_EQ(text(sign_extend(a, 10)), "{{2{a[7]}}, a}");
  EXPECT_EQ(text(append_zeros(a, 2)), "{a, 2'd0}");
  EXPECT_EQ(text(repeat(wide, 130)), "{{2{wide}}, {128{wide}}}") << "Verilator refuses replications over 8192 bits";
  EXPECT_EQ(zero_extend(a, 8).width(), Width(8));
}

TEST_F(Expressions, SignedArithmeticIsShieldedFromUnsignedContext) {
  EXPECT_EQ(text(signed_product(a, b)), "$unsigned($signed(a) * $signed(b))");
  EXPECT_EQ(text(shift_right_arithmetic(a, index)), "$unsigned($signed(a) >>> index)");
  EXPECT_EQ(text(signed_less(a, b)), "$signed(a) < $signed(b)");
}

TEST_F(Expressions, Reductions) {
  EXPECT_EQ(text(any(a)), "|a");
  EXPECT_EQ(text(!all(a)), "!(&a)");
}

TEST(Width, IsAPolynomialInTheParameters) {
  const Width width = Width::parameter("Width", 4);
  const Width stages = Width::parameter("Stages", 3);
  EXPECT_EQ(((stages - 1) * width + width), stages * width);
  EXPECT_FALSE(width * 3 == stages * width) << "equal at the defaults is not equal";
  EXPECT_EQ((stages * width - 1).text(), "Stages*Width - 1");
  EXPECT_EQ((stages * width - 1).value({{"Width", 5}}), 14);
  EXPECT_EQ((width - width).text(), "0");
}

constexpr auto* counter_text = R"(// Header.

// Counts.

`default_nettype none

module counter #(
  parameter Width = 4  // bits
) (
  input  wire clk_i,
  input  wire rst_ni,
  input  wire clear_i,
  input  wire enable_i,
  output wire [Width-1:0] count_o
);

  reg  [Width-1:0] count_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= 0;
    end else if (clear_i) begin
      count_q <= 0;
    end else if (enable_i) begin
      count_q <= count_q + {{(Width-1){1'b0}}, 1'b1};
    end
  end

  assign count_o = count_q;

endmodule

`default_nettype wire
)";

Module counter(Reset reset) {
  Module m("counter", "Counts.");
  m.clock_and_reset(reset);
  const Width width = m.parameter("Width", 4, "bits");
  const Expr clear = m.input("clear_i", 1);
  const Expr enable = m.input("enable_i", 1);
  const Expr count = m.output("count_o", width);
  const Target count_q = m.reg("count_q", width);
  m.clocked(when(clear).then(count_q <= 0).else_when(enable).then(count_q <= count_q + 1));
  m.assign(count, count_q);
  check(m);
  return m;
}

TEST(Writer, WholeModule) { EXPECT_EQ(write(counter(Reset::async_low), "Header."), counter_text); }

TEST(Writer, OutputsIntoAConcatenation) {
  Module leaf("leaf", "A leaf.");
  leaf.assign(leaf.output("y", 4), leaf.input("a", 4));
  Module m("top", "A module.");
  const Expr a = m.input("a", 4);
  const Expr low = m.output("low", 3);
  const Expr high = m.output("high", 1);
  m.instance("u", std::make_shared<const Module>(leaf), {{"a", a}, {"y", concat({high, low})}});
  check(m);
  EXPECT_NE(write(m, "Header.").find(".y({high, low})"), std::string::npos);
}

TEST(Writer, ResetStyles) {
  const auto has = [](Reset reset, const std::string& wanted) {
    return write(counter(reset), "Header.").find(wanted) != std::string::npos;
  };
  EXPECT_TRUE(has(Reset::async_high, "always @(posedge clk_i or posedge rst_i) begin\n    if (rst_i) begin"));
  EXPECT_TRUE(has(Reset::sync_low, "always @(posedge clk_i) begin\n    if (!rst_ni) begin"));
  EXPECT_TRUE(has(Reset::sync_high, "always @(posedge clk_i) begin\n    if (rst_i) begin"));
}

TEST(Writer, CombinationalBlockAndCase) {
  Module m("m", "A module.");
  const Expr state = m.input("state", 2);
  const Expr next = m.output("next", 2);
  const Expr busy = m.constant("StateBusy", 2, 1);
  const Target next_d = m.variable("next_d", 2);
  m.combinational(next_d <= state, select(state).is(busy, {next_d <= 2}).otherwise({}));
  m.assign(next, next_d);
  check(m);
  const std::string expected =
      "  localparam [1:0] StateBusy = 2'd1;\n"
      "\n"
      "  reg  [1:0] next_d;\n"
      "\n"
      "  always @* begin\n"
      "    next_d = state;\n"
      "    case (state)\n"
      "      StateBusy: begin\n"
      "        next_d = 2'd2;\n"
      "      end\n"
      "      default: ;\n"
      "    endcase\n"
      "  end\n";
  EXPECT_NE(write(m, "Header.").find(expected), std::string::npos) << write(m, "Header.");
}

TEST(Writer, LoopInACombinationalBlock) {
  Module m("m", "A module.");
  const Width lines = m.parameter("Lines", 3, "1 or more");
  const Expr enable = m.input("enable_i", 1);
  const Expr pairs = m.input("pairs_i", lines * 2);
  const Expr both = m.output("both_o", lines);
  const Target v = m.variable("v", lines);
  m.combinational(v <= 0, when(enable).then(m.loop("line", lines, [&](Index line) {
    return Block{line.bit(v) <= (line.lane(pairs, 1, 0, 2) && line.lane(pairs, 1, 1, 2))};
  })));
  m.assign(both, v);
  check(m);
  const std::string expected =
      "  integer line;\n"
      "  always @* begin\n"
      "    line = 0;\n"
      "    v = 0;\n"
      "    if (enable_i) begin\n"
      "      for (line = 0; line < Lines; line = line + 1) begin\n"
      "        v[line] = pairs_i[line*2] && pairs_i[1 + line*2];\n"
      "      end\n"
      "    end\n"
      "  end\n";
  EXPECT_NE(write(m, "Header.").find(expected), std::string::npos) << write(m, "Header.");
}

TEST(Writer, InstancesAndGenerateLoops) {
  const auto leaf = std::make_shared<const Module>(counter(Reset::async_low));
  Module m("top", "A module.");
  m.clock_and_reset(Reset::async_low);
  const Expr clear = m.input("clear_i", 1);
  const Expr enables = m.input("enables_i", 3);
  const Expr counts = m.output("counts_o", 18);
  m.comment("One counter a column.");
  m.instances("column", 3, leaf,
              [&](Index column) {
                return std::vector<Connection>{
                    {"clear_i", clear}, {"enable_i", column.lane(enables, 1)}, {"count_o", column.lane(counts, 6)}};
              },
              {{"Width", 6}});
  check(m);
  const std::string expected =
      "  // One counter a column.\n"
      "  genvar column;\n"
      "  generate\n"
      "    for (column = 0; column < 3; column = column + 1) begin : columns\n"
      "      counter #(.Width(6)) column_lane (\n"
      "        .clk_i(clk_i),\n"
      "        .rst_ni(rst_ni),\n"
      "        .clear_i(clear_i),\n"
      "        .enable_i(enables_i[column]),\n"
      "        .count_o(counts_o[column*6 +: 6])\n"
      "      );\n"
      "    end\n"
      "  endgenerate\n";
  EXPECT_NE(write(m, "Header.").find(expected), std::string::npos) << write(m, "Header.");
}

TEST(Writer, AssignmentsOfEachIndex) {
  Module m("m", "A module.");
  const Width width = m.parameter("Width", 4, "bits");
  const Expr a = m.input("a", width);
  const Expr y = m.output("y", width);
  m.assigns("place", width, [&](Index place) {
    return std::vector<Assignment>{{place.bit(y), place.mirrored_bit(a)}};
  });
  check(m);
  const std::string expected =
      "    for (place = 0; place < Width; place = place + 1) begin : places\n"
      "      assign y[place] = a[Width - 1 - place];\n"
      "    end\n";
  EXPECT_NE(write(m, "Header.").find(expected), std::string::npos) << write(m, "Header.");
}

TEST(Writer, MemoryWithoutReset) {
  Module m("m", "A module.");
  m.clock();
  const Expr address = m.input("address", 2);
  const Expr data = m.input("data", 8);
  const Expr y = m.output("y", 8);
  Memory words_q = m.memory("words_q", 8, 3, "three words");
  const Target read_q = m.unreset_reg("read_q", 8);
  m.clocked(words_q[address] <= data, read_q <= words_q[address]);
  m.assign(y, read_q);
  check(m);
  const std::string expected =
      "  reg  [7:0] read_q;\n"
      "\n"
      "  reg  [7:0] words_q [0:2];  // three words\n"
      "\n"
      "  always @(posedge clk_i) begin\n"
      "    words_q[address] <= data;\n"
      "    read_q <= words_q[address];\n"
      "  end\n";
  EXPECT_NE(write(m, "Header.").find(expected), std::string::npos) << write(m, "Header.");
}

TEST(Writer, TableOfConstants) {
  Module m("m", "A module.");
  const Width row = m.parameter("Row", 1, "0 or 1");
  const Expr y = m.output("y", 8);
  const Expr rows = m.table("Rows", concat({literal(8, 20), literal(8, 10)}));
  m.assign(y, slice(rows, row * 8, 8));
  check(m);
  const std::string text = write(m, "Header.");
  EXPECT_NE(text.find("  localparam [15:0] Rows = {8'd20, 8'd10};\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  assign y = Rows[8*Row+7:8*Row];\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace spintile::gen::hdl
