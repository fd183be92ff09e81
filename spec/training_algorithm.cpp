#include "spec/training_algorithm.h"

#include <array>

namespace spintile::spec {

std::string_view name(Algorithm algorithm) {
  constexpr std::array<std::string_view, 7> names = {"float",  "sgd",  "ttv1",           "ttv2",
                                                     "c_ttv2", "agad", "mixed_precision"};
  return names.at(static_cast<std::size_t>(algorithm));
}

Transfer transfer_of(const TrainingAlgorithm& algorithm) {
  const auto kind = [&] {
    switch (algorithm.kind) {
      case Algorithm::ttv2:
        return TransferKind::ttv2;
      case Algorithm::c_ttv2:
        return TransferKind::c_ttv2;
      case Algorithm::agad:
        return TransferKind::agad;
      default:
        return TransferKind::none;
    }
  };
  return {.kind = kind(),
          .arithmetic = algorithm.arithmetic,
          .pulses = algorithm.transfer_pulses,
          .forget = algorithm.forget,
          .word_bits = algorithm.word_bits};
}

}  // namespace spintile::spec
