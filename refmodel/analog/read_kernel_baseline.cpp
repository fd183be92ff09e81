#include "refmodel/analog/read_kernel_lanes.h"

namespace spintile::refmodel {

ReadKernel read_kernel_baseline() { return kernel; }

}  // namespace spintile::refmodel
