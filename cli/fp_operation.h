// A floating-point operation as the words of a command line say it.
#pragma once

#include <string>

#include "spec/float_operation.h"

namespace spintile::cli {

struct FloatWords {
  std::string operation;  // a name of spec::FloatKind
  std::string format = "fp32";
  std::string to;  // convert only, and needed there
  std::string rounding = "nearest_even";
  std::string subnormals = "full";
  bool saturate = false;
  std::string integer;   // from_integer and to_integer only; int32 when empty
  std::string constant;  // multiply_constant only, and needed there: hexadecimal, 0x or not
};

/// Throws std::invalid_argument that names the option, its value and what is allowed: also for an option that the
/// operation has no use for.
spec::FloatOperation float_operation(const FloatWords& words);

}  // namespace spintile::cli
