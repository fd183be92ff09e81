// Training a tile's classifier through its converters, after the partial-sum quantisation aware training of StoX-Net
// (Rogers et al., arXiv 2407.12378).
#pragma once

#include "host/classifier.h"
#include "host/dataset.h"
#include "host/training.h"
#include "spec/variant.h"

namespace spintile::host {

/// Trains 784 x 10 weights, a gain and an output scale a column for `variant`, whose device model it takes. Forward:
/// input and weight codes as the tile has them, and converters that draw samples, their number at random among the
/// powers of two up to samples_max (at most 16); so one set of weights serves every n. Backward: straight through the
/// rounding to codes and digits, and through the expected value of the converters. The same arguments give the same
/// bits on every machine. Refuses a variant that is no picture tile (input_codes.h) and an empty data set with
/// std::invalid_argument.
TrainedClassifier train_through_converter(const spec::Variant& variant, const Dataset& train,
                                          const TrainingOptions& options = {}, const TrainingProgress& progress = {});

}  // namespace spintile::host
