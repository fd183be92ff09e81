// The timing diagram of one training step: what the pins of the Verilated tile do while a host reads forward and
// backward, updates A and transfers a row of it. docs/training-step.svg, `spintile draw --step`.
#pragma once

#include "spec/variant.h"
#include "verif/study/timing_diagram.h"

namespace spintile::verif {

/// Few samples and slots, so that the step fits a page. Of a variant with a transfer and a BACKWARD;
/// std::invalid_argument otherwise. Builds the model of the variant where the cache has none.
TimingDiagram training_step_diagram(const spec::Variant& variant);

}  // namespace spintile::verif
