// Labelled pictures of digits: what every data set here is.
#pragma once

#include <cstdint>
#include <vector>

#include "host/matrix.h"

namespace spintile::host {

inline constexpr int image_side = 28;
inline constexpr int image_pixels = image_side * image_side;
inline constexpr int classes = 10;

/// N pictures, one a row: 28 x 28 pixels, row-major, 0 background .. 255 ink; and their N labels, 0 .. 9.
struct Dataset {
  Matrix<std::uint8_t> images;
  std::vector<int> labels;

  int size() const { return images.rows(); }
};

/// The first `count` pictures, or all of them where there are fewer.
Dataset first_images(const Dataset& dataset, int count);

}  // namespace spintile::host
