#include "host/class_lanes.h"

namespace spintile::host {

ClassLoss class_loss(const ClassLanes& logits, int label) {
  ClassLoss result;
  static_cast<PictureLoss&>(result) = softmax_loss(std::span<const float>(logits).first(classes), label,
                                                   std::span<float>(result.gradient).first(classes));
  return result;
}

}  // namespace spintile::host
