// The learning rate of a step.
#pragma once

#include <cstdint>

#include "spec/learning_rate.h"

namespace spintile::host {

/// Of step `step` (from 0) of `steps`, `epoch_steps` an epoch; the same bits on every machine.
float learning_rate(const spec::LearningRate& rate, std::int64_t step, std::int64_t epoch_steps, std::int64_t steps);

}  // namespace spintile::host
