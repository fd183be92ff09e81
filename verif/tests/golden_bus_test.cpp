#include "refmodel/tile/golden_bus.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <stdexcept>

#include "host/philox.h"
#include "spec/derive.h"
#include "verif/random_variant.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Error;
using spec::Space;
namespace reg = spec::register_offset;

constexpr std::uint32_t code(Command command, std::uint32_t space = 0) {
  return static_cast<std::uint32_t>(command) | (space << 8);
}

/// STATUS as the contract packs it.
constexpr std::uint32_t status(bool busy, bool done, Error error) {
  const auto number = static_cast<std::uint32_t>(error);
  return (busy ? 1U : 0U) | (done ? 2U : 0U) | (number != 0 ? 4U : 0U) | (number << 8);
}

spec::Variant small_variant() {
  spec::Variant variant;
  variant.name = "small";
  variant.crossbar = {.rows = 10, .columns = 3, .array_rows = 5};
  variant.input = {.streams = 4, .stream_bits = 1};  // codes -15 .. 15, 8-bit elements: 10 in 2 beats
  return variant;
}

/// A write that must be refused with `error`, on a bus without one; the error is cleared again.
void expect_refused(GoldenBus& bus, std::uint32_t address, std::uint32_t value, Error error, unsigned strobes = 0xF) {
  EXPECT_FALSE(bus.write_register(address, value, strobes)) << address << " " << value;
  EXPECT_EQ(bus.read_register(reg::status).value >> 8, static_cast<std::uint32_t>(error)) << address << " " << value;
  EXPECT_TRUE(bus.write_register(reg::status, 4));
  EXPECT_EQ(bus.read_register(reg::status).value & ~3U, 0U);
}

void no_converters(int, int, int, std::span<std::uint64_t>) {}

TEST(GoldenBus, RegistersAfterReset) {
  GoldenBus bus(small_variant());
  const std::map<std::uint32_t, std::uint32_t> expected = {
      {0x00, 0x53505401}, {0x08, (1U << 1) | (1U << 3) | (1U << 8) | (1U << 9) | (1U << 10)},
      {0x0C, 0},          {0x10, 0},
      {0x14, 8},          {0x18, 0}};
  for (const auto& [address, value] : expected)
    EXPECT_EQ(bus.read_register(address), (ReadResult{value, true})) << address;
  EXPECT_TRUE(bus.read_register(0x04).okay);
  for (const std::uint32_t address : {0x1CU, 0x20U, 0xFCU, 0x0DU}) {
    EXPECT_EQ(bus.read_register(address), (ReadResult{0, false})) << address;
  }
  EXPECT_FALSE(bus.interrupt()) << "a refused read changes nothing";
  EXPECT_EQ(bus.space(Space::scale), (std::vector<std::int64_t>{1, 1, 1}));
}

TEST(GoldenBus, RefusedWrites) {
  GoldenBus bus(small_variant());
  expect_refused(bus, 0x00, 0, Error::illegal_address);
  expect_refused(bus, 0x1C, 0, Error::illegal_address);
  expect_refused(bus, 0x1C, 0, Error::illegal_address, 0x7);
  expect_refused(bus, reg::samples, 4, Error::illegal_value, 0x1);
  expect_refused(bus, reg::status, 0, Error::illegal_value, 0xE);
  expect_refused(bus, reg::samples, 0, Error::illegal_value);
  expect_refused(bus, reg::samples, 9, Error::illegal_value);
  expect_refused(bus, reg::samples, 0x80000001, Error::illegal_value);
  expect_refused(bus, reg::shift, static_cast<std::uint32_t>(spec::product_bits(small_variant())),
                 Error::illegal_value);
  expect_refused(bus, reg::command, 0, Error::unknown_command);
  expect_refused(bus, reg::command, 2, Error::unknown_command);
  expect_refused(bus, reg::command, 255, Error::unknown_command);
  expect_refused(bus, reg::command, 0x10002, Error::illegal_value);
  expect_refused(bus, reg::command, code(Command::forward, 1), Error::illegal_value);
  expect_refused(bus, reg::command, code(Command::load_x, 1), Error::illegal_value);
  expect_refused(bus, reg::command, code(Command::read, 6), Error::illegal_space);
  expect_refused(bus, reg::command, code(Command::read, 8), Error::illegal_space);
  expect_refused(bus, reg::command, code(Command::read, 255), Error::illegal_space);
  expect_refused(bus, reg::command, code(Command::write, 6), Error::illegal_space);
  expect_refused(bus, reg::command, code(Command::write, 0x20), Error::illegal_space);
  expect_refused(bus, reg::command, code(Command::write, 1), Error::illegal_space);
  expect_refused(bus, reg::command, code(Command::write, 3), Error::illegal_space);
  EXPECT_FALSE(bus.busy());
  EXPECT_EQ(bus.samples(), 8);
  EXPECT_EQ(bus.shift(), 0);
}

TEST(GoldenBus, BusyRefusesCommandSamplesShiftOnly) {
  GoldenBus bus(small_variant());
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::forward)));
  EXPECT_EQ(bus.running(), Command::forward);
  EXPECT_EQ(bus.read_register(reg::status).value, status(true, false, Error::none));
  expect_refused(bus, reg::command, code(Command::forward), Error::busy);
  expect_refused(bus, reg::command, 0xFFFFFFFF, Error::busy);
  expect_refused(bus, reg::samples, 0, Error::busy);
  expect_refused(bus, reg::shift, 1, Error::busy);
  expect_refused(bus, reg::shift, 1, Error::illegal_value, 0x3);
  expect_refused(bus, reg::identification, 1, Error::illegal_address);
  EXPECT_TRUE(bus.busy());
  bus.run_forward(no_converters);
  EXPECT_EQ(bus.read_register(reg::status).value, status(false, true, Error::none));
  EXPECT_TRUE(bus.interrupt());
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::read_y)));
  EXPECT_FALSE(bus.interrupt()) << "a taken command clears done";
}

TEST(GoldenBus, FirstErrorStaysUntilCleared) {
  GoldenBus bus(small_variant());
  EXPECT_FALSE(bus.write_register(reg::samples, 0));
  EXPECT_FALSE(bus.write_register(0x40, 0));
  EXPECT_EQ(bus.read_register(reg::status).value, status(false, false, Error::illegal_value));
  EXPECT_TRUE(bus.interrupt());
  EXPECT_TRUE(bus.write_register(reg::status, 0xFFFFFFFB));
  EXPECT_EQ(bus.read_register(reg::status).value, status(false, false, Error::illegal_value))
      << "other bits are ignored";
  EXPECT_TRUE(bus.write_register(reg::command, code(Command::read, 0))) << "an error stops nothing";
  bus.give_packet();
  EXPECT_EQ(bus.read_register(reg::status).value, status(false, true, Error::illegal_value));
}

TEST(GoldenBus, PacketsByHand) {
  GoldenBus bus(small_variant());
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::load_x)));
  // Elements 1, -1, 15, -15, 0, 2, 3, 4 and -2, 7; the lanes past the last element are ignored.
  bus.take_packet(std::vector<Beat>{{0x04030200'F10FFF01, false}, {0xDEADBEEFCAFE'07FE, true}});
  EXPECT_EQ(bus.read_register(reg::status).value, status(false, true, Error::none));
  EXPECT_EQ(bus.space(Space::input), (std::vector<std::int64_t>{1, -1, 15, -15, 0, 2, 3, 4, -2, 7}));
  EXPECT_EQ(bus.drive(0), (std::vector<std::int32_t>{1, -1, 1, -1, 0, 0, 1, 0, 0, 1}));
  EXPECT_EQ(bus.drive(3), (std::vector<std::int32_t>{0, 0, 1, -1, 0, 0, 0, 0, 0, 0}));
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::read, 0)));
  EXPECT_EQ(bus.give_packet(), (std::vector<Beat>{{0x04030200'F10FFF01, false}, {0x07FE, true}}));
}

TEST(GoldenBus, BadPacketsChangeNothing) {
  GoldenBus bus(small_variant());
  const auto expect_error = [&bus](const std::vector<Beat>& beats, Error error) {
    ASSERT_TRUE(bus.write_register(reg::status, 4));
    ASSERT_TRUE(bus.write_register(reg::command, code(Command::write, 0)));
    bus.take_packet(beats);
    EXPECT_EQ(bus.read_register(reg::status).value, status(false, false, error));
    EXPECT_EQ(bus.space(Space::input), std::vector<std::int64_t>(10, 0));
  };
  expect_error({{0x01, true}}, Error::packet_length);
  expect_error({{0x01, false}, {0, false}, {0, true}}, Error::packet_length);
  expect_error({{0x7F, false}, {0, false}, {0, true}}, Error::packet_length);
  expect_error({{0x10, false}, {0, true}}, Error::element_range);
  expect_error({{0xF0, false}, {0, true}}, Error::element_range);  // -16, the most negative pattern
}

TEST(GoldenBus, MisuseThrows) {
  GoldenBus bus(small_variant());
  EXPECT_THROW(bus.take_packet({}), std::logic_error);
  EXPECT_THROW(bus.give_packet(), std::logic_error);
  EXPECT_THROW(bus.run_forward(no_converters), std::logic_error);
  EXPECT_THROW(bus.write_register(0x100, 0), std::invalid_argument);
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::load_x)));
  EXPECT_THROW(bus.take_packet(std::vector<Beat>{{0, false}}), std::invalid_argument);
  EXPECT_THROW(bus.take_packet(std::vector<Beat>{{0, true}, {0, true}}), std::invalid_argument);
  EXPECT_TRUE(bus.busy());
}

/// round_nearest_even(y scale / 2^shift) + offset, saturated, from the definition.
std::int64_t requantised(const spec::Variant& variant, std::int64_t y, std::int64_t scale, int shift,
                         std::int64_t offset) {
  const __int128 product = static_cast<__int128>(y) * scale;
  const __int128 divisor = static_cast<__int128>(1) << shift;
  __int128 nearest = product / divisor;
  for (__int128 candidate = nearest - 1; candidate <= product / divisor + 1; ++candidate) {
    const auto distance = [&](__int128 integer) {
      const __int128 difference = integer * divisor - product;
      return difference < 0 ? -difference : difference;
    };
    if (distance(candidate) < distance(nearest) || (distance(candidate) == distance(nearest) && candidate % 2 == 0)) {
      nearest = candidate;
    }
  }
  const __int128 bound = static_cast<__int128>(1) << (variant.requantise.output_bits - 1);
  nearest += offset;
  if (nearest >= bound) nearest = bound - 1;
  if (nearest < -bound) nearest = -bound;
  return static_cast<std::int64_t>(nearest);
}

// Every converter bit is +1 or -1 at its place value, added up directly, over random variants.
TEST(GoldenBus, ForwardIsTheSumOverEveryBit) {
  host::PhiloxSequence random({31, 0x80000000}, 0);
  for (int repeat = 0; repeat < 300; ++repeat) {
    const spec::Variant variant = verif::random_variant(random);
    const int columns = variant.crossbar.columns;
    const int slices = variant.crossbar.weight_slices;
    GoldenBus bus(variant);
    const auto samples = 1 + random.below(static_cast<std::uint32_t>(variant.readout.samples_max));
    const auto shift = random.below(static_cast<std::uint32_t>(spec::shift_max(variant) + 1));
    ASSERT_TRUE(bus.write_register(reg::samples, samples));
    ASSERT_TRUE(bus.write_register(reg::shift, shift));
    for (const Space space : {Space::scale, Space::offset}) {
      const spec::SpaceLayout layout = spec::space_layout(variant, space);
      std::vector<std::int64_t> values;
      for (int i = 0; i < layout.elements; ++i) {
        values.push_back(static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(layout.maximum() + 1)) -
                         static_cast<std::int64_t>(random.below(2)));
      }
      ASSERT_TRUE(bus.write_register(reg::command, code(Command::write, static_cast<std::uint32_t>(space))));
      bus.take_packet(encode_packet(layout, values));
      ASSERT_EQ(bus.space(space), values);
    }

    std::vector<std::int64_t> y(static_cast<std::size_t>(columns), 0);
    const int mux = variant.readout.column_mux;
    const int mtjs = spec::mtjs_per_line(variant);
    std::vector<std::int64_t> last_counts(static_cast<std::size_t>(slices * spec::lines(variant)), 0);
    std::vector<std::int64_t> left_out(static_cast<std::size_t>(spec::converters(variant)), 0);
    if (variant.readout.health_monitor == spec::HealthMonitor::exclude) {
      for (std::int64_t& flag : left_out) flag = random.below(3) == 0 ? 1 : 0;
      ASSERT_TRUE(bus.write_register(reg::command, code(Command::write, static_cast<std::uint32_t>(Space::health))));
      bus.take_packet(encode_packet(spec::space_layout(variant, Space::health), left_out));
      ASSERT_EQ(bus.space(Space::health), left_out);
      ASSERT_TRUE(bus.write_register(reg::health, 1)) << "flags raised on the way change nothing";
    }
    std::vector<std::array<int, 3>> asked;
    ASSERT_TRUE(bus.write_register(reg::command, code(Command::forward)));
    bus.run_forward([&](int stream, int phase, int sample, std::span<std::uint64_t> bits) {
      asked.push_back({stream, phase, sample});
      for (std::uint64_t& word : bits) word = (std::uint64_t{random.next()} << 32) | random.next();
      int converter = 0;
      for (int s = 0; s < spec::subarrays(variant); ++s) {
        for (int slice = 0; slice < slices; ++slice) {
          for (int mtj = 0; mtj < spec::lines(variant) * mtjs; ++mtj, ++converter) {
            const int line = mtj / mtjs;
            const int column = line * mux + phase;
            if (mtj % mtjs != sample % mtjs || left_out[static_cast<std::size_t>(converter)] != 0) continue;
            const bool one = ((bits[static_cast<std::size_t>(converter / 64)] >> (converter % 64)) & 1) != 0;
            if (stream == 0 && phase == mux - 1 && one) {
              ++last_counts[static_cast<std::size_t>(slice * spec::lines(variant) + line)];
            }
            if (column >= columns) continue;
            std::int64_t place = 1;
            for (int i = 0; i < variant.crossbar.slice_bits * slice + variant.input.stream_bits * stream; ++i)
              place += place;
            y[static_cast<std::size_t>(column)] += one ? place : -place;
          }
        }
      }
    });

    std::vector<std::array<int, 3>> order;
    for (int stream = variant.input.streams - 1; stream >= 0; --stream) {
      for (int phase = 0; phase < mux; ++phase) {
        for (int sample = 0; sample < static_cast<int>(samples); ++sample) order.push_back({stream, phase, sample});
      }
    }
    ASSERT_EQ(asked, order);
    ASSERT_EQ(bus.space(Space::accumulator), y);
    ASSERT_EQ(bus.space(Space::counter), last_counts);
    for (std::size_t j = 0; j < y.size(); ++j) {
      ASSERT_EQ(bus.space(Space::output)[j], requantised(variant, y[j], bus.space(Space::scale)[j],
                                                         static_cast<int>(shift), bus.space(Space::offset)[j]));
    }
  }
}

TEST(GoldenBus, ForwardTakesAnArrayWhereThereAreTwo) {
  spec::Variant variant = small_variant();
  variant.crossbar.fast_array = true;
  GoldenBus bus(variant);
  EXPECT_EQ(bus.array(), host::Array::weight);
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::forward, 1)));
  EXPECT_EQ(bus.array(), host::Array::fast);
  bus.run_forward(no_converters);
  expect_refused(bus, reg::command, code(Command::forward, 2), Error::illegal_value);
  expect_refused(bus, reg::command, code(Command::load_x, 1), Error::illegal_value);
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::read_y)));
  bus.give_packet();
  EXPECT_EQ(bus.array(), host::Array::fast) << "until the next FORWARD";
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::forward)));
  EXPECT_EQ(bus.array(), host::Array::weight);
  ASSERT_TRUE((bus.run_forward(no_converters), bus.write_register(reg::command, code(Command::forward, 1))));
  bus.reset();
  EXPECT_EQ(bus.array(), host::Array::weight);
}

spec::Variant watched_variant(spec::HealthMonitor monitor) {
  spec::Variant variant = small_variant();
  variant.readout.health_monitor = monitor;
  variant.readout.repetition_cutoff = 20;  // 32 samples a FORWARD: 4 streams of 8
  return variant;
}

TEST(GoldenBus, HealthRegisterAndSpace) {
  GoldenBus bus(watched_variant(spec::HealthMonitor::report));
  EXPECT_EQ(bus.read_register(reg::health), (ReadResult{0, true}));
  expect_refused(bus, reg::health, 4, Error::illegal_value);
  expect_refused(bus, reg::health, 8, Error::illegal_value);
  expect_refused(bus, reg::health, 1, Error::illegal_value, 0x7);
  expect_refused(bus, reg::command, code(Command::write, 6), Error::illegal_space);
  const auto forward = [&bus](std::uint64_t bits) {
    ASSERT_TRUE(bus.write_register(reg::command, code(Command::forward)));
    EXPECT_FALSE(bus.write_register(reg::health, 1)) << "busy";
    EXPECT_EQ(bus.read_register(reg::status).value >> 8, static_cast<std::uint32_t>(Error::busy));
    ASSERT_TRUE(bus.write_register(reg::status, 4));
    bus.run_forward([&](int, int, int sample, std::span<std::uint64_t> words) {
      words[0] = sample % 2 == 0 ? 0b010101 : 0b101010;
      words[0] = (words[0] & ~std::uint64_t{0b1001}) | bits;
    });
  };
  forward(0b1000);
  EXPECT_EQ(bus.read_register(reg::health).value, 0U) << "not enabled";
  ASSERT_TRUE(bus.write_register(reg::health, 1));
  forward(0b1000);
  EXPECT_EQ(bus.read_register(reg::health).value, 5U);
  EXPECT_EQ(bus.space(Space::health), (std::vector<std::int64_t>{1, 0, 0, 1, 0, 0}));
  EXPECT_EQ(bus.space(Space::counter), (std::vector<std::int64_t>{8, 8, 8})) << "report: counts as ever";
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::read, 6)));
  EXPECT_EQ(bus.give_packet(), (std::vector<Beat>{{0x0000'0000'0100'0001, true}}));
  ASSERT_TRUE(bus.write_register(reg::health, 0));
  EXPECT_EQ(bus.read_register(reg::health).value, 4U) << "flags stick";
  ASSERT_TRUE(bus.write_register(reg::health, 2));
  EXPECT_EQ(bus.read_register(reg::health).value, 0U);
}

TEST(GoldenBus, EachMtjOfAPairIsWatchedInItsOwnSamples) {
  spec::Variant variant = watched_variant(spec::HealthMonitor::report);
  variant.readout.ping_pong = true;
  variant.readout.repetition_cutoff = 16;  // each MTJ has 16 of the 32 samples
  GoldenBus bus(variant);
  ASSERT_TRUE(bus.write_register(reg::health, 1));
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::forward)));
  // MTJ 1 of the first line is stuck at 1; all others change from one of their samples to the next.
  bus.run_forward([](int, int, int sample, std::span<std::uint64_t> words) {
    words[0] = (sample / 2 % 2 == 0 ? 0xFFF : 0) | 0b10;
  });
  EXPECT_EQ(bus.space(Space::health), (std::vector<std::int64_t>{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(GoldenBus, LeftOutFromTheNextForwardOn) {
  GoldenBus bus(watched_variant(spec::HealthMonitor::exclude));
  ASSERT_TRUE(bus.write_register(reg::health, 1));
  const auto forward = [&bus] {
    ASSERT_TRUE(bus.write_register(reg::command, code(Command::forward)));
    // Converter 0 (sub-array 0, column 0) is stuck at 1; all others alternate.
    bus.run_forward(
        [](int, int, int sample, std::span<std::uint64_t> words) { words[0] = sample % 2 == 0 ? 0b111111 : 0b000001; });
  };
  forward();
  EXPECT_EQ(bus.space(Space::accumulator), (std::vector<std::int64_t>{15 * 8, 0, 0}));
  EXPECT_EQ(bus.space(Space::health), (std::vector<std::int64_t>{1, 0, 0, 0, 0, 0}));
  forward();
  EXPECT_EQ(bus.space(Space::counter), (std::vector<std::int64_t>{4, 8, 8}));
  EXPECT_EQ(bus.space(Space::accumulator), (std::vector<std::int64_t>{0, 0, 0}));
  bus.reset();
  EXPECT_EQ(bus.space(Space::health), std::vector<std::int64_t>(6, 0));
  EXPECT_EQ(bus.read_register(reg::health).value, 0U);
}

TEST(GoldenBus, ResetForgetsEverything) {
  GoldenBus bus(small_variant());
  ASSERT_TRUE(bus.write_register(reg::samples, 3));
  ASSERT_TRUE(bus.write_register(reg::shift, 2));
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::load_x)));
  bus.take_packet(std::vector<Beat>{{0x01, false}, {0, true}});
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::forward)));
  bus.run_forward(no_converters);
  ASSERT_TRUE(bus.write_register(reg::command, code(Command::forward)));
  EXPECT_FALSE(bus.write_register(reg::samples, 0));
  bus.reset();
  const GoldenBus fresh(small_variant());
  for (std::uint32_t address = 0; address < 0x20; ++address) {
    EXPECT_EQ(bus.read_register(address), fresh.read_register(address));
  }
  for (const Space space : spec::spaces(small_variant())) EXPECT_EQ(bus.space(space), fresh.space(space));
  EXPECT_FALSE(bus.busy());
}

}  // namespace
}  // namespace spintile::refmodel
