#include "gen/drawing/block_layout.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spintile::gen::drawing {
namespace {

using Side = Course::Side;

constexpr double box_gap = 18;  // between the boxes of a group
constexpr double port_pitch = 9;
constexpr double track_pitch = 7;
constexpr double channel_pad = 9;
constexpr double tile_title = 26;

double span(const std::vector<std::size_t>& nets) {
  return 2 * channel_pad + (nets.empty() ? 0.0 : track_pitch * static_cast<double>(nets.size() - 1));
}

double edge(const Box& box, Side side) { return side == Side::left ? box.x : box.right(); }

double track(const std::vector<std::size_t>& nets, std::size_t net) {
  return channel_pad + track_pitch * static_cast<double>(std::ranges::find(nets, net) - nets.begin());
}

}  // namespace

BlockLayout::BlockLayout(std::vector<Box> boxes, std::vector<Line> lines, const std::vector<std::string>& top_labels,
                         double top)
    : boxes_(std::move(boxes)), lines_(std::move(lines)), top_(top) {
  std::vector<Cell> cells;
  for (const Box& box : boxes_) cells.push_back(box.cell);
  courses_ = courses(cells, lines_, columns);
  tracks_ = tracks(lines_, courses_, columns, bands);
  collect_ports();
  place_columns();
  place_bands();
  place_ports();
  place_top(top_labels);
}

void BlockLayout::place_columns() {
  double x = left;
  for (int column = 0; column <= columns; ++column) {
    channel_x_.push_back(x);
    x += span(tracks_.vertical[static_cast<std::size_t>(column)]) + group_pad;
    bool used = false;
    for (Box& box : boxes_) {
      if (box.cell.column != column) continue;
      box.x = x;
      used = true;
    }
    if (used) x += Box::width + group_pad;
  }
  right_ = x;
}

void BlockLayout::place_bands() {
  double y = top_ + tile_title;
  for (int band = 0; band <= bands; ++band) {
    channel_y_.push_back(y);
    y = stack(band, y + span(tracks_.horizontal[static_cast<std::size_t>(band)]));
  }
  bottom_ = y;
}

/// Boxes of a band below each other in their columns; returns where the band ends.
double BlockLayout::stack(int band, double top) {
  double bottom = top;
  for (int column = 0; column < columns; ++column) {
    double y = top + title_height;
    for (int rank = 0;; ++rank) {
      const auto box = std::ranges::find_if(boxes_, [&](const Box& one) {
        return one.cell.column == column && one.cell.band == band && one.cell.rank == rank;
      });
      if (box == boxes_.end()) break;
      box->y = y;
      y += box->height + box_gap;
      bottom = std::max(bottom, y - box_gap + group_pad);
    }
  }
  return bottom;
}

void BlockLayout::collect_ports() {
  std::map<std::pair<std::size_t, Side>, int> counts;
  const auto count = [&](std::size_t box, Side side, std::size_t net) {
    if (ports_.emplace(Port{box, side, net}, 0.0).second) ++counts[{box, side}];
  };
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (!lines_[i].from_top) count(lines_[i].from, courses_[i].leaves, lines_[i].net);
    if (!lines_[i].to_top) count(lines_[i].to, courses_[i].enters, lines_[i].net);
  }
  for (const auto& [where, ports] : counts) {
    const bool beside = where.second == Side::left || where.second == Side::right;
    if (beside) boxes_[where.first].height = std::max(boxes_[where.first].height, port_pitch * (ports + 1.0));
  }
}

/// Spread over the side of the box; no two of one channel at one height.
void BlockLayout::place_ports() {
  std::map<std::pair<std::size_t, Side>, std::vector<Port>> sides;
  for (const auto& [port, at] : ports_) sides[{port.box, port.side}].push_back(port);
  std::map<int, std::vector<double>> taken;  // by channel
  for (const auto& [where, ports] : sides) {
    const Box& box = boxes_[where.first];
    const bool beside = where.second == Side::left || where.second == Side::right;
    const double length = beside ? box.height : Box::width;
    const int channel = box.cell.column + (where.second == Side::right ? 1 : 0);
    for (std::size_t i = 0; i < ports.size(); ++i) {
      double at = length * (static_cast<double>(i) + 1) / (static_cast<double>(ports.size()) + 1);
      at += beside ? box.y : box.x;
      if (beside) {
        auto& used = taken[channel];
        while (std::ranges::any_of(used, [&](double other) { return std::abs(other - at) < 2.5; })) at += 3;
        used.push_back(at);
      }
      ports_[ports[i]] = at;
    }
  }
}

/// Each with as much room as its label needs.
void BlockLayout::place_top(const std::vector<std::string>& labels) {
  constexpr double around = 5;  // letters
  double letters = 0;
  for (const std::string& label : labels) letters += static_cast<double>(label.size()) + around;
  double before = 0;
  for (const std::string& label : labels) {
    const double own = static_cast<double>(label.size()) + around;
    top_x_.push_back(strip_left() + (strip_right() - strip_left()) * (before + own / 2) / letters);
    before += own;
  }
}

double BlockLayout::track_x(int channel, std::size_t net) const {
  const auto index = static_cast<std::size_t>(channel);
  return channel_x_[index] + track(tracks_.vertical[index], net);
}

double BlockLayout::track_y(int channel, std::size_t net) const {
  const auto index = static_cast<std::size_t>(channel);
  return channel_y_[index] + track(tracks_.horizontal[index], net);
}

std::vector<Point> BlockLayout::points(std::size_t index) const {
  const Line& line = lines_[index];
  const Course& course = courses_[index];
  std::vector<Point> path;
  if (course.leaves == Side::bottom || course.leaves == Side::top) {
    if (!line.from_top) {
      const Box& from = boxes_[line.from];
      const Box& to = boxes_[line.to];
      const bool down = course.leaves == Side::bottom;
      const double x = ports_.at({line.from, course.leaves, line.net});
      return {{x, down ? from.y + from.height : from.y}, {x, down ? to.y : to.y + to.height}};
    }
    path.push_back({top_x(line.top), strip_bottom()});
    path.push_back({top_x(line.top), track_y(0, line.net)});
  } else {
    const double y = ports_.at({line.from, course.leaves, line.net});
    path.push_back({edge(boxes_[line.from], course.leaves), y});
    path.push_back({track_x(course.first, line.net), y});
    if (course.across >= 0) path.push_back({track_x(course.first, line.net), track_y(course.across, line.net)});
  }
  if (line.to_top) {
    path.push_back({top_x(line.top), track_y(0, line.net)});
    path.push_back({top_x(line.top), strip_bottom()});
    return path;
  }
  const int last = course.second >= 0 ? course.second : course.first;
  if (course.across >= 0) path.push_back({track_x(last, line.net), track_y(course.across, line.net)});
  const double y = ports_.at({line.to, course.enters, line.net});
  path.push_back({track_x(last, line.net), y});
  path.push_back({edge(boxes_[line.to], course.enters), y});
  return path;
}

}  // namespace spintile::gen::drawing
