// Line charts as SVG: figures of the documentation and learning curves, the same text on every machine.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace spintile::verif {

struct ChartPoint {
  double x = 0.0;
  double y = 0.0;
  double deviation = 0.0;  // above 0: drawn as a bar of +- that
};

struct ChartSeries {
  std::string name;
  std::vector<ChartPoint> points;  // in the order of the line
  bool dashed = false;
};

struct ChartAxis {
  std::string label;
  // Without them the axis covers the points, widened to round numbers.
  std::optional<double> minimum = {};
  std::optional<double> maximum = {};
};

struct LineChart {
  std::string title;
  ChartAxis x;
  ChartAxis y;
  std::vector<ChartSeries> series;
};

/// A whole SVG document, 640 x 400. Throws std::invalid_argument for a chart without points or with one that is not a
/// finite number.
std::string line_chart_svg(const LineChart& chart);

}  // namespace spintile::verif
