// What a read of an array takes as its full scale.
#pragma once

namespace spintile::refmodel {

/// What a partial sum of 1 is: all rows of the sub-array driven as far as they can be, or, of a one-hot read, one of
/// them.
enum class FullScale { subarray, one_row };

}  // namespace spintile::refmodel
