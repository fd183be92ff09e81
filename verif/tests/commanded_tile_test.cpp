// The driver of a tile against a port that only records: what it sends, what it spares, what it refuses. What a tile
// makes of it: tile_matrix_test.
#include "host/commanded_tile.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "host/tile_state.h"
#include "spec/derive.h"
#include "spec/parse.h"
#include "verif/tests/recording_port.h"
#include "verif/tests/refusal.h"

namespace spintile::host {
namespace {

using Calls = std::vector<std::string>;

void expect_says(const std::string& message, const std::string& part) {
  EXPECT_NE(message.find(part), std::string::npos) << message << "; it must say: " << part;
}

spec::Variant agad() {
  spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/training_agad.yaml");
  variant.backward.array_columns = 3;
  return variant;
}

struct Driven {
  explicit Driven(const spec::Variant& variant = agad()) {
    auto owned = std::make_unique<RecordingPort>(variant);
    port = owned.get();
    tile = std::make_unique<CommandedTile>(std::move(owned));
  }

  RecordingPort* port = nullptr;
  std::unique_ptr<CommandedTile> tile;
};

spec::sot::Program program_of(std::size_t words) {
  spec::sot::Program program;
  program.words.resize(words);  // all End
  return program;
}

TransferSettings settings() {
  return {.program = program_of(3),
          .bases = {0, 128, 256, 384, 400, 500, 600, 0},
          .samples = 7,
          .warm_up = 3,
          .regular_flips = true,
          .flip_probability = 100,
          .flip_period = 5};
}

PulseProbabilities probabilities(int slots) {
  return {.slots = slots, .rows = std::vector<std::int32_t>(8, 200), .columns = std::vector<std::int32_t>(6, -256)};
}

TEST(CommandedTile, ReadsVectorAfterVectorAndNothingThatIsNotAskedFor) {
  Driven driven;
  driven.tile->forward_accumulators(Matrix<std::int32_t>(2, 8, -3), Array::fast);
  EXPECT_EQ(driven.port->calls(), (Calls{"write input", "run forward 1", "read accumulator", "write input",
                                         "run forward 1", "read accumulator"}));
  EXPECT_EQ(driven.port->element(spec::Space::input, 7), -3);
  driven.tile->forward(Matrix<std::int32_t>(1, 8));
  EXPECT_EQ(driven.port->calls(), (Calls{"write input", "run forward 0", "read accumulator", "read output"}));
  const Matrix<std::int64_t> back = driven.tile->backward(Matrix<std::int32_t>(1, 6, 2));
  EXPECT_EQ(back.columns(), 8);
  EXPECT_EQ(driven.port->calls(), (Calls{"write output_error", "run backward 0", "read accumulator"}));
}

TEST(CommandedTile, WritesARegisterOnceForEachValue) {
  Driven driven;
  for (const int slots : {3, 3, 4, 0}) driven.tile->update(probabilities(slots), Array::fast);
  EXPECT_EQ(driven.port->calls(),
            (Calls{"write 0x20 3", "write row_probability", "write column_probability", "run update 1",
                   "write row_probability", "write column_probability", "run update 1", "write 0x20 4",
                   "write row_probability", "write column_probability", "run update 1"}));
  driven.tile->set_samples(5);
  driven.tile->set_samples(5);
  EXPECT_EQ(driven.port->calls(), (Calls{"write 0x14 5"}));
  driven.tile->restore(driven.tile->save());
  driven.port->calls();
  driven.tile->set_samples(5);
  EXPECT_EQ(driven.port->calls(), (Calls{"write 0x14 5"})) << "what a restored tile holds is not known";
}

TEST(CommandedTile, ClearsTheWholeArrayBeforeATransfer) {
  for (const int rows : {8, 1000}) {  // less than a Clear takes, and no multiple of it
    spec::Variant variant = agad();
    variant.crossbar.rows = rows;
    Driven driven(variant);
    driven.tile->set_up_transfer(settings());
    int ones = 0;
    for (int row = 0; row < spec::float_unit_of(variant).sot.rows; ++row)
      for (int lane = 0; lane < 6; ++lane) ones += driven.port->cell(row, lane) != 0 ? 1 : 0;
    EXPECT_EQ(ones, 0) << rows << " rows";
  }
}

TEST(CommandedTile, SetsATransferUp) {
  Driven driven;
  driven.tile->set_up_transfer(settings());
  namespace offset = spec::register_offset;
  const auto read = [&](std::uint32_t address) { return driven.port->read_register(address); };
  EXPECT_EQ(read(offset::in_tile + offset::program), 3U << 16);
  EXPECT_EQ(driven.port->read(spec::Space::program), (std::vector<std::int64_t>{0, 0, 0}));
  for (std::uint32_t base = 0; base < 8; ++base)
    EXPECT_EQ(read(offset::in_tile + offset::base0 + 4 * base), static_cast<std::uint32_t>(settings().bases[base]));
  EXPECT_EQ(read(offset::transfer_samples), 7U);
  EXPECT_EQ(read(offset::warm_up), 3U);
  EXPECT_EQ(read(offset::chopper), 100U << 16 | 1U);
  EXPECT_EQ(read(offset::chop_period), 5U);
}

TEST(CommandedTile, WritesOnlyConstantsThatChanged) {
  Driven driven;
  driven.tile->set_up_transfer(settings());
  driven.port->calls();
  const auto row = [&](int first) {
    std::uint32_t word = 0;
    for (int bit = 0; bit < 16; ++bit) word |= static_cast<std::uint32_t>(driven.port->cell(first + bit, 5)) << bit;
    return word;
  };
  driven.tile->set_transfer_constants(std::vector<std::uint32_t>{0x1234, 0, 0xFFFF, 7});
  EXPECT_EQ(row(600), 0x1234U);
  EXPECT_EQ(row(632), 0xFFFFU);
  EXPECT_EQ(row(648), 7U);
  driven.port->calls();
  driven.tile->set_transfer_constants(std::vector<std::uint32_t>{0x1234, 0, 0xFFFE, 7});
  EXPECT_EQ(driven.port->calls(), (Calls{"write 0x58 1049208", "write lanes"}));  // row 632, 16 bits
  EXPECT_EQ(row(632), 0xFFFEU);
  driven.tile->set_transfer_constants(std::vector<std::uint32_t>{0x1234, 0, 0xFFFE, 7});
  EXPECT_EQ(driven.port->calls(), Calls());
}

TEST(CommandedTile, ForgetsTheConstantsOfAnArrayThatIsClearedOrRestored) {
  const std::vector<std::uint32_t> words = {5, 6, 7, 8};
  Driven driven;
  driven.tile->set_up_transfer(settings());
  const State state = driven.tile->save();
  const auto expect_written = [&](const char* after) {
    driven.tile->set_transfer_constants(words);
    EXPECT_EQ(driven.port->cell(600, 0), 1) << after;
  };
  expect_written("the first set-up");
  driven.tile->set_up_transfer(settings());
  expect_written("another");
  driven.tile->restore(state);
  expect_written("a restore");
}

TEST(CommandedTile, RefusesIllegalArgumentsBeforeItSendsAnything) {
  Driven driven;
  const auto refused = [&](const auto& action) {
    const std::string message = refusal<std::invalid_argument>(action);
    EXPECT_EQ(driven.port->calls(), Calls()) << message;
    return message;
  };
  CommandedTile& tile = *driven.tile;
  expect_says(refused([&] { tile.forward(Matrix<std::int32_t>(2, 7)); }), "input: 7 values");
  Matrix<std::int32_t> last_too_large(2, 8);
  last_too_large(1, 7) = 4;
  expect_says(refused([&] { tile.forward(last_too_large); }), "input: 4; allowed are -3 to 3");
  expect_says(refused([&] { tile.backward(Matrix<std::int32_t>(1, 6, -4)); }), "output_error: -4");
  expect_says(refused([&] { tile.set_samples(16); }), "samples: 16; allowed are 1 to 15");
  expect_says(refused([&] { tile.update(probabilities(8), Array::fast); }), "slots: 8");
  PulseProbabilities large = probabilities(3);
  large.columns[5] = 257;
  expect_says(refused([&] { tile.update(large, Array::fast); }), "column_probability: 257");
  expect_says(refused([&] { tile.set_generators(std::vector<std::uint32_t>(15)); }), "random: 0");
  expect_says(refused([&] { tile.set_gain(Array::fast, Direction::backward, std::vector<float>(8, 0.0F)); }),
              "gain: 0");
  expect_says(refused([&] { tile.program(Matrix<std::int32_t>(8, 6)); }), "weight codes");
  TransferSettings beyond = settings();
  beyond.bases[6] = spec::float_unit_of(tile.variant()).sot.rows - 63;
  expect_says(refused([&] { tile.set_up_transfer(beyond); }), "constants");
  expect_says(refused([&] { tile.set_transfer_constants(std::vector<std::uint32_t>(2)); }), "constants: 2");
  expect_says(refused([&] { tile.set_transfer_constants(std::vector<std::uint32_t>(4, 0x10000)); }), "constant: 65536");
}

TEST(CommandedTile, RefusesWhatItsVariantHasNot) {
  Driven reader(spec::load_variant(SPINTILE_SOURCE_DIR "/variants/mnist_stochastic.yaml"));
  CommandedTile& tile = *reader.tile;
  const auto refused = [&](const auto& action) { return refusal<std::invalid_argument>(action); };
  expect_says(refused([&] { tile.forward(Matrix<std::int32_t>(1, 784), Array::fast); }), "array: fast");
  expect_says(refused([&] { tile.backward(Matrix<std::int32_t>(1, 10)); }), "no BACKWARD");
  expect_says(refused([&] { tile.update({}, Array::weight); }), "no UPDATE");
  expect_says(refused([&] { tile.set_up_transfer({}); }), "no TRANSFER");
}

TEST(TileState, ComesBackInAnotherTile) {
  Driven first;
  first.tile->set_up_transfer(settings());
  first.tile->set_transfer_constants(std::vector<std::uint32_t>{1, 2, 3, 4});
  first.tile->update(probabilities(3), Array::fast);
  first.tile->set_generators(std::vector<std::uint32_t>(15, 77));
  const State state = first.tile->save();
  EXPECT_EQ(state.count("registers"), 1U);
  EXPECT_EQ(state.count("space.random"), 1U);
  EXPECT_EQ(state.count("analog.analog"), 1U);
  EXPECT_EQ(std::get<std::vector<std::uint64_t>>(state.at("program")).size(), 3U);
  EXPECT_EQ(first.tile->save(), state) << "reading changed the tile";

  Driven second;
  EXPECT_NE(second.tile->save(), state);
  second.tile->restore(state);
  EXPECT_EQ(second.tile->save(), state);
}

TEST(TileState, IsCheckedBeforeAnythingChanges) {
  Driven driven;
  const State state = driven.tile->save();
  driven.port->calls();
  const auto refused = [&](const char* array, const auto& change) {
    State changed = state;
    change(changed);
    expect_says(refusal<std::invalid_argument>([&] { driven.tile->restore(changed); }), array);
    EXPECT_EQ(driven.port->calls(), Calls()) << array;
  };
  const auto word = [](State& changed, const char* name) -> std::uint64_t& {
    return std::get<std::vector<std::uint64_t>>(changed.at(name)).back();
  };
  const auto first_register = [](State& changed) -> std::uint32_t& {
    return std::get<std::vector<std::uint32_t>>(changed.at("registers")).front();
  };
  refused("lanes", [](State& changed) { changed.erase("lanes"); });
  refused("analog", [](State& changed) { changed["analog.analog"] = std::vector<float>(3); });
  refused("space.random", [&](State& changed) { word(changed, "space.random") = 0; });
  refused("space.input", [&](State& changed) { word(changed, "space.input") = 4; });
  refused("SAMPLES", [&](State& changed) { first_register(changed) = 0; });
  refused("SAMPLES", [&](State& changed) { first_register(changed) = 1U << 20; });
  refused("program", [](State& changed) { changed["program"] = std::vector<std::uint64_t>(1); });
}

}  // namespace
}  // namespace spintile::host
