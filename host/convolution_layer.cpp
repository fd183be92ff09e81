#include "host/convolution_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace spintile::host {

ConvolutionLayer::ConvolutionLayer(PictureShape input, int kernel, std::unique_ptr<TrainingTile> tile)
    : input_(input), kernel_(kernel), dense_(std::move(tile)) {
  if (kernel < 1 || kernel > std::min(input.height, input.width))
    throw std::invalid_argument(
        fmt::format("convolution: kernel {} of a {} x {} picture", kernel, input.height, input.width));
  if (dense_.inputs() != kernel * kernel * input.channels)
    throw std::invalid_argument(fmt::format("convolution: a tile with {} rows; {} were expected", dense_.inputs(),
                                            kernel * kernel * input.channels));
  output_ = {input.height - kernel + 1, input.width - kernel + 1, dense_.outputs()};
}

template <class Action>
void ConvolutionLayer::for_each_run(const Action& action) const {
  const int run = kernel_ * input_.channels;  // one line of a window
  int unfolded = 0;
  for (int y = 0; y < output_.height; ++y)
    for (int x = 0; x < output_.width; ++x)
      for (int line = 0; line < kernel_; ++line, unfolded += run)
        action(static_cast<std::size_t>(((y + line) * input_.width + x) * input_.channels),
               static_cast<std::size_t>(unfolded), static_cast<std::size_t>(run));
}

Matrix<float> ConvolutionLayer::forward(Matrix<float> x) {
  const int windows = output_.height * output_.width;
  const auto unfolded_size = static_cast<std::size_t>(windows) * static_cast<std::size_t>(dense_.inputs());
  Matrix<float> unfolded(x.rows() * windows, dense_.inputs());
  for (int picture = 0; picture < x.rows(); ++picture) {
    const std::span<const float> pixels = x.row(picture);
    const std::span<float> values =
        unfolded.values().subspan(static_cast<std::size_t>(picture) * unfolded_size, unfolded_size);
    for_each_run([&](std::size_t from, std::size_t to, std::size_t run) {
      std::ranges::copy(pixels.subspan(from, run), values.begin() + static_cast<std::ptrdiff_t>(to));
    });
  }
  return dense_.forward(std::move(unfolded)).reshaped(x.rows(), output_.size());
}

Matrix<float> ConvolutionLayer::backward(Matrix<float> d, bool wanted) {
  const int pictures = d.rows();
  const int windows = output_.height * output_.width;
  const Matrix<float> unfolded = dense_.backward(std::move(d).reshaped(pictures * windows, dense_.outputs()), wanted);
  if (!wanted) return {};
  const auto unfolded_size = static_cast<std::size_t>(windows) * static_cast<std::size_t>(dense_.inputs());
  Matrix<float> by_pixels(pictures, inputs());
  for (int picture = 0; picture < pictures; ++picture) {
    const std::span<float> sums = by_pixels.row(picture);
    const std::span<const float> values =
        unfolded.values().subspan(static_cast<std::size_t>(picture) * unfolded_size, unfolded_size);
    for_each_run([&](std::size_t to, std::size_t from, std::size_t run) {
      for (std::size_t i = 0; i < run; ++i) sums[to + i] += values[from + i];
    });
  }
  return by_pixels;
}

}  // namespace spintile::host
