#include "host/input_codes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "spec/derive.h"

namespace spintile::host {

std::int32_t pixel_code(std::uint8_t pixel, const spec::Variant& variant) {
  constexpr std::int64_t white = 255;
  return static_cast<std::int32_t>((pixel * std::int64_t{spec::input_code_max(variant)} + white / 2) / white);
}

void require_picture_tile(const spec::Variant& variant) {
  const spec::Crossbar& crossbar = variant.crossbar;
  if (crossbar.rows != image_pixels)
    throw std::invalid_argument(fmt::format("variant {}: crossbar.rows: {}: digits of 28 x 28 pixels need {} rows",
                                            variant.name, crossbar.rows, image_pixels));
  if (crossbar.columns < classes)
    throw std::invalid_argument(fmt::format("variant {}: crossbar.columns: {}: ten digits need at least {} columns",
                                            variant.name, crossbar.columns, classes));
}

Matrix<std::int32_t> input_codes(const Dataset& dataset, std::span<const int> pictures, const spec::Variant& variant) {
  require_picture_tile(variant);
  std::array<std::int32_t, 256> codes{};
  for (std::size_t pixel = 0; pixel < codes.size(); ++pixel)
    codes[pixel] = pixel_code(static_cast<std::uint8_t>(pixel), variant);

  Matrix<std::int32_t> result(static_cast<int>(pictures.size()), image_pixels);
  int vector = 0;
  for (const int picture : pictures) {
    if (picture < 0 || picture >= dataset.size())
      throw std::out_of_range(fmt::format("picture {} of a data set of {}", picture, dataset.size()));
    for (int row = 0; row < image_pixels; ++row)
      result(vector, row) = codes[dataset.images(picture, pixel_of_row(row))];
    ++vector;
  }
  return result;
}

Matrix<std::int32_t> input_codes(const Dataset& dataset, int first, int count, const spec::Variant& variant) {
  std::vector<int> pictures(static_cast<std::size_t>(std::max(count, 0)));
  std::iota(pictures.begin(), pictures.end(), first);
  return input_codes(dataset, pictures, variant);
}

}  // namespace spintile::host
