#include "gen/drawing/routes.h"

#include <algorithm>

namespace spintile::gen::drawing {
namespace {

using Side = Course::Side;

Course between(const Cell& from, const Cell& to, int columns) {
  Course course;
  if (from.column == to.column && from.band == to.band && std::abs(from.rank - to.rank) == 1) {
    const bool down = from.rank < to.rank;
    return {.leaves = down ? Side::bottom : Side::top, .enters = down ? Side::top : Side::bottom};
  }
  const bool same = from.column == to.column;
  const bool forward = to.column > from.column;
  course.leaves = forward || same ? Side::right : Side::left;
  course.enters = forward ? Side::left : Side::right;
  course.first = forward || same ? from.column + 1 : from.column;
  const int last = forward ? to.column : to.column + 1;
  if (same) course.first = std::min(course.first, columns);
  if (last == course.first) return course;
  course.across = from.band == to.band ? from.band + 1 : std::max(from.band, to.band);
  course.second = last;
  return course;
}

void take_track(std::vector<std::vector<std::size_t>>& channels, int channel, std::size_t net) {
  if (channel < 0) return;
  auto& nets = channels.at(static_cast<std::size_t>(channel));
  if (std::ranges::find(nets, net) == nets.end()) nets.push_back(net);
}

}  // namespace

std::vector<Course> courses(const std::vector<Cell>& cells, const std::vector<Line>& lines, int columns) {
  std::vector<Course> result;
  for (const Line& line : lines) {
    if (line.to_top) {
      result.push_back(
          {.leaves = Side::right, .enters = Side::bottom, .first = cells[line.from].column + 1, .across = 0});
    } else if (line.from_top) {
      result.push_back({.leaves = Side::bottom, .enters = Side::left, .across = 0, .second = cells[line.to].column});
    } else {
      result.push_back(between(cells[line.from], cells[line.to], columns));
    }
  }
  return result;
}

Tracks tracks(const std::vector<Line>& lines, const std::vector<Course>& courses, int columns, int bands) {
  Tracks result{std::vector<std::vector<std::size_t>>(static_cast<std::size_t>(columns) + 1),
                std::vector<std::vector<std::size_t>>(static_cast<std::size_t>(bands) + 1)};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    take_track(result.vertical, courses[i].first, lines[i].net);
    take_track(result.horizontal, courses[i].across, lines[i].net);
    take_track(result.vertical, courses[i].second, lines[i].net);
  }
  return result;
}

}  // namespace spintile::gen::drawing
