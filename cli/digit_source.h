// Which digits the main job reads: a folder of the user's, MNIST where it is found, or the built-in ones.
#pragma once

#include <string>

#include "host/dataset.h"

namespace spintile::cli {

struct Digits {
  host::Dataset train;
  host::Dataset test;
  std::string source;  // what they are and where they came from, for the report
};

/// MNIST from `folder`; where that is empty, from the places host::find_data_folder knows; where it is not there
/// either, drawn digits. `count` test pictures, or all there are. Throws std::runtime_error when `folder` holds no
/// MNIST.
Digits load_digits(const std::string& folder, int count);

}  // namespace spintile::cli
