#include "verif/study/line_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace spintile::verif {
namespace {

constexpr double width = 640.0;
constexpr double height = 400.0;
constexpr double left = 64.0;
constexpr double right = 480.0;  // of the plot; the legend stands beside it
constexpr double top = 40.0;
constexpr double bottom = 344.0;

// Okabe and Ito's colours, which the colour-blind can tell apart.
constexpr std::array colours = {"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"};

/// From `begin` on one tick every `step`.
struct Scale {
  double begin = 0.0;
  double end = 1.0;
  double step = 0.2;
};

/// 1, 2 or 5 times a power of ten, so that there are about five steps.
double round_step(double range) {
  const double wanted = range / 5.0;
  const double power = std::pow(10.0, std::floor(std::log10(wanted)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= 0.999 * wanted) return factor * power;
  return 10.0 * power;
}

Scale scale_of(const ChartAxis& axis, double least, double most) {
  least = axis.minimum.value_or(least);
  most = axis.maximum.value_or(most);
  if (most <= least) most = least + (least == 0.0 ? 1.0 : std::abs(least));
  const double step = round_step(most - least);
  return {axis.minimum ? least : step * std::floor(least / step + 1e-9),
          axis.maximum ? most : step * std::ceil(most / step - 1e-9), step};
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char character : text) {
    if (character == '&') {
      result += "&amp;";
    } else if (character == '<') {
      result += "&lt;";
    } else {
      result += character;
    }
  }
  return result;
}

class Drawing {
 public:
  Drawing(Scale x, Scale y) : x_(x), y_(y) {}

  double at_x(double x) const { return left + (right - left) * (x - x_.begin) / (x_.end - x_.begin); }
  double at_y(double y) const {
    return bottom - (bottom - top) * (std::clamp(y, y_.begin, y_.end) - y_.begin) / (y_.end - y_.begin);
  }

  void line(double x1, double y1, double x2, double y2, const std::string& style) {
    svg_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" {}/>\n", x1, y1, x2, y2, style);
  }
  void text(double x, double y, const std::string& words, const std::string& style) {
    svg_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, style, escaped(words));
  }

  void axes(const LineChart& chart) {
    const std::string grid = "stroke=\"#ddd\"";
    for (int i = 0; x_.begin + i * x_.step <= x_.end * (1.0 + 1e-9) + 1e-12; ++i) {
      const double value = x_.begin + i * x_.step;
      line(at_x(value), top, at_x(value), bottom, grid);
      text(at_x(value), bottom + 16.0, label(value), "text-anchor=\"middle\"");
    }
    for (int i = 0; y_.begin + i * y_.step <= y_.end + 1e-9 * y_.step; ++i) {
      const double value = y_.begin + i * y_.step;
      line(left, at_y(value), right, at_y(value), grid);
      text(left - 6.0, at_y(value) + 4.0, label(value), "text-anchor=\"end\"");
    }
    svg_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#444\"/>\n", left,
                        top, right - left, bottom - top);
    text((left + right) / 2.0, top - 16.0, chart.title, "text-anchor=\"middle\" font-weight=\"bold\"");
    text((left + right) / 2.0, bottom + 38.0, chart.x.label, "text-anchor=\"middle\"");
    const double middle = (top + bottom) / 2.0;
    text(16.0, middle, chart.y.label,
         fmt::format("text-anchor=\"middle\" transform=\"rotate(-90 16 {:.1f})\"", middle));
  }

  void series(const ChartSeries& one, std::size_t number) {
    const char* const colour = colours[number % colours.size()];
    const char* const dashes = one.dashed ? " stroke-dasharray=\"6 4\"" : "";
    std::string corners;
    for (const ChartPoint& point : one.points)
      corners += fmt::format("{}{:.1f},{:.1f}", corners.empty() ? "" : " ", at_x(point.x), at_y(point.y));
    svg_ += fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\"{}/>\n", corners,
                        colour, dashes);
    constexpr std::size_t most_marks = 30;  // more would hide the line
    for (const ChartPoint& point : one.points) {
      if (point.deviation > 0.0)
        line(at_x(point.x), at_y(point.y - point.deviation), at_x(point.x), at_y(point.y + point.deviation),
             fmt::format("stroke=\"{}\"", colour));
      if (one.points.size() <= most_marks)
        svg_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.6\" fill=\"{}\"/>\n", at_x(point.x),
                            at_y(point.y), colour);
    }
    const double y = top + 8.0 + 20.0 * static_cast<double>(number);
    line(right + 12.0, y, right + 36.0, y, fmt::format("stroke=\"{}\" stroke-width=\"1.8\"{}", colour, dashes));
    text(right + 42.0, y + 4.0, one.name, "");
  }

  std::string document() const {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
        "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{0}\" height=\"{1}\" "
        "fill=\"white\"/>\n{2}</svg>\n",
        width, height, svg_);
  }

 private:
  static std::string label(double value) { return fmt::format("{:.4g}", std::abs(value) < 1e-12 ? 0.0 : value); }

  Scale x_;
  Scale y_;
  std::string svg_;
};

}  // namespace

std::string line_chart_svg(const LineChart& chart) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  ChartPoint least{infinite, infinite};
  ChartPoint most{-infinite, -infinite};
  for (const ChartSeries& one : chart.series)
    for (const auto& [x, y, deviation] : one.points) {
      if (!std::isfinite(x) || !std::isfinite(y) || !std::isfinite(deviation))
        throw std::invalid_argument(fmt::format("chart {}: {}: a point is not a finite number", chart.title, one.name));
      least = {std::min(least.x, x), std::min(least.y, y - deviation)};
      most = {std::max(most.x, x), std::max(most.y, y + deviation)};
    }
  if (most.x < least.x) throw std::invalid_argument(fmt::format("chart {}: no points", chart.title));
  Drawing drawing(scale_of(chart.x, least.x, most.x), scale_of(chart.y, least.y, most.y));
  drawing.axes(chart);
  for (std::size_t i = 0; i < chart.series.size(); ++i) drawing.series(chart.series[i], i);
  return drawing.document();
}

}  // namespace spintile::verif
