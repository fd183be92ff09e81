#include "host/pooling_layer.h"

#include <fmt/format.h>

#include <stdexcept>

namespace spintile::host {

using spec::Pooling;

PoolingLayer::PoolingLayer(Pooling kind, PictureShape input, int side)
    : kind_(kind), input_(input), side_(side), output_{input.height / side, input.width / side, input.channels} {
  if (output_.size() == 0)
    throw std::invalid_argument(
        fmt::format("pooling: squares of {} of a {} x {} picture", side, input.height, input.width));
}

std::size_t PoolingLayer::pixel(int y, int x, int line, int column) const {
  return static_cast<std::size_t>(((y * side_ + line) * input_.width + x * side_ + column) * input_.channels);
}

Matrix<float> PoolingLayer::forward(Matrix<float> x) {
  Matrix<float> result(x.rows(), outputs());
  const auto channels = static_cast<std::size_t>(input_.channels);
  if (kind_ == Pooling::max) largest_.resize(result.values().size());
  std::size_t place = 0;  // of channel 0 of an output
  for (int picture = 0; picture < x.rows(); ++picture) {
    const std::span<const float> pixels = x.row(picture);
    for (int y = 0; y < output_.height; ++y)
      for (int column = 0; column < output_.width; ++column, place += channels)
        for (std::size_t channel = 0; channel < channels; ++channel) {
          std::size_t best = pixel(y, column, 0, 0) + channel;
          float sum = 0.0F;
          for (int i = 0; i < side_; ++i)
            for (int j = 0; j < side_; ++j) {
              const std::size_t seen = pixel(y, column, i, j) + channel;
              if (pixels[seen] > pixels[best]) best = seen;
              sum += pixels[seen];
            }
          if (kind_ == Pooling::max) largest_[place + channel] = best;
          result.values()[place + channel] =
              kind_ == Pooling::max ? pixels[best] : sum / static_cast<float>(side_ * side_);
        }
  }
  return result;
}

Matrix<float> PoolingLayer::backward(Matrix<float> d, bool wanted) {
  if (!wanted) return {};
  Matrix<float> result(d.rows(), inputs());
  const auto channels = static_cast<std::size_t>(input_.channels);
  const float share = 1.0F / static_cast<float>(side_ * side_);
  std::size_t place = 0;
  for (int picture = 0; picture < d.rows(); ++picture) {
    const std::span<float> pixels = result.row(picture);
    for (int y = 0; y < output_.height; ++y)
      for (int column = 0; column < output_.width; ++column, place += channels)
        for (std::size_t channel = 0; channel < channels; ++channel) {
          const float slope = d.values()[place + channel];
          if (kind_ == Pooling::max) {
            pixels[largest_[place + channel]] += slope;
            continue;
          }
          for (int i = 0; i < side_; ++i)
            for (int j = 0; j < side_; ++j) pixels[pixel(y, column, i, j) + channel] += share * slope;
        }
  }
  return result;
}

}  // namespace spintile::host
