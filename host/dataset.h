// Labelled pictures, mostly of digits: what every data set here is.
#pragma once

#include <cstdint>
#include <vector>

#include "host/matrix.h"

namespace spintile::host {

inline constexpr int image_side = 28;
inline constexpr int image_pixels = image_side * image_side;
inline constexpr int classes = 10;

struct PictureShape {
  int height = image_side;
  int width = image_side;
  int channels = 1;

  int size() const { return height * width * channels; }
  friend bool operator==(const PictureShape&, const PictureShape&) = default;
};

/// N pictures, one a row: 0 background .. 255 ink, row-major, the channels of a pixel side by side; and their N labels,
/// 0 .. 9.
struct Dataset {
  Matrix<std::uint8_t> images;
  std::vector<int> labels;
  PictureShape shape = {};

  int size() const { return images.rows(); }
};

/// The first `count` pictures, or all of them where there are fewer.
Dataset first_images(const Dataset& dataset, int count);

}  // namespace spintile::host
