#include "verif/study/timing_diagram.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace spintile::verif {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TimingDiagram small() {
  return {.title = "t",
          .spans = {{"READ", 1, 5}},
          .signals = {{.name = "valid", .values = {0, 0, 1, 1, 0}},
                      {.name = "state", .is_bus = true, .values = {9, 0, 0, 1, 1}, .words = {"", "run"}}},
          .longest = 8};
}

TEST(TimingDiagram, DrawsEdgesWhereValuesChange) {
  const std::string svg = timing_diagram_svg(small());
  EXPECT_EQ(count(svg, ">READ</text>"), 1U);
  EXPECT_EQ(count(svg, ">4 cycles</text>"), 1U);
  EXPECT_EQ(count(svg, ">run</text>"), 1U);
  // Low for a cycle, up, high for two, down, low for one.
  EXPECT_NE(svg.find("H112.0V64.0H128.0V76.0H136.0\""), std::string::npos) << svg;
  EXPECT_EQ(count(svg, "…"), 0U);
  EXPECT_EQ(svg, timing_diagram_svg(small()));
}

TEST(TimingDiagram, CutsWhatIsLong) {
  TimingDiagram diagram = small();
  diagram.longest = 3;
  const std::string svg = timing_diagram_svg(diagram);
  EXPECT_EQ(count(svg, "…"), 2U);
  EXPECT_EQ(count(svg, ">4 cycles</text>"), 1U);
}

TEST(TimingDiagram, RefusesWhatDoesNotFitTogether) {
  TimingDiagram diagram = small();
  diagram.spans[0].end = 6;
  EXPECT_THROW(timing_diagram_svg(diagram), std::invalid_argument);
  diagram.spans[0].end = 1;
  EXPECT_THROW(timing_diagram_svg(diagram), std::invalid_argument);
  diagram.spans.clear();
  EXPECT_THROW(timing_diagram_svg(diagram), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::verif
