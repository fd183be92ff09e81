#include "host/dataset.h"

#include <algorithm>

namespace spintile::host {

Dataset first_images(const Dataset& dataset, int count) {
  const int kept = std::clamp(count, 0, dataset.size());
  Dataset first{Matrix<std::uint8_t>(kept, dataset.images.columns()), {}, dataset.shape};
  std::ranges::copy(dataset.images.values().first(first.images.values().size()), first.images.values().begin());
  first.labels.assign(dataset.labels.begin(), dataset.labels.begin() + kept);
  return first;
}

}  // namespace spintile::host
