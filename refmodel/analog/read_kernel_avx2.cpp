// Compiled for AVX2 (CMakeLists.txt), where there is such a thing.
#include "refmodel/analog/read_kernel_lanes.h"

namespace spintile::refmodel {

ReadKernel read_kernel_avx2() { return kernel; }

}  // namespace spintile::refmodel
