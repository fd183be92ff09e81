// The main job: a classifier of digits, trained through the converters, programmed into the crossbar; every picture
// goes through the Verilated RTL and through the golden model, which must agree in every accumulator and every output.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "host/dataset.h"
#include "spec/variant.h"
#include "verif/check_result.h"
#include "verif/mismatch.h"
#include "verif/verilated_model.h"

namespace spintile::verif {

/// What the pictures read at one number of samples a conversion.
struct ClassificationRow {
  int samples = 0;
  double accuracy = 0.0;     // share of the test pictures, 0 .. 1
  std::uint64_t cycles = 0;  // clock cycles the RTL took for all of them, loading and reading included
};

struct Classification {
  int train_pictures = 0;
  int test_pictures = 0;
  double float_accuracy = 0.0;          // of a linear classifier in floating point, same pictures
  std::vector<ClassificationRow> rows;  // n = 1, 2, 4, .. as far as samples_max goes; up to the first mismatch
  std::optional<Mismatch> mismatch;     // none: bit-exact
};

/// `done` of `total` steps of a stage are through: epochs of training, or pictures.
using ClassificationProgress = std::function<void(std::string_view stage, int done, int total)>;

/// Trains on `train`, then reads every picture of `test`. Throws std::invalid_argument for a variant that is no picture
/// tile (host/input_codes.h).
Classification classify(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                        std::uint32_t seed, const host::Dataset& train, const host::Dataset& test,
                        const ClassificationProgress& progress = {});

/// The check "classification": passed when bit-exact, with accuracies in percent and cycles a picture.
CheckResult to_check(const Classification& classification);

}  // namespace spintile::verif
