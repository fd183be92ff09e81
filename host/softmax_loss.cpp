#include "host/softmax_loss.h"

#include "host/exponential.h"
#include "host/logarithm.h"

namespace spintile::host {

PictureLoss softmax_loss(std::span<const float> logits, int label, std::span<float> gradient) {
  PictureLoss result;
  result.predicted = largest_of(logits);
  const float largest = logits[static_cast<std::size_t>(result.predicted)];
  float sum = 0.0F;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    gradient[i] = exponential(logits[i] - largest);
    sum += gradient[i];
  }
  for (float& probability : gradient) probability /= sum;
  const auto wanted = static_cast<std::size_t>(label);
  result.loss = logarithm(sum) - (logits[wanted] - largest);
  gradient[wanted] -= 1.0F;
  return result;
}

}  // namespace spintile::host
