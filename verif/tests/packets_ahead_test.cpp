// Packets that come in before their command runs: what that saves, what stays in order, and beside which commands it
// never is. docs/contract.md, "Command queue". On the model that training_mutants_test builds too.
#include <gtest/gtest.h>

#include "spec/derive.h"
#include "verif/fuzz_converters.h"
#include "verif/scoreboard_host.h"
#include "verif/tests/mutated_model.h"
#include "verif/training_mutants.h"
#include "verif/transfer_layout.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

class PacketsAhead : public testing::Test {
 protected:
  static void SetUpTestSuite() { library_ = mutated_model(variant_, training_mutant_table()); }
  static void TearDownTestSuite() { library_.reset(); }

  static std::vector<refmodel::Beat> packet(Space space, std::int64_t value = 1) {
    const spec::SpaceLayout layout = spec::space_layout(variant_, space);
    return refmodel::encode_packet(layout, std::vector<std::int64_t>(static_cast<std::size_t>(layout.elements), value));
  }
  static std::uint32_t code(Space space) { return static_cast<std::uint32_t>(space); }

  /// Clock cycles from the COMMAND write of `first` to the end of all, with a WRITE behind it whose packet is there at
  /// once; without a space of `first` alone.
  std::uint64_t cycles(Command first, std::optional<Space> behind, bool at_once = true) {
    const std::uint64_t begin = board_.cycle();
    host_.start(first);
    if (behind) {
      host_.start(Command::write, code(*behind));
      if (at_once) host_.send(packet(*behind));
      while (board_.golden().running() == first) board_.step();
      if (!at_once) host_.send(packet(*behind));
    }
    host_.settle();
    return board_.cycle() - begin;
  }

  static inline const spec::Variant variant_ = training_mutant_variant();
  static inline std::shared_ptr<const ModelLibrary> library_;
  FuzzConverters converters_{variant_, 1, 0};
  Scoreboard board_{library_, variant_, converters_, with_fault(training_mutant_table(), "")};
  ScoreboardHost host_{board_, variant_};
};

TEST_F(PacketsAhead, TheNextInputComesInWhileThisOneIsRead) {
  ASSERT_GT(variant_.commands.queue, 0);
  for (const Command command : {Command::forward, Command::backward}) {
    const std::uint64_t alone = cycles(command, {});
    // A cycle between the two, and the one cycle that the WRITE takes.
    EXPECT_EQ(cycles(command, Space::input), alone + 2) << spec::name(command);
    const auto beats = static_cast<std::uint64_t>(spec::space_layout(variant_, Space::input).beats());
    EXPECT_GE(cycles(command, Space::input, false), alone + 2 + beats) << spec::name(command);
  }
}

TEST_F(PacketsAhead, WhatRunsSeesWhatWasThereBefore) {
  host_.write_space(Space::input, std::vector<std::int64_t>(static_cast<std::size_t>(variant_.crossbar.rows), 0));
  host_.start(Command::forward);  // the scoreboard compares its drivers in every cycle
  host_.start(Command::load_x);
  host_.send(packet(Space::input, 1));
  for (int i = 0; i < 20; ++i) board_.step();
  ASSERT_EQ(board_.golden().running(), Command::forward);
  EXPECT_FALSE(board_.wants_packet());
  EXPECT_EQ(board_.golden().space(Space::input)[0], 0);
  host_.settle();
  EXPECT_EQ(board_.golden().space(Space::input)[0], 1);
  host_.read_space(Space::input);
}

TEST_F(PacketsAhead, AWrongOneFailsWhenItsCommandRuns) {
  constexpr std::uint32_t error = 4;
  host_.start(Command::forward);
  host_.start(Command::load_x);
  host_.start(Command::read_y);  // dropped by the error
  auto beats = packet(Space::input);
  beats.back().last = false;
  beats.push_back({0, true});
  host_.send(beats);
  for (int i = 0; i < 20; ++i) board_.step();
  ASSERT_EQ(board_.golden().running(), Command::forward);
  EXPECT_EQ(host_.read(reg::status) & error, 0U);
  host_.settle();
  EXPECT_EQ(host_.read(reg::status) >> 8 & 0xFF, static_cast<std::uint32_t>(spec::Error::packet_length));
  EXPECT_TRUE(board_.golden().waiting().empty());
  host_.write(reg::status, error);
  host_.read_space(Space::output);
}

TEST_F(PacketsAhead, NoneComesBesideATransfer) {
  const TransferLayout layout = transfer_layout(variant_);
  host::PhiloxSequence draws({1, 0x80000000}, 0);
  host_.fill_sot_array(draws);
  host_.load_program(layout.program);
  host_.set_bases(layout.bases);
  host_.start(Command::transfer);
  host_.start(Command::load_x);
  host_.send(packet(Space::input));
  while (board_.golden().running() == Command::transfer) {
    EXPECT_FALSE(board_.wants_packet());
    board_.step();
  }
  EXPECT_TRUE(board_.wants_packet());
  host_.settle();
}

TEST_F(PacketsAhead, AResetForgetsOne) {
  for (int beats_before = 0; beats_before < 3; ++beats_before) {
    host_.start(Command::forward);
    host_.start(Command::load_x);
    auto beats = packet(Space::input);
    beats.back().last = false;  // as many as there are: it goes on
    if (beats_before > 0) host_.send(beats);
    for (int i = 0; i < 4 * beats_before; ++i) board_.step();
    board_.reset(1);
    EXPECT_FALSE(board_.golden().busy());
    host_.write_space(Space::input, std::vector<std::int64_t>(static_cast<std::size_t>(variant_.crossbar.rows), -1));
    host_.read_space(Space::input);
  }
}

}  // namespace
}  // namespace spintile::verif
