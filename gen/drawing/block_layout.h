// Where the boxes of a block diagram stand and how the lines between them run, in units of the picture.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "gen/drawing/block_places.h"
#include "gen/drawing/routes.h"

namespace spintile::gen::drawing {

struct Box {
  std::string name;
  int count = 1;
  Cell cell;
  double x = 0;
  double y = 0;
  double height = 38;

  static constexpr double width = 116;
  double right() const { return x + width; }
  double bottom() const { return y + height; }
};

class BlockLayout {
 public:
  /// `top_labels`: of the places at the top edge, as many as the lines that begin or end there have; `top`: where the
  /// tile begins.
  BlockLayout(std::vector<Box> boxes, std::vector<Line> lines, const std::vector<std::string>& top_labels, double top);

  const std::vector<Box>& boxes() const { return boxes_; }
  const std::vector<Line>& lines() const { return lines_; }
  /// Corners of a line, from its beginning to its tip.
  std::vector<Point> points(std::size_t line) const;

  static constexpr int columns = 6;
  static constexpr int bands = 2;
  static constexpr double group_pad = 9;      // around the boxes of a group
  static constexpr double title_height = 22;  // of a group
  static constexpr double left = 96;          // edge of the tile
  double top() const { return top_; }
  double right() const { return right_; }
  double bottom() const { return bottom_; }

  // The strip above the tile that lines to the top edge end at.
  double strip_left() const { return channel_x_[1]; }
  double strip_right() const { return channel_x_[columns - 1]; }
  double strip_bottom() const { return top_ - 22; }
  double top_x(std::size_t place) const { return top_x_[place]; }

 private:
  struct Port {
    std::size_t box;
    Course::Side side;
    std::size_t net;
    bool operator<(const Port& other) const {
      return std::tie(box, side, net) < std::tie(other.box, other.side, other.net);
    }
  };

  void collect_ports();
  void place_columns();
  void place_bands();
  double stack(int band, double top);
  void place_ports();
  void place_top(const std::vector<std::string>& labels);
  double track_x(int channel, std::size_t net) const;
  double track_y(int channel, std::size_t net) const;

  std::vector<Box> boxes_;
  std::vector<Line> lines_;
  std::vector<Course> courses_;
  Tracks tracks_;
  std::map<Port, double> ports_;  // along the side
  std::vector<double> channel_x_, channel_y_, top_x_;
  double top_;
  double right_ = 0;
  double bottom_ = 0;
};

}  // namespace spintile::gen::drawing
