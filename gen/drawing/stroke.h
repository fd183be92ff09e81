// Lines of a picture as SVG.
#pragma once

#include <string>
#include <vector>

#include "gen/drawing/routes.h"

namespace spintile::gen::drawing {

struct Stroke {
  std::string colour;
  double width = 1.3;
  bool dashed = false;
};

/// A head whose tip is there, coming from `before`.
std::string arrow(const Point& before, const Point& tip, const std::string& colour);

/// A line with rounded corners and a head at its end; two corners or more.
std::string line(const std::vector<Point>& path, const Stroke& stroke);

}  // namespace spintile::gen::drawing
