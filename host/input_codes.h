// Pictures as input codes of a tile.
#pragma once

#include <cstdint>
#include <span>

#include "host/dataset.h"
#include "host/matrix.h"
#include "spec/variant.h"

namespace spintile::host {

/// The pixel that row 0 .. 783 carries. Neighbours lie 485 pixels apart (784 over the golden ratio), so each sub-array,
/// a run of rows, sees the whole picture at a coarser grid. A sub-array is one stochastic vote: one that sees a strip
/// of the picture alone can seldom tell two digits apart.
constexpr int pixel_of_row(int row) { return row * 485 % image_pixels; }

/// The code of a pixel 0 .. 255, spread evenly over 0 .. input_code_max and rounded to nearest.
std::int32_t pixel_code(std::uint8_t pixel, const spec::Variant& variant);

/// Throws std::invalid_argument unless the variant has 784 rows and at least 10 columns, which is what a picture needs.
void require_picture_tile(const spec::Variant& variant);

/// Input codes of the pictures first .. first + count - 1, count x 784. Throws std::invalid_argument for a variant that
/// is no picture tile and std::out_of_range for pictures that are not there.
Matrix<std::int32_t> input_codes(const Dataset& dataset, int first, int count, const spec::Variant& variant);
/// The same for the pictures listed.
Matrix<std::int32_t> input_codes(const Dataset& dataset, std::span<const int> pictures, const spec::Variant& variant);

}  // namespace spintile::host
