#include "refmodel/analog/outer_product_lanes.h"
#include "refmodel/analog/pulse_kernel_lanes.h"

namespace spintile::refmodel {

PulseRunner pulse_runner_baseline() { return {list_row, totals, one_by_one, closed_form, outer_row}; }

}  // namespace spintile::refmodel
