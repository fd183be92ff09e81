#include "verif/study/line_chart.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "verif/tests/refusal.h"

namespace spintile::verif {
namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// Set field by field: of a braced list g++ 12 says that a label may be uninitialised.
LineChart chart(std::vector<ChartSeries> series) {
  LineChart made;
  made.title = "A < B & C";
  made.x.label = "x";
  made.y.label = "y";
  made.series = std::move(series);
  return made;
}

TEST(LineChart, DrawsEverySeriesBetweenRoundNumbers) {
  LineChart two = chart({{"one", {{0, 1}, {10, 3.7, 0.2}}}, {"two", {{0, 2}, {5, 2}, {10, 0.5}}, true}});
  two.y.minimum = 0.0;
  const std::string svg = line_chart_svg(two);
  EXPECT_TRUE(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
  EXPECT_EQ(count_of(svg, "<polyline"), 2U);
  EXPECT_EQ(count_of(svg, "<circle"), 5U);
  EXPECT_NE(svg.find("A &lt; B &amp; C"), std::string::npos);
  EXPECT_NE(svg.find("points=\"64.0,268.0 480.0,62.8\""), std::string::npos) << svg;  // y axis 0 .. 4
  EXPECT_NE(svg.find(">4</text>"), std::string::npos);
  EXPECT_EQ(svg.find(">5</text>"), std::string::npos);
  EXPECT_NE(svg.find(">10</text>"), std::string::npos);
}

TEST(LineChart, TakesASinglePoint) { EXPECT_EQ(count_of(line_chart_svg(chart({{"one", {{3, 0}}}})), "<circle"), 1U); }

TEST(LineChart, RefusesWhatCannotBeDrawn) {
  EXPECT_NE(refusal<std::invalid_argument>([] { line_chart_svg(chart({})); }).find("no points"), std::string::npos);
  EXPECT_NE(refusal<std::invalid_argument>([] {
              line_chart_svg(chart({{"one", {{0, std::numeric_limits<double>::quiet_NaN()}}}}));
            }).find("one: a point is not a finite"),
            std::string::npos);
}

}  // namespace
}  // namespace spintile::verif
