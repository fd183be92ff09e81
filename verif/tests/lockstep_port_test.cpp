// Two ports side by side: every kind of difference is seen at once, told and kept in a folder; what both refuse alike
// is passed on.
#include "verif/lockstep_port.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>

#include "spec/parse.h"
#include "spec/register_map.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

/// Keeps what it is told; its FORWARD adds one to every accumulator. `fault` may spoil it.
class FakePort final : public host::TilePort {
 public:
  explicit FakePort(spec::Variant variant) : variant_(std::move(variant)) {
    for (const spec::Register& one : spec::register_map(variant_)) registers[one.offset] = one.reset_value();
    for (const Space space : spec::spaces(variant_)) {
      const spec::SpaceLayout layout = spec::space_layout(variant_, space);
      spaces[space].assign(static_cast<std::size_t>(layout.elements), layout.reset_value);
    }
    weights_ = host::Matrix<float>(variant_.crossbar.rows, variant_.crossbar.columns);
  }

  const spec::Variant& variant() const override { return variant_; }
  void write_register(std::uint32_t address, std::uint32_t value) override {
    if (!registers.contains(address)) throw host::TileError(spec::Error::illegal_address, "no such register");
    if (value == refused) throw host::TileError(refusal, "refused");
    registers[address] = value;
  }
  std::uint32_t read_register(std::uint32_t address) override { return registers.at(address); }
  void run(Command command, std::uint32_t) override {
    if (hangs) throw MismatchError({7, "interrupt_o", -1, "1", "0"});
    for (std::int64_t& value : spaces.at(Space::accumulator)) ++value;
    activity_.commands[command].cycles += cycles;
    ++activity_.commands[command].count;
  }
  void write(Space space, std::span<const std::int64_t> elements) override {
    spaces.at(space).assign(elements.begin(), elements.end());
  }
  std::vector<std::int64_t> read(Space space) override { return spaces.at(space); }
  const host::TileActivity& activity() const override { return activity_; }
  host::Matrix<float> weights(host::Array) const override { return weights_; }
  std::uint64_t pulses(host::Array) const override { return 0; }
  void set_weights(host::Array, const host::Matrix<float>& weights) override { weights_ = weights; }
  void program(host::Array, const host::Matrix<std::int32_t>&) override {}
  void set_gain(host::Array, host::Direction, const std::vector<float>&) override {}
  host::State analog_state() const override {
    return {{"weights", std::vector<float>(weights_.values().begin(), weights_.values().end())}};
  }
  void set_analog_state(const host::State& state) override {
    host::require_like(state, analog_state());
    std::ranges::copy(std::get<std::vector<float>>(state.at("weights")), weights_.values().begin());
  }

  std::map<std::uint32_t, std::uint32_t> registers;
  std::map<Space, std::vector<std::int64_t>> spaces;
  std::uint32_t refused = 0xFFFFFFFF;
  spec::Error refusal = spec::Error::illegal_value;
  std::uint64_t cycles = 90;
  bool hangs = false;

 private:
  spec::Variant variant_;
  host::TileActivity activity_;
  host::Matrix<float> weights_;
};

class LockstepPortTest : public testing::Test {
 protected:
  host::SimulatedTile tile = simulated_tile();
  FakePort* golden = nullptr;
  FakePort* rtl = nullptr;

  static host::SimulatedTile simulated_tile() {
    host::SimulatedTile tile{spec::load_variant(SPINTILE_SOURCE_DIR "/variants/odd_sizes.yaml"), 3, 1};
    tile.weight.dw_min = 0.125;
    tile.fast.table_up = {1.0, 0.1};
    return tile;
  }
  std::unique_ptr<LockstepPort> make(const LockstepOptions& options = {}) {
    auto first = std::make_unique<FakePort>(tile.variant);
    auto second = std::make_unique<FakePort>(tile.variant);
    golden = first.get();
    rtl = second.get();
    return std::make_unique<LockstepPort>(tile, std::move(first), std::move(second), options);
  }
  /// What a mismatch says of `act`.
  static std::string difference(const std::function<void()>& act) {
    try {
      act();
    } catch (const MismatchError& error) {
      return error.what();
    }
    return "none";
  }
};

TEST_F(LockstepPortTest, GivesTheAnswersOfBoth) {
  for (const bool two_threads : {false, true}) {
    const auto both = make({.case_folder = {}, .two_threads = two_threads});
    const std::vector<std::int64_t> x(static_cast<std::size_t>(tile.variant.crossbar.rows), 1);
    both->write(Space::input, x);
    both->write_register(reg::samples, 3);
    for (int i = 0; i < 50; ++i) both->run(Command::forward);
    EXPECT_EQ(both->read(Space::input), x);
    EXPECT_EQ(both->read(Space::accumulator).front(), 50);
    EXPECT_EQ(both->read_register(reg::samples), 3U);
    both->compare();
    EXPECT_FALSE(both->differs());
    EXPECT_EQ(rtl->registers, golden->registers);
    EXPECT_EQ(both->calls(), 55U);
  }
}

TEST_F(LockstepPortTest, SeesEveryKindOfDifferenceInTheCallThatShowsIt) {
  auto both = make();
  rtl->registers[reg::samples] = 2;
  EXPECT_EQ(difference([&] { both->read_register(reg::samples); }),
            "cycle 0: call 1, read of register 0x14: expected 0x6, got 0x2");
  EXPECT_TRUE(both->differs());

  both = make();
  both->run(Command::forward);
  rtl->spaces[Space::accumulator][4] = -1;
  EXPECT_EQ(difference([&] { both->read(Space::accumulator); }),
            "cycle 90: call 2, read of accumulator, line 4: expected 1, got -1");

  both = make();
  rtl->cycles = 91;
  EXPECT_EQ(difference([&] { both->run(Command::forward); }),
            "cycle 91: call 1, forward 0, cycles: expected 90, got 91");

  both = make();
  golden->refused = 5;
  EXPECT_EQ(difference([&] { both->write_register(reg::samples, 5); }),
            "cycle 0: call 1, write of register 0x14: expected error illegal_value, got no error");

  both = make();
  rtl->hangs = true;
  EXPECT_NE(difference([&] { both->run(Command::forward); }).find("expected no error, got interrupt_o: 0 instead of 1"),
            std::string::npos);
}

TEST_F(LockstepPortTest, ComparesAllState) {
  auto both = make();
  rtl->registers[reg::shift] = 1;
  EXPECT_EQ(difference([&] { both->compare(); }), "cycle 0: call 0, then read of register 0x18: expected 0x0, got 0x1");
  both = make();
  rtl->spaces[Space::offset][2] = 9;
  EXPECT_EQ(difference([&] { both->compare(); }),
            "cycle 0: call 0, then state space.offset, line 2: expected 0, got 9");
  both = make();
  rtl->spaces[Space::counter][0] = 9;
  EXPECT_NE(difference([&] { both->compare(); }).find("then read of counter, line 0"), std::string::npos);
  both = make();
  rtl->set_weights(host::Array::weight,
                   host::Matrix<float>(tile.variant.crossbar.rows, tile.variant.crossbar.columns, 0.5F));
  EXPECT_NE(difference([&] { both->compare(); }).find("then state analog.weights, line 0: expected 0, got 0.5"),
            std::string::npos);
}

TEST_F(LockstepPortTest, WhatBothRefuseAlikeIsNoDifference) {
  const auto both = make();
  golden->refused = rtl->refused = 5;
  EXPECT_THROW(both->write_register(reg::samples, 5), host::TileError);
  EXPECT_THROW(both->write_register(0xFC, 0), host::TileError);
  EXPECT_FALSE(both->differs());
  rtl->refusal = spec::Error::busy;
  EXPECT_EQ(difference([&] { both->write_register(reg::samples, 5); }),
            "cycle 0: call 3, write of register 0x14: expected error illegal_value, got error busy");
}

TEST_F(LockstepPortTest, LeavesACaseThatSaysAllOfIt) {
  const ScratchFolder scratch;
  const std::filesystem::path folder = scratch.path() / "mismatch";
  const auto both = make({.case_folder = folder});
  const std::vector<float> gain(static_cast<std::size_t>(tile.variant.crossbar.columns), 0.1F);
  both->set_gain(host::Array::weight, host::Direction::forward, gain);
  both->write_register(reg::samples, 3);
  both->compare();
  EXPECT_FALSE(std::filesystem::exists(folder));
  const host::Matrix<float> weights(tile.variant.crossbar.rows, tile.variant.crossbar.columns, 1.0F / 3);
  both->set_weights(host::Array::weight, weights);
  both->write(Space::offset, golden->spaces[Space::offset]);
  both->run(Command::forward);
  rtl->spaces[Space::output][1] = 1;
  const std::string told = difference([&] { both->read(Space::output); });

  const TileCase kept = read_case(folder);
  EXPECT_EQ(kept.tile.variant, tile.variant);
  EXPECT_EQ(kept.tile.seed, 3U);
  EXPECT_EQ(kept.tile.number, 1U);
  EXPECT_EQ(kept.tile.weight, tile.weight);
  EXPECT_EQ(kept.tile.fast, tile.fast);
  EXPECT_EQ(kept.difference, "call 5, read of output, element 1: expected 0, got 1");
  EXPECT_NE(told.find("call 5, read of output, line 1"), std::string::npos);
  ASSERT_TRUE(kept.start);
  EXPECT_TRUE(kept.start->contains("analog.weights"));
  ASSERT_EQ(kept.calls.size(), 5U);
  EXPECT_EQ(std::get<port_call::SetGain>(kept.calls[0]).gain, gain);
  EXPECT_EQ(std::get<port_call::SetWeights>(kept.calls[1]).weights, weights);
  EXPECT_EQ(std::get<port_call::Run>(kept.calls[3]).command, Command::forward);
  EXPECT_EQ(std::get<port_call::Read>(kept.calls[4]).space, Space::output);

  std::filesystem::remove(folder / "calls.jsonl");
  EXPECT_THROW(read_case(folder), std::runtime_error);
}

}  // namespace
}  // namespace spintile::verif
