#include "host/digits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "host/philox.h"
#include "host/random_streams.h"

namespace spintile::host {
namespace {

struct Point {
  float x = 0.0F;
  float y = 0.0F;
};

struct Corner {  // in tenths
  int x = 0;
  int y = 0;
};

using Glyph = std::vector<std::vector<Corner>>;
using Strokes = std::vector<std::vector<Point>>;

/// The ten digits as strokes in a box of -1 .. 1, y downwards.
const std::array<Glyph, classes>& glyphs() {
  static const std::array<Glyph, classes> shapes = {{
      {{{0, -10}, {-5, -8}, {-7, 0}, {-5, 8}, {0, 10}, {5, 8}, {7, 0}, {5, -8}, {0, -10}}},
      {{{-4, -6}, {1, -10}, {1, 10}}},
      {{{-6, -6}, {-2, -10}, {4, -9}, {6, -5}, {3, 0}, {-6, 10}, {7, 10}}},
      {{{-6, -8}, {0, -10}, {5, -8}, {5, -3}, {0, 0}, {6, 3}, {6, 8}, {0, 10}, {-6, 8}}},
      {{{3, 10}, {3, -10}, {-7, 4}, {7, 4}}},
      {{{6, -10}, {-5, -10}, {-6, -1}, {2, -2}, {6, 2}, {5, 8}, {0, 10}, {-6, 8}}},
      {{{5, -10}, {-2, -6}, {-6, 2}, {-5, 8}, {0, 10}, {5, 8}, {6, 3}, {2, 0}, {-5, 2}}},
      {{{-6, -10}, {6, -10}, {-1, 10}}},
      {{{0, 0}, {-5, -3}, {-4, -8}, {0, -10}, {4, -8}, {5, -3}, {0, 0}},
       {{0, 0}, {-6, 3}, {-5, 8}, {0, 10}, {5, 8}, {6, 3}, {0, 0}}},
      {{{5, -2}, {0, 0}, {-5, -2}, {-5, -8}, {0, -10}, {5, -8}, {5, -2}, {2, 10}}},
  }};
  return shapes;
}

float uniform(PhiloxSequence& draws, float least, float most) { return least + (most - least) * draws.uniform(); }

/// The glyph as a hand puts it on 28 x 28 pixels: size, slant and place at random, each corner a little off.
Strokes place(const Glyph& glyph, PhiloxSequence& draws) {
  const float width = uniform(draws, 6.0F, 9.0F);
  const float height = uniform(draws, 7.5F, 10.0F);
  const float slant = uniform(draws, -0.15F, 0.45F);
  const float middle = 0.5F * (image_side - 1);
  const float centre_x = middle + uniform(draws, -2.0F, 2.0F);
  const float centre_y = middle + uniform(draws, -2.0F, 2.0F);
  constexpr float off = 0.12F;
  Strokes placed;
  for (const std::vector<Corner>& stroke : glyph) {
    std::vector<Point>& line = placed.emplace_back();
    for (const Corner& corner : stroke) {
      const float x = 0.1F * static_cast<float>(corner.x) + uniform(draws, -off, off);
      const float y = 0.1F * static_cast<float>(corner.y) + uniform(draws, -off, off);
      line.push_back({centre_x + width * (x - slant * y), centre_y + height * y});
    }
  }
  return placed;
}

float distance_to_segment(Point from, Point to, Point point) {
  const Point along{to.x - from.x, to.y - from.y};
  const Point offset{point.x - from.x, point.y - from.y};
  const float length_squared = std::max(along.x * along.x + along.y * along.y, 1e-6F);
  const float share = std::clamp((offset.x * along.x + offset.y * along.y) / length_squared, 0.0F, 1.0F);
  const float x = offset.x - share * along.x;
  const float y = offset.y - share * along.y;
  return std::sqrt(x * x + y * y);  // exact to the last bit by IEEE 754
}

/// Ink on one pixel, 0 .. 1: full inside the pen's radius, fading over one pixel.
float ink(const Strokes& strokes, float radius, Point pixel) {
  float distance = image_side;
  for (const std::vector<Point>& stroke : strokes)
    for (std::size_t i = 1; i < stroke.size(); ++i)
      distance = std::min(distance, distance_to_segment(stroke[i - 1], stroke[i], pixel));
  return std::clamp(radius + 0.5F - distance, 0.0F, 1.0F);
}

void draw(const Glyph& glyph, PhiloxSequence& draws, std::span<std::uint8_t> image) {
  const Strokes placed = place(glyph, draws);
  const float radius = uniform(draws, 0.8F, 1.8F);
  constexpr float noise = 40.0F;  // of 255, added to the ink
  std::size_t pixel = 0;
  for (int y = 0; y < image_side; ++y)
    for (int x = 0; x < image_side; ++x, ++pixel) {
      const float shade = ink(placed, radius, {static_cast<float>(x), static_cast<float>(y)});
      const float grain = shade > 0.0F ? uniform(draws, -noise, noise) : 0.0F;  // paper stays white
      image[pixel] = static_cast<std::uint8_t>(std::clamp(255.0F * shade + grain, 0.0F, 255.0F));
    }
}

}  // namespace

Dataset draw_digits(int count, std::uint32_t seed) {
  Dataset digits{Matrix<std::uint8_t>(count, image_pixels), {}};
  for (int picture = 0; picture < count; ++picture) {
    PhiloxSequence draws({seed, random_stream::drawn_digits}, static_cast<std::uint32_t>(picture));
    const int digit = static_cast<int>(draws.below(classes));
    digits.labels.push_back(digit);
    draw(glyphs()[static_cast<std::size_t>(digit)], draws, digits.images.row(picture));
  }
  return digits;
}

}  // namespace spintile::host
