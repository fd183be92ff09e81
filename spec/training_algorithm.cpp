#include "spec/training_algorithm.h"

#include <array>

namespace spintile::spec {

std::string_view name(Algorithm algorithm) {
  constexpr std::array<std::string_view, 7> names = {"float",  "sgd",  "ttv1",           "ttv2",
                                                     "c_ttv2", "agad", "mixed_precision"};
  return names.at(static_cast<std::size_t>(algorithm));
}

}  // namespace spintile::spec
