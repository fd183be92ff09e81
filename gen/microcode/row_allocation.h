// Places for the virtual scratch rows of a straight-line program.
#pragma once

#include <vector>

#include "spec/sot_program.h"

namespace spintile::gen::microcode {

/// Consecutive virtual rows that stay consecutive.
struct RowGroup {
  int first = 0;
  int size = 0;
};

/// Rewrites the rows of `base` in the words: each group gets the lowest consecutive rows that are free from its first
/// use to its last. Returns how many rows that takes. Every row of `base` lies in a group.
int place_rows(std::vector<spec::sot::Word>& words, int base, const std::vector<RowGroup>& groups);

}  // namespace spintile::gen::microcode
