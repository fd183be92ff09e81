// Commands of tiles with a ramp and of those with outer products, on the golden bus, by hand.
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
using Values = std::vector<std::int64_t>;

spec::Variant variant(const std::string& name) {
  return spec::load_variant(SPINTILE_SOURCE_DIR "/variants/" + name + ".yaml");
}

bool start(GoldenBus& bus, Command command, std::uint32_t operand = 0) {
  return bus.write_register(reg::command, static_cast<std::uint32_t>(command) | operand << 8);
}

void write_space(GoldenBus& bus, Space space, const Values& values) {
  ASSERT_TRUE(start(bus, Command::write, static_cast<std::uint32_t>(space)));
  bus.take_packet(encode_packet(bus.layout(space), values));
  ASSERT_EQ(bus.read_register(reg::status).value, 2U);
}

void forward(GoldenBus& bus, const std::vector<std::int32_t>& steps) {
  ASSERT_TRUE(start(bus, Command::forward));
  bus.run_forward(steps);
}

TEST(GoldenRampBus, AForwardLeavesCodesFlagsAndOutputs) {
  GoldenBus bus(variant("analog_block"));  // 6 x 5, codes of 4 bits: +-7
  write_space(bus, Space::scale, {10, 10, -10, 1, 3});
  write_space(bus, Space::offset, {0, 1, 0, -2, 5});
  ASSERT_TRUE(bus.write_register(reg::shift, 1));
  forward(bus, {0, 1, 8, 15, 16});
  EXPECT_EQ(bus.space(Space::accumulator), (Values{-7, -7, 0, 7, 7, 0}));
  EXPECT_EQ(bus.space(Space::ramp_flags), (Values{2, 0, 0, 0, 1, 0}));
  EXPECT_EQ(bus.space(Space::output), (Values{-35, -34, 0, 2, 15}));  // 7/2 and 21/2, to even: 4 - 2 and 10 + 5
  EXPECT_EQ(bus.read_register(reg::status).value, 2U);
}

TEST(GoldenRampBus, ABackwardReadsTheRowsAndLeavesTheOutputs) {
  GoldenBus bus(variant("analog_block"));
  forward(bus, {9, 9, 9, 9, 9});
  const Values outputs = bus.space(Space::output);
  ASSERT_TRUE(start(bus, Command::backward, 1));
  EXPECT_EQ(bus.array(), host::Array::fast);
  bus.run_backward(std::vector<std::int32_t>{16, 0, 10, 7, 8, 1});
  EXPECT_EQ(bus.space(Space::accumulator), (Values{7, -7, 2, -1, 0, -7}));
  EXPECT_EQ(bus.space(Space::ramp_flags), (Values{1, 2, 0, 0, 0, 0}));
  EXPECT_EQ(bus.space(Space::output), outputs);
  // The next FORWARD clears what is past its outputs.
  forward(bus, {16, 16, 16, 16, 16});
  EXPECT_EQ(bus.space(Space::accumulator), (Values{7, 7, 7, 7, 7, 0}));
  EXPECT_EQ(bus.space(Space::ramp_flags), (Values{1, 1, 1, 1, 1, 0}));
}

TEST(GoldenRampBus, DrivesTheWholeCodeAtOnce) {
  GoldenBus bus(variant("analog_block"));
  write_space(bus, Space::input, {7, -7, 0, 1, -4, 5});
  write_space(bus, Space::output_error, {-1, 0, 3, -7, 7});
  EXPECT_EQ(bus.drive(0), (std::vector<std::int32_t>{7, -7, 0, 1, -4, 5, 7}));  // the offset row in all slots
  EXPECT_EQ(bus.drive(0, host::Direction::backward), (std::vector<std::int32_t>{-1, 0, 3, -7, 7}));
}

TEST(GoldenRampBus, TakesOnlyWhatItsReadOutIs) {
  GoldenBus bus(variant("analog_block"));
  ASSERT_TRUE(start(bus, Command::forward));
  EXPECT_THROW(bus.run_forward(std::vector<std::int32_t>(6)), std::logic_error);
  EXPECT_THROW(bus.run_forward(std::vector<std::int32_t>{0, 0, 0, 0, 17}), std::invalid_argument);
  bus.run_forward(std::vector<std::int32_t>(5));
  GoldenBus stochastic(variant("one_row"));
  ASSERT_TRUE(start(stochastic, Command::forward));
  EXPECT_THROW(stochastic.run_forward(std::vector<std::int32_t>(9)), std::logic_error);
}

TEST(GoldenRampBus, AnUpdateIsTheOuterProductOfInputAndVoltages) {
  GoldenBus bus(variant("analog_block"));
  write_space(bus, Space::input, {7, -7, 0, 1, -4, 5});
  ASSERT_TRUE(start(bus, Command::load_d));  // the same as WRITE column_voltage
  EXPECT_EQ(bus.running_space(), Space::column_voltage);
  bus.take_packet(encode_packet(bus.layout(Space::column_voltage), Values{7, -7, 0, 2, -1}));
  EXPECT_EQ(bus.space(Space::column_voltage), (Values{7, -7, 0, 2, -1}));
  ASSERT_TRUE(start(bus, Command::update, 1));
  EXPECT_EQ(bus.array(), host::Array::fast);
  EXPECT_THROW(bus.run_update(), std::logic_error);
  EXPECT_EQ(bus.run_outer_product(), (OpuDrive{{7, -7, 0, 1, -4, 5, 0}, {7, -7, 0, 2, -1}}));
  EXPECT_EQ(bus.read_register(reg::status).value, 2U);
  // The most negative pattern is none.
  ASSERT_TRUE(start(bus, Command::load_d));
  bus.take_packet(encode_packet(bus.layout(Space::column_voltage), Values{7, -8, 0, 2, -1}));
  EXPECT_EQ(bus.read_register(reg::status).value >> 8, static_cast<std::uint32_t>(Error::element_range));
  EXPECT_EQ(bus.space(Space::column_voltage), (Values{7, -7, 0, 2, -1}));
}

TEST(GoldenRampBus, SpacesAndReset) {
  GoldenBus bus(variant("analog_block"));
  EXPECT_FALSE(start(bus, Command::read, static_cast<std::uint32_t>(Space::counter)));
  EXPECT_FALSE(start(bus, Command::write, static_cast<std::uint32_t>(Space::ramp_flags)));
  ASSERT_TRUE(bus.write_register(reg::status, 4));
  write_space(bus, Space::input, {1, 2, 3, 4, 5, 6});
  forward(bus, {0, 0, 16, 16, 3});
  ASSERT_TRUE(start(bus, Command::read, static_cast<std::uint32_t>(Space::ramp_flags)));
  EXPECT_EQ(bus.give_packet(), (std::vector<Beat>{{0x0000'0001'0102'02, true}}));
  bus.reset();
  for (const Space space : {Space::input, Space::accumulator, Space::ramp_flags, Space::column_voltage}) {
    for (const std::int64_t value : bus.space(space)) EXPECT_EQ(value, 0);
  }
}

TEST(GoldenRampBus, ATransferStoresTheCodesOfTheRamp) {
  const spec::Variant tile = variant("analog_agad");  // 6 columns, ramp of 6 bits
  GoldenBus bus(tile);
  const std::uint32_t base3 = reg::in_tile + reg::base0 + 12;
  ASSERT_TRUE(bus.write_register(base3, 40));
  ASSERT_TRUE(bus.write_register(reg::in_tile + reg::base0 + 20, 60));
  write_space(bus, Space::chopper, {0, 0, 0, 1, 0, 0, 0, 0});
  ASSERT_TRUE(bus.write_register(reg::transfer_row, 3));
  ASSERT_TRUE(bus.write_register(reg::warm_up, 1));
  ASSERT_TRUE(bus.write_register(reg::in_tile + reg::program, 1U << 16));
  write_space(bus, Space::program, {0});  // an End
  ASSERT_TRUE(start(bus, Command::transfer));
  bus.run_transfer(std::vector<std::int32_t>{0, 1, 31, 32, 33, 64});
  const Values codes = {-31, -31, -1, 0, 1, 31};
  EXPECT_EQ(bus.space(Space::accumulator), (Values{-31, -31, -1, 0, 1, 31, 0, 0}));
  for (int bit = 0; bit < 6; ++bit) {
    std::uint64_t expected = 0;
    for (std::size_t lane = 0; lane < codes.size(); ++lane) {
      expected |= (static_cast<std::uint64_t>(codes[lane]) >> bit & 1) << lane;
    }
    EXPECT_EQ(bus.sot().array().row(40 + bit)[0] & 0x3F, expected) << bit;
  }
  EXPECT_EQ(bus.sot().array().row(46)[0] & 0x3F, 0x3FU) << "the chopper of row 3";
  EXPECT_EQ(bus.sot().array().row(47)[0] & 0x3F, 0U);
}

}  // namespace
}  // namespace spintile::refmodel
