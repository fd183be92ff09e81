#include "gen/drawing/stroke.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace spintile::gen::drawing {

std::string arrow(const Point& before, const Point& tip, const std::string& colour) {
  const double length = std::hypot(tip.x - before.x, tip.y - before.y);
  const double dx = (tip.x - before.x) / length;
  const double dy = (tip.y - before.y) / length;
  return fmt::format("  <polygon points=\"{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\" fill=\"{}\"/>\n", tip.x, tip.y,
                     tip.x - 7 * dx - 3 * dy, tip.y - 7 * dy + 3 * dx, tip.x - 7 * dx + 3 * dy, tip.y - 7 * dy - 3 * dx,
                     colour);
}

std::string line(const std::vector<Point>& path, const Stroke& stroke) {
  constexpr double radius = 4;
  std::string text = fmt::format("M{:.1f},{:.1f}", path[0].x, path[0].y);
  for (std::size_t i = 1; i + 1 < path.size(); ++i) {
    const auto toward = [&](const Point& other) {
      const double length = std::hypot(other.x - path[i].x, other.y - path[i].y);
      const double step = length > 0 ? std::min(radius, length / 2) / length : 0;
      return Point{path[i].x + step * (other.x - path[i].x), path[i].y + step * (other.y - path[i].y)};
    };
    const Point in = toward(path[i - 1]);
    const Point out = toward(path[i + 1]);
    text += fmt::format(" L{:.1f},{:.1f} Q{:.1f},{:.1f} {:.1f},{:.1f}", in.x, in.y, path[i].x, path[i].y, out.x, out.y);
  }
  const Point& tip = path.back();
  const Point& before = path[path.size() - 2];
  const double length = std::hypot(tip.x - before.x, tip.y - before.y);
  const double back = length > 6 ? 5 / length : 0;
  text += fmt::format(" L{:.1f},{:.1f}", tip.x - back * (tip.x - before.x), tip.y - back * (tip.y - before.y));
  return fmt::format("  <path d=\"{}\" stroke=\"{}\" stroke-width=\"{:.1f}\"{}/>\n", text, stroke.colour, stroke.width,
                     stroke.dashed ? " stroke-dasharray=\"4 3\"" : "") +
         arrow(before, tip, stroke.colour);
}

}  // namespace spintile::gen::drawing
