// The Verilated tile and the golden model behind one port: hundreds of commands of a driver, bit for bit; a fault in
// the Verilog is found, kept and repeated.
#include "verif/rtl_port.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "host/commanded_tile.h"
#include "host/constant_words.h"
#include "host/philox.h"
#include "host/tile_state.h"
#include "refmodel/sot/float_unit_packets.h"
#include "refmodel/tile/golden_port.h"
#include "refmodel/tile/golden_tile.h"
#include "spec/derive.h"
#include "spec/parse.h"
#include "verif/lockstep_port.h"
#include "verif/replay.h"
#include "verif/scratch_folder.h"
#include "verif/tests/mutated_model.h"
#include "verif/training_mutants.h"
#include "verif/transfer_layout.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

using host::Array;

host::SimulatedTile simulated_tile() {
  const spec::ResistiveDevice device = spec::device_preset("soft_bounds_20");
  return {training_mutant_variant(), 5, 1, device, device};
}

/// The model that training_mutants_test builds too.
std::shared_ptr<const ModelLibrary> model() {
  static const auto library = mutated_model(training_mutant_variant(), training_mutant_table());
  return library;
}

HarnessOptions with_fault(std::string_view meaning) { return verif::with_fault(training_mutant_table(), meaning); }

/// What a host does, drawn by a seed.
class Driver {
 public:
  Driver(std::unique_ptr<host::TilePort> port, std::uint32_t seed)
      : tile_(std::move(port)), variant_(tile_.variant()), draws_({seed, 0x80000000}, 0) {}

  void set_up() {
    const TransferLayout layout = transfer_layout(variant_);
    host::TransferSettings settings;
    settings.program = layout.program;
    std::ranges::copy(layout.bases, settings.bases.begin());
    settings.samples = variant_.readout.samples_max;
    settings.warm_up = 1;
    settings.regular_flips = settings.random_flips = true;
    settings.flip_probability = 1U << 13;
    settings.flip_period = 3;
    tile_.set_up_transfer(settings);
    tile_.set_transfer_constants(
        host::constant_words(0.5 / variant_.readout.samples_max, 0.25, 0.375, variant_.transfer));
    host::Matrix<float> weights(variant_.crossbar.rows, variant_.crossbar.columns);
    for (float& weight : weights.values()) weight = draws_.uniform() - 0.5F;
    tile_.set_weights(weights);
    tile_.set_gain(Array::fast, host::Direction::forward, std::vector<float>(weights.row(0).size(), 0.75F));
  }
  /// A step of training: what it reads.
  std::vector<std::int64_t> step() {
    std::vector<std::int64_t> seen;
    const auto add = [&](const host::Matrix<std::int64_t>& values) {
      seen.insert(seen.end(), values.values().begin(), values.values().end());
    };
    tile_.set_samples(1 + static_cast<int>(draws_.below(static_cast<std::uint32_t>(variant_.readout.samples_max))));
    add(tile_.forward_accumulators(codes(variant_.crossbar.rows), draws_.below(2) == 0 ? Array::weight : Array::fast));
    if (spec::has_backward(variant_)) add(tile_.backward(codes(variant_.crossbar.columns)));
    host::PulseProbabilities pulses;
    pulses.slots = 1 + static_cast<int>(draws_.below(static_cast<std::uint32_t>(variant_.update.pulse_slots)));
    pulses.rows = probabilities(variant_.crossbar.rows);
    pulses.columns = probabilities(variant_.crossbar.columns);
    tile_.update(pulses, Array::fast);
    tile_.transfer();
    return seen;
  }
  host::CommandedTile& tile() { return tile_; }

 private:
  host::Matrix<std::int32_t> codes(int lines) {
    host::Matrix<std::int32_t> codes(1, lines);
    const std::int32_t most = spec::input_code_max(variant_);
    for (std::int32_t& code : codes.values())
      code = static_cast<std::int32_t>(draws_.below(static_cast<std::uint32_t>(2 * most + 1))) - most;
    return codes;
  }
  std::vector<std::int32_t> probabilities(int lines) {
    const std::int32_t one = 1 << variant_.update.probability_bits;
    std::vector<std::int32_t> values(static_cast<std::size_t>(lines));
    for (std::int32_t& value : values)
      value = static_cast<std::int32_t>(draws_.below(static_cast<std::uint32_t>(2 * one + 1))) - one;
    return values;
  }

  host::CommandedTile tile_;
  const spec::Variant& variant_;
  host::PhiloxSequence draws_;
};

std::unique_ptr<LockstepPort> lockstep(std::string_view fault, const LockstepOptions& options = {}) {
  const host::SimulatedTile tile = simulated_tile();
  return std::make_unique<LockstepPort>(tile, std::make_unique<refmodel::GoldenPort>(tile),
                                        std::make_unique<RtlPort>(tile, model(), with_fault(fault)), options);
}

TEST(RtlPort, GivesTheBitsOfTheGoldenPortAndItsCycles) {
  auto port = lockstep("");
  LockstepPort& both = *port;
  Driver driver(std::move(port), 1);
  driver.set_up();
  const host::Matrix<float> before = driver.tile().weights();
  for (int i = 0; i < 120; ++i) {
    driver.step();
    if (i % 40 == 0) both.compare();
  }
  both.compare();
  EXPECT_NE(driver.tile().weights(), before) << "nothing reached W";
  EXPECT_EQ(both.activity().commands.at(spec::Command::transfer).count, 120U);
}

TEST(RtlPort, HandsOverACommandAndItsReadAtOnce) {
  ASSERT_TRUE(spec::has_command_queue(training_mutant_variant()));
  const host::SimulatedTile tile = simulated_tile();
  RtlPort queued(tile, model(), with_fault(""));
  RtlPort apart(tile, model(), with_fault(""));
  refmodel::GoldenPort golden(tile);
  namespace reg = spec::register_offset;
  const std::vector<host::TilePort*> ports = {&queued, &apart, &golden};
  std::vector<std::int64_t> input(static_cast<std::size_t>(tile.variant.crossbar.rows), 1);
  for (host::TilePort* port : ports) {
    port->write(spec::Space::input, input);
    // So short that it is over before the READ is there, and of every length up to one that is not.
    port->write_register(reg::slots, 1);
  }
  using spec::Command;
  using spec::Space;
  const auto all = [&](Command command, std::uint32_t operand, Space space) {
    const auto elements = queued.run_and_read(command, operand, space);
    apart.run(command, operand);
    EXPECT_EQ(apart.read(space), elements) << spec::name(command);
    EXPECT_EQ(golden.run_and_read(command, operand, space), elements) << spec::name(command);
    EXPECT_EQ(queued.activity().commands, apart.activity().commands) << spec::name(command);
    EXPECT_EQ(queued.activity().commands, golden.activity().commands) << spec::name(command);
  };
  for (int slots = 1; slots <= 4; ++slots) {
    for (host::TilePort* port : ports) port->write_register(reg::slots, static_cast<std::uint32_t>(slots));
    all(Command::update, 1, Space::random);
  }
  const std::uint64_t before = queued.cycles();
  const std::uint64_t before_apart = apart.cycles();
  for (const Command command : {Command::forward, Command::backward}) all(command, 1, Space::accumulator);
  EXPECT_LT(queued.cycles() - before, apart.cycles() - before_apart);
  all(Command::sot, 0, Space::scale);  // may fail: one after the other
}

// When packets of the SOT array are done is no promise, so nothing waits behind them under a Scoreboard.
TEST(RtlPort, CommandsWaitBehindPacketsOfTheSotArray) {
  const host::SimulatedTile tile = simulated_tile();
  refmodel::TileArrays arrays(tile);
  ArraysAtPins at_pins(arrays);
  HarnessOptions options = with_fault("");
  options.check_pins = false;
  TileHarness harness(model(), tile.variant, at_pins, options);
  std::vector<refmodel::Beat> received;
  const auto step = [&] {
    if (const auto beat = harness.step().beat_out) received.push_back(*beat);
  };
  const auto write = [&](std::uint32_t address, std::uint32_t value) {
    harness.writer().start({address, value});
    while (!harness.writer().idle()) step();
    EXPECT_TRUE(harness.writer().response().value()) << address;
  };
  namespace reg = spec::register_offset;
  const auto give = [&](spec::Command command, spec::Space space) {
    write(reg::command, static_cast<std::uint32_t>(command) | static_cast<std::uint32_t>(space) << 8);
  };
  constexpr int bits = 8;
  const spec::SpaceLayout layout = refmodel::lanes_packet(spec::float_unit_of(tile.variant), bits);
  const std::vector<refmodel::Beat> packet =
      refmodel::encode_packet(layout, std::vector<std::int64_t>{7, 1, 2, 3, 4, 200});
  write(reg::in_tile + reg::lanes, std::uint32_t{bits} << 16);
  give(spec::Command::write, spec::Space::lanes);
  give(spec::Command::read, spec::Space::lanes);
  give(spec::Command::read, spec::Space::scale);
  for (const refmodel::Beat& beat : packet) harness.source().push(beat);
  for (int cycle = 0; cycle < 1000 && !harness.interrupt(); ++cycle) step();
  std::vector<refmodel::Beat> expected = packet;
  const auto scales =
      refmodel::encode_packet(spec::space_layout(tile.variant, spec::Space::scale), std::vector<std::int64_t>(6, 1));
  expected.insert(expected.end(), scales.begin(), scales.end());
  EXPECT_EQ(received, expected);
}

TEST(RtlPort, ReadsWeightCodesAsTheGoldenTileDoes) {
  const spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/odd_sizes.yaml");
  const std::shared_ptr<const ModelLibrary> library = load_model(variant);
  const auto tile = [&](std::uint32_t seed) {
    return host::CommandedTile(std::make_unique<RtlPort>(host::SimulatedTile{variant, seed}, library));
  };
  host::PhiloxSequence draws({5, 0x80000000}, 0);
  const auto codes = [&](int rows, int columns, std::int32_t most) {
    host::Matrix<std::int32_t> matrix(rows, columns);
    for (std::int32_t& code : matrix.values())
      code = static_cast<std::int32_t>(draws.below(2 * static_cast<std::uint32_t>(most) + 1)) - most;
    return matrix;
  };
  refmodel::GoldenTile golden(variant, 11);
  host::CommandedTile rtl = tile(11);
  host::CommandedTile stranger = tile(12);
  int strange = 0;
  for (int life = 0; life < 6; ++life) {
    const auto weights = codes(variant.crossbar.rows, variant.crossbar.columns, spec::weight_code_max(variant));
    const auto inputs = codes(5, variant.crossbar.rows, spec::input_code_max(variant));
    std::vector<float> gain(static_cast<std::size_t>(variant.crossbar.columns));
    for (float& value : gain) value = 0.5F + draws.uniform();
    const host::Requantisation requantisation{std::vector<std::int64_t>(gain.size(), life - 3),
                                              std::vector<std::int64_t>(gain.size(), 7 * life), life};
    for (host::InferenceTile* one :
         {static_cast<host::InferenceTile*>(&golden), static_cast<host::InferenceTile*>(&rtl),
          static_cast<host::InferenceTile*>(&stranger)}) {
      one->program(weights);
      one->set_column_gain(gain);
      one->set_samples(1 + life);
      one->set_requantisation(requantisation);
    }
    const host::Readout expected = golden.forward(inputs);
    EXPECT_EQ(rtl.forward(inputs), expected) << life;
    strange += stranger.forward(inputs) == expected ? 0 : 1;
  }
  EXPECT_EQ(strange, 6) << "another seed gives the same bits";
}

TEST(RtlPort, GoesOnWhereTheGoldenPortStopped) {
  const host::SimulatedTile tile = simulated_tile();
  Driver golden(std::make_unique<refmodel::GoldenPort>(tile), 2);
  Driver rtl(std::make_unique<RtlPort>(tile, model(), with_fault("")), 3);
  golden.set_up();
  rtl.set_up();
  for (int i = 0; i < 20; ++i) golden.step();
  rtl.step();
  const host::State state = golden.tile().save();
  rtl.tile().restore(state);
  EXPECT_EQ(rtl.tile().save(), state);
  Driver same = Driver(std::make_unique<refmodel::GoldenPort>(tile), 3);
  same.set_up();
  same.step();  // draws as rtl has drawn
  same.tile().restore(state);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(rtl.step(), same.step()) << i;
  EXPECT_EQ(rtl.tile().save(), same.tile().save());
}

TEST(RtlPort, RefusesAsTheGoldenPortDoes) {
  const auto both = lockstep("");
  namespace reg = spec::register_offset;
  const auto error = [&](const auto& call) {
    try {
      call();
    } catch (const host::TileError& refusal) {
      return refusal.error();
    }
    return spec::Error::none;
  };
  EXPECT_EQ(error([&] { both->write_register(reg::samples, 0); }), spec::Error::illegal_value);
  EXPECT_EQ(error([&] { both->write_register(reg::identification, 0); }), spec::Error::illegal_address);
  EXPECT_EQ(error([&] { both->run(spec::Command::forward, 2); }), spec::Error::illegal_value);
  const std::vector<std::int64_t> outputs(static_cast<std::size_t>(both->variant().crossbar.columns));
  EXPECT_EQ(error([&] { both->write(spec::Space::output, outputs); }), spec::Error::illegal_space);
  std::vector<std::int64_t> inputs(static_cast<std::size_t>(both->variant().crossbar.rows));
  inputs[2] = -1 - spec::input_code_max(both->variant());
  EXPECT_EQ(error([&] { both->write(spec::Space::input, inputs); }), spec::Error::element_range);
  EXPECT_EQ(error([&] { both->run(spec::Command::sot); }), spec::Error::none);
  both->compare();
}

TEST(RtlPort, AFaultIsFoundKeptAndRepeated) {
  const ScratchFolder scratch;
  for (const std::string_view fault :
       {"the generators step in a transfer", "down for n > 0", "the chopper of row 0 flips for all"}) {
    const std::filesystem::path folder = scratch.path() / "mismatch";
    auto port = lockstep(fault, {folder, false});
    LockstepPort& both = *port;
    Driver driver(std::move(port), 1);
    std::string found;
    try {
      driver.set_up();
      for (int i = 0; i < 60; ++i) {
        driver.step();
        if (i % 10 == 9) both.compare();
      }
    } catch (const MismatchError& error) {
      found = error.mismatch().signal;
    }
    ASSERT_NE(found, "") << fault << ": not noticed";
    const TileCase kept = read_case(folder);
    const auto again = replay(kept, model(), {}, with_fault(fault));
    ASSERT_TRUE(again) << fault;
    EXPECT_EQ(again->signal, found);
    EXPECT_FALSE(replay(kept, model(), {}, with_fault(""))) << fault;
  }
}

}  // namespace
}  // namespace spintile::verif
