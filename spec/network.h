// The shape of a network.
#pragma once

#include <vector>

namespace spintile::spec {

enum class NetworkKind { perceptron, lenet };
enum class Activation { sigmoid, tanh, relu };
enum class Pooling { max, average };

/// perceptron: dense layers of these widths between picture and classes. lenet: convolutions of 16 and 32 channels with
/// windows of 5 x 5, each followed by pooling of 2 x 2, then the dense layers.
struct Network {
  NetworkKind kind = NetworkKind::perceptron;
  std::vector<int> hidden = {256, 128};
  Activation activation = Activation::sigmoid;
  Pooling pooling = Pooling::max;  // lenet

  friend bool operator==(const Network&, const Network&) = default;
};

}  // namespace spintile::spec
