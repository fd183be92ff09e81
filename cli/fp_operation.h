// A floating-point operation as the words of a command line say it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/float_operation.h"

namespace spintile::cli {

struct FloatWords {
  std::string operation;  // a name of spec::FloatKind
  std::string format;     // fp32 when empty
  std::string to;         // convert only, and needed there
  std::string rounding = "nearest_even";
  std::string subnormals = "full";
  bool saturate = false;
  std::string integer;            // from_integer and to_integer only; int32 when empty
  std::string constant;           // multiply_constant only, and needed there: hexadecimal, 0x or not
  std::optional<int> lanes = {};  // needed for a reduction over lanes; nothing to other operations
};

/// Throws std::invalid_argument that names the option, its value and what is allowed: also for an option that the
/// operation has no use for.
spec::FloatOperation float_operation(const FloatWords& words);

/// Every operation but reductions in every named format, or in the one that `words` names, with the rounding and
/// subnormals of `words`. Where an operation needs more: convert goes to fp32, fp32 itself to fp16; integers are int32
/// unless `words` says otherwise; the constant is 4/3 rounded to nearest: every second bit of its fraction is 1.
std::vector<spec::FloatOperation> float_operations(const FloatWords& words);

/// The reductions in the same formats, over 64 lanes unless `words` says otherwise.
std::vector<spec::FloatOperation> lane_reductions(const FloatWords& words);

}  // namespace spintile::cli
