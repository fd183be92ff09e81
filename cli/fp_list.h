// `spintile fp --list`: which engine computes which operation in which format.
#pragma once

#include <vector>

#include "spec/float_operation.h"

namespace spintile::cli {

/// A line for each kind of operation, a column for each named format, the engines in each place.
void print_float_list(const std::vector<spec::FloatOperation>& operations);
void print_float_list_json(const std::vector<spec::FloatOperation>& operations);

}  // namespace spintile::cli
