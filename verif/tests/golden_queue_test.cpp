// The command queue of the golden model: docs/contract.md, "Command queue".
#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "refmodel/tile/golden_bus.h"
#include "spec/derive.h"
#include "spec/parse.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Error;
using spec::Space;
namespace reg = spec::register_offset;

spec::Variant tile(int queue) {
  spec::Variant variant;
  variant.name = "queued";
  variant.crossbar = {.rows = 8, .columns = 3, .array_rows = 8, .fast_array = true};
  variant.input = {.streams = 4, .stream_bits = 1};  // codes -15 .. 15: 8 in a beat
  variant.commands.queue = queue;
  return variant;
}

constexpr std::uint32_t code(Command command, std::uint32_t operand = 0) {
  return static_cast<std::uint32_t>(command) | operand << 8;
}
constexpr std::uint32_t code(Command command, Space space) { return code(command, static_cast<std::uint32_t>(space)); }

constexpr std::uint32_t busy = 1;
constexpr std::uint32_t done = 2;
constexpr std::uint32_t error(Error which) { return 4 | static_cast<std::uint32_t>(which) << 8; }
constexpr std::uint32_t waiting(std::uint32_t commands) { return busy | commands << 16; }

bool give(GoldenBus& bus, std::uint32_t command) { return bus.write_register(reg::command, command); }
std::uint32_t status(const GoldenBus& bus) { return bus.read_register(reg::status).value; }
void no_converters(int, int, int, std::span<std::uint64_t>) {}

TEST(GoldenQueue, StartsInOrderOneCycleAfterTheEnd) {
  GoldenBus bus(tile(2));
  ASSERT_TRUE(give(bus, code(Command::forward, 1)));
  EXPECT_EQ(bus.running(), Command::forward) << "at once: nothing was there";
  EXPECT_EQ(status(bus), waiting(0));
  ASSERT_TRUE(give(bus, code(Command::read, Space::accumulator)));
  ASSERT_TRUE(give(bus, code(Command::forward, 0)));
  EXPECT_EQ(status(bus), waiting(2));
  EXPECT_EQ(bus.array(), host::Array::fast) << "of the command that runs";
  bus.run_forward(no_converters);
  EXPECT_FALSE(bus.running()) << "a cycle between the two";
  EXPECT_EQ(status(bus), waiting(2)) << "the next one still waits, and the tile is occupied";
  EXPECT_FALSE(bus.interrupt());
  ASSERT_TRUE(bus.start_waiting());
  EXPECT_EQ(bus.running(), Command::read);
  EXPECT_EQ(bus.running_space(), Space::accumulator);
  EXPECT_EQ(bus.array(), host::Array::fast);
  EXPECT_EQ(status(bus), waiting(1));
  bus.give_packet();
  ASSERT_TRUE(bus.start_waiting());
  EXPECT_EQ(bus.array(), host::Array::weight);
  EXPECT_EQ(status(bus), waiting(0));
  bus.run_forward(no_converters);
  EXPECT_EQ(status(bus), done);
  EXPECT_TRUE(bus.interrupt());
  EXPECT_FALSE(bus.start_waiting());
}

TEST(GoldenQueue, FullRefusesCommandsAndOccupiedRefusesRegisters) {
  GoldenBus bus(tile(1));
  const auto refused = [&](std::uint32_t address, std::uint32_t value, Error expected) {
    EXPECT_FALSE(bus.write_register(address, value)) << address << " <- " << value;
    EXPECT_EQ(status(bus) & 0xFF04, error(expected)) << address << " <- " << value;
    EXPECT_TRUE(bus.write_register(reg::status, 4));
  };
  ASSERT_TRUE(give(bus, code(Command::forward)));
  refused(reg::command, code(Command::read, Space::health), Error::illegal_space);  // with room the checks come first
  refused(reg::samples, 1, Error::busy);
  EXPECT_TRUE(bus.waiting().empty());
  ASSERT_TRUE(give(bus, code(Command::read_y)));
  refused(reg::command, code(Command::read, Space::health), Error::busy);
  bus.run_forward(no_converters);
  refused(reg::command, code(Command::read_y), Error::busy);  // the one that is about to start still counts
  refused(reg::samples, 1, Error::busy);
  ASSERT_TRUE(bus.start_waiting());
  EXPECT_THROW(bus.start_waiting(), std::logic_error);
  refused(reg::samples, 1, Error::busy);
  ASSERT_TRUE(give(bus, code(Command::read_y)));
  bus.give_packet();
  ASSERT_TRUE(bus.start_waiting());
  bus.give_packet();
  EXPECT_EQ(status(bus), done);
  EXPECT_TRUE(bus.write_register(reg::samples, 1));
}

TEST(GoldenQueue, AnErrorDropsWhatWaitsAndHalts) {
  GoldenBus bus(tile(3));
  ASSERT_TRUE(give(bus, code(Command::write, Space::scale)));
  ASSERT_TRUE(give(bus, code(Command::forward)));
  ASSERT_TRUE(give(bus, code(Command::read_y)));
  bus.take_packet(std::vector<GoldenBus::Beat>{{0, false}, {0, false}, {0, false}, {0, true}});
  EXPECT_EQ(status(bus), error(Error::packet_length)) << "neither busy nor waiting";
  EXPECT_FALSE(bus.start_waiting());
  EXPECT_FALSE(give(bus, code(Command::forward)));
  EXPECT_FALSE(bus.busy());
  EXPECT_EQ(status(bus), error(Error::packet_length)) << "the first error stays";
  EXPECT_TRUE(bus.write_register(reg::samples, 1)) << "COMMAND alone is halted";
  EXPECT_TRUE(bus.write_register(reg::status, 4));
  EXPECT_TRUE(give(bus, code(Command::forward)));
}

TEST(GoldenQueue, ARefusedWriteHaltsAndWhatWaitsGoesOn) {
  GoldenBus bus(tile(3));
  ASSERT_TRUE(give(bus, code(Command::forward)));
  ASSERT_TRUE(give(bus, code(Command::read_y)));
  EXPECT_FALSE(bus.write_register(reg::samples, 0));
  EXPECT_FALSE(give(bus, code(Command::read_y)));
  EXPECT_EQ(status(bus), waiting(1) | error(Error::busy));
  EXPECT_TRUE(bus.interrupt());
  bus.run_forward(no_converters);
  ASSERT_TRUE(bus.start_waiting());
  bus.give_packet();
  EXPECT_EQ(status(bus), done | error(Error::busy));
}

TEST(GoldenQueue, WithoutOneNothingHalts) {
  GoldenBus bus(tile(0));
  EXPECT_FALSE(bus.write_register(reg::samples, 0));
  ASSERT_TRUE(give(bus, code(Command::forward)));
  EXPECT_FALSE(give(bus, code(Command::read_y)));
  EXPECT_EQ(status(bus), busy | error(Error::illegal_value));
}

TEST(GoldenQueue, AResetEmptiesIt) {
  GoldenBus bus(tile(3));
  ASSERT_TRUE(give(bus, code(Command::forward)));
  ASSERT_TRUE(give(bus, code(Command::read_y)));
  bus.reset();
  EXPECT_EQ(status(bus), 0U);
  EXPECT_FALSE(bus.start_waiting());
}

TEST(GoldenQueue, AWaitingTransferSelectsItsArrayWhenItStarts) {
  const spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/training_agad.yaml");
  ASSERT_TRUE(spec::has_command_queue(variant));
  GoldenBus bus(variant);
  bus.write_register(reg::in_tile + reg::base0 + 4, 128);
  ASSERT_TRUE(give(bus, code(Command::forward)));
  ASSERT_TRUE(give(bus, code(Command::update, 0)));
  ASSERT_TRUE(give(bus, code(Command::transfer)));
  bus.run_forward(no_converters);
  ASSERT_TRUE(bus.start_waiting());
  bus.run_update();
  EXPECT_EQ(bus.array(), host::Array::weight);
  ASSERT_TRUE(bus.start_waiting());
  EXPECT_EQ(bus.running(), Command::transfer);
  EXPECT_EQ(bus.array(), host::Array::fast);
}

}  // namespace
}  // namespace spintile::refmodel
