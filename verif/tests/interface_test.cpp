// Layout of the state spaces and the codes of the bus, by hand.
#include "spec/interface.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "spec/parse.h"

namespace spintile::spec {
namespace {

struct Layout {
  const char* variant;
  Space space;
  const char* name;
  int elements, value_bits, element_bits, per_beat, beats;
  std::int64_t minimum, maximum;
  bool writable;
  std::int64_t reset;
};

TEST(SpaceLayout, OfShippedVariantsByHand) {
  const Layout table[] = {
      {"odd_sizes", Space::input, "input", 13, 7, 8, 8, 2, -63, 63, true, 0},
      {"odd_sizes", Space::output, "output", 7, 13, 16, 4, 2, -4096, 4095, false, 0},
      {"odd_sizes", Space::accumulator, "accumulator", 7, 14, 16, 4, 2, -8192, 8191, false, 0},
      {"odd_sizes", Space::counter, "counter", 21, 5, 8, 8, 3, 0, 31, false, 0},
      {"odd_sizes", Space::scale, "scale", 7, 11, 16, 4, 2, -1024, 1023, true, 1},
      {"odd_sizes", Space::offset, "offset", 7, 13, 16, 4, 2, -4096, 4095, true, 0},
      {"mnist_stochastic", Space::input, "input", 784, 5, 8, 8, 98, -15, 15, true, 0},
      {"mnist_stochastic", Space::counter, "counter", 10, 6, 8, 8, 2, 0, 63, false, 0},
      {"maximal_widths", Space::input, "input", 8, 15, 16, 4, 2, -16383, 16383, true, 0},
      {"maximal_widths", Space::accumulator, "accumulator", 2, 38, 64, 1, 2, -137438953472, 137438953471, false, 0},
      {"maximal_widths", Space::scale, "scale", 2, 24, 32, 2, 1, -8388608, 8388607, true, 1},
      {"maximal_widths", Space::output, "output", 2, 32, 32, 2, 1, -2147483648, 2147483647, false, 0},
      {"health_report", Space::health, "health", 12, 1, 8, 8, 2, 0, 1, false, 0},
      {"health_exclude", Space::health, "health", 15, 1, 8, 8, 2, 0, 1, true, 0},
      {"everything", Space::counter, "counter", 12, 5, 8, 8, 2, 0, 31, false, 0},
      {"everything", Space::accumulator, "accumulator", 13, 13, 16, 4, 4, -4096, 4095, false, 0},
      {"everything", Space::output_error, "output_error", 11, 5, 8, 8, 2, -15, 15, true, 0},
      {"everything", Space::health, "health", 54, 1, 8, 8, 7, 0, 1, true, 0},
      {"training_agad", Space::row_probability, "row_probability", 8, 10, 16, 4, 2, -256, 256, true, 0},
      {"training_agad", Space::column_probability, "column_probability", 6, 10, 16, 4, 2, -256, 256, true, 0},
      {"training_agad", Space::random, "random", 15, 32, 32, 2, 8, 1, 4294967295, true, 0},
      {"training_agad", Space::chopper, "chopper", 8, 2, 8, 8, 1, 0, 3, true, 0},
      {"training_ttv2_fixed", Space::random, "random", 2, 32, 32, 2, 1, 1, 4294967295, true, 0},
      {"update_pulses", Space::row_probability, "row_probability", 6, 18, 32, 2, 3, -65536, 65536, true, 0},
      {"single_cell", Space::input, "input", 1, 2, 8, 8, 1, -1, 1, true, 0},
      {"single_cell", Space::counter, "counter", 1, 1, 8, 8, 1, 0, 1, false, 0},
      {"single_cell", Space::scale, "scale", 1, 2, 8, 8, 1, -2, 1, true, 1},
  };
  for (const Layout& row : table) {
    SCOPED_TRACE(std::string(row.variant) + " " + row.name);
    const Variant variant = load_variant(std::string(SPINTILE_SOURCE_DIR) + "/variants/" + row.variant + ".yaml");
    const SpaceLayout layout = space_layout(variant, row.space);
    EXPECT_EQ(layout.name, row.name);
    EXPECT_EQ(layout.elements, row.elements);
    EXPECT_EQ(layout.value_bits, row.value_bits);
    EXPECT_EQ(layout.element_bits(), row.element_bits);
    EXPECT_EQ(layout.elements_per_beat(), row.per_beat);
    EXPECT_EQ(layout.beats(), row.beats);
    EXPECT_EQ(layout.minimum(), row.minimum);
    EXPECT_EQ(layout.maximum(), row.maximum);
    EXPECT_EQ(layout.writable, row.writable);
    EXPECT_EQ(layout.reset_value, row.reset);
  }
}

TEST(SpaceLayout, RefusesASpaceThatIsNone) {
  EXPECT_THROW(space_layout(Variant{}, Space::health), std::invalid_argument) << "without a monitor";
  EXPECT_THROW(space_layout(Variant{}, static_cast<Space>(7)), std::invalid_argument);
}

TEST(Spaces, HealthExistsWithAMonitor) {
  Variant variant;
  EXPECT_EQ(spaces(variant).size(), 6U);
  variant.readout.health_monitor = HealthMonitor::report;
  ASSERT_EQ(spaces(variant).size(), 7U);
  for (std::size_t code = 0; code < 7; ++code) EXPECT_EQ(static_cast<std::size_t>(spaces(variant)[code]), code);
}

TEST(Spaces, OfTrainingExistWithTheirParts) {
  const auto codes = [](const char* name) {
    std::vector<int> list;
    for (const Space space : spaces(load_variant(std::string(SPINTILE_SOURCE_DIR) + "/variants/" + name + ".yaml"))) {
      list.push_back(static_cast<int>(space));
    }
    return list;
  };
  EXPECT_EQ(codes("update_pulses"), (std::vector<int>{0, 1, 2, 3, 4, 5, 9, 10, 11}));
  EXPECT_EQ(codes("training_ttv2_fixed"), (std::vector<int>{0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11}));
  EXPECT_EQ(codes("training_agad"), (std::vector<int>{0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13}));
}

TEST(Capabilities, HaveTheBitOfEachCommand) {
  Variant variant;
  EXPECT_EQ(capabilities(variant), 0x70AU);  // bits 1, 3, 8, 9, 10
  variant.update.kind = UpdateKind::stochastic;
  EXPECT_EQ(capabilities(variant), 0x72EU);  // and 2, 5
  variant.transfer.kind = TransferKind::agad;
  EXPECT_EQ(capabilities(variant), 0x7EEU);  // and 6, 7
  variant.unit = Unit::float_unit;
  EXPECT_EQ(capabilities(variant), 0x680U);  // bits 7, 9, 10
}

}  // namespace
}  // namespace spintile::spec
