// Orthogonal routes between boxes in columns and bands. Lines run in channels: vertical ones beside the columns,
// horizontal ones above and below the bands; in each a net has one track, so that its branches lie on each other.
#pragma once

#include <cstddef>
#include <vector>

namespace spintile::gen::drawing {

struct Point {
  double x = 0;
  double y = 0;
};

/// Where a box stands in the grid.
struct Cell {
  int column = 0;
  int band = 0;
  int rank = 0;  // from the top of its column and band
};

/// A line from one box to another, or to the top edge.
struct Line {
  std::size_t net = 0;
  std::size_t from = 0;  // index of a cell
  std::size_t to = 0;
  bool to_top = false;    // from the box to the top edge, where it ends at `top`
  bool from_top = false;  // the other way round: from `top` to the box `to`
  std::size_t top = 0;    // index of a place at the top edge
};

/// What a line passes, found from the cells alone. Vertical channel c is left of column c, horizontal channel b above
/// band b.
struct Course {
  enum class Side { left, right, top, bottom };
  Side leaves = Side::right;
  Side enters = Side::left;
  int first = -1;   // vertical channel; none for boxes that stand above each other
  int across = -1;  // horizontal channel
  int second = -1;  // vertical channel after that
};

std::vector<Course> courses(const std::vector<Cell>& cells, const std::vector<Line>& lines, int columns);

/// Tracks of the nets in the channels, in the order in which the nets come.
struct Tracks {
  std::vector<std::vector<std::size_t>> vertical;    // by channel: nets
  std::vector<std::vector<std::size_t>> horizontal;  // by channel: nets
};

Tracks tracks(const std::vector<Line>& lines, const std::vector<Course>& courses, int columns, int bands);

}  // namespace spintile::gen::drawing
