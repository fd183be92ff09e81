#include "verif/verilated_model.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

/// Registered sum of two operands, wide enough to need words.
gen::Package adder(int addend) {
  const std::string text =
      "module adder (input wire clk_i, input wire [99:0] a_i, input wire [8:0] b_i,\n"
      "              output reg [99:0] sum_o, output wire [39:0] low_o);\n"
      "  always @(posedge clk_i) sum_o <= a_i + {91'd0, b_i} + 100'd" +
      std::to_string(addend) + ";\n  assign low_o = sum_o[39:0];\nendmodule\n";
  return {"adder", {{"rtl/adder.v", text}}};
}

std::shared_ptr<const ModelLibrary> load(const std::filesystem::path& file) {
  return std::make_shared<const ModelLibrary>(file);
}

TEST(VerilatedModel, PortsCarryValuesOfEveryWidth) {
  const ModelBuilder builder;
  VerilatedModel model(load(builder.build(adder(1))));
  const Port clock = model.port("clk_i");
  const Port a = model.port("a_i");
  const Port sum = model.port("sum_o");
  EXPECT_EQ(a.bits(), 100);
  EXPECT_EQ(model.port("low_o").bits(), 40);
  a.copy_from(std::array<std::uint64_t, 2>{0xffffffffffffffff, 0xf00000000});
  model.port("b_i").set(0x1ff);
  clock.set(0);
  model.eval();
  clock.set(1);
  model.eval();
  std::array<std::uint64_t, 2> words{};
  sum.copy_to(words);
  EXPECT_EQ(words, (std::array<std::uint64_t, 2>{0x1ff, 0xf00000001}));
  EXPECT_TRUE(sum.equals(words));
  words[1] = 7;
  EXPECT_FALSE(sum.equals(words));
  EXPECT_EQ(model.port("low_o").get(), 0x1ffU);
  EXPECT_THROW(model.port("c_i"), std::out_of_range);
}

TEST(VerilatedModel, TwoModelsLiveInOneProcess) {
  const ModelBuilder builder;
  VerilatedModel one(load(builder.build(adder(1))));
  VerilatedModel two(load(builder.build(adder(2))));
  for (VerilatedModel* model : {&one, &two}) {
    model->port("clk_i").set(0);
    model->eval();
    model->port("clk_i").set(1);
    model->eval();
  }
  EXPECT_EQ(one.port("low_o").get(), 1U);
  EXPECT_EQ(two.port("low_o").get(), 2U);
}

TEST(VerilatedModel, CacheIsHitAndSafeWithSeveralBuildersInAFolderWithSpaces) {
  const ScratchFolder scratch;
  const std::filesystem::path root = scratch.path() / "a cache";
  std::array<std::filesystem::path, 2> built;
  {
    std::jthread first([&] { built[0] = ModelBuilder(ModelCache(root)).build(adder(3)); });
    std::jthread second([&] { built[1] = ModelBuilder(ModelCache(root)).build(adder(3)); });
  }
  EXPECT_EQ(built[0], built[1]);
  const auto start = std::chrono::steady_clock::now();
  VerilatedModel model(load(ModelBuilder(ModelCache(root)).build(adder(3))));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("spintile-")) << "a draft was left behind";
  }
}

TEST(VerilatedModel, StateStartsAtZeroOrWhereTheSeedSays) {
  const auto library = load(ModelBuilder().build(adder(1)));
  const auto start = [&](std::optional<std::uint32_t> seed) {
    VerilatedModel model(library, seed);
    model.eval();
    return model.port("low_o").get();
  };
  EXPECT_EQ(start(std::nullopt), 0U);
  EXPECT_EQ(start(7), start(7));
  EXPECT_NE(start(7), start(8));
}

TEST(VerilatedModel, WaveFileIsWritten) {
  const ScratchFolder scratch;
  const ModelBuilder builder;
  const std::filesystem::path wave = scratch.path() / "wave.fst";
  {
    VerilatedModel model(load(builder.build(adder(1), {.trace = true})));
    model.open_wave(wave);
    for (std::uint64_t time = 0; time < 20; ++time) {
      model.port("clk_i").set(time % 2);
      model.eval();
      model.dump_wave(time);
    }
  }
  EXPECT_GT(std::filesystem::file_size(wave), 100U);
  VerilatedModel silent(load(builder.build(adder(1))));
  EXPECT_THROW(silent.open_wave(wave), std::runtime_error);
}

TEST(VerilatedModel, RefusalShowsTheLogAndLeavesNoEntry) {
  const ScratchFolder scratch;
  const ModelBuilder builder{ModelCache(scratch.path())};
  const gen::Package broken{"broken",
                            {{"rtl/broken.v", "module broken (input wire a_i);\n  assign q = ;\nendmodule\n"}}};
  try {
    builder.build(broken);
    FAIL() << "a syntax error was accepted";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("rtl/broken.v:2"), std::string::npos) << error.what();
  }
  EXPECT_TRUE(std::filesystem::is_empty(scratch.path()));
}

TEST(ExternalProgram, ArgumentsArePassedAsTheyAre) {
  const ProgramResult result = run_program({"printf", "%s|", "two words", "$HOME", "'"}, "/tmp");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.log, "two words|$HOME|'|");
  EXPECT_THROW(run_program({"no-such-program-here"}, "/tmp"), std::runtime_error);
  EXPECT_THROW(run_program_or_throw({"false"}, "/tmp"), std::runtime_error);
}

TEST(ContentHash, MovingAByteCounts) {
  EXPECT_EQ(ContentHash().add("").hex().size(), 32U);
  EXPECT_NE(ContentHash().add("ab").add("c").hex(), ContentHash().add("a").add("bc").hex());
}

}  // namespace
}  // namespace spintile::verif
