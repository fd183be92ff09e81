#include "host/class_lanes.h"

#include <cmath>

#include "host/exponential.h"

namespace spintile::host {

ClassLoss class_loss(const ClassLanes& logits, int label) {
  ClassLoss result;
  result.predicted = largest_class(std::span<const float>(logits));
  const float largest = logits[static_cast<std::size_t>(result.predicted)];
  float sum = 0.0F;
  for (std::size_t lane = 0; lane < classes; ++lane) {
    result.gradient[lane] = exponential(logits[lane] - largest);
    sum += result.gradient[lane];
  }
  for (std::size_t lane = 0; lane < classes; ++lane) result.gradient[lane] /= sum;
  const auto wanted = static_cast<std::size_t>(label);
  // Only shown to a person, never trained on: this one may come from the mathematics library.
  result.loss = std::log(sum) - (logits[wanted] - largest);
  result.gradient[wanted] -= 1.0F;
  return result;
}

}  // namespace spintile::host
