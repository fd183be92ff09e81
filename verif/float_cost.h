// What a floating-point operation costs in the SOT array, by the device it is made of.
#pragma once

#include <cstdint>
#include <vector>

#include "host/philox.h"
#include "refmodel/sot/sot_counts.h"
#include "spec/float_operation.h"

namespace spintile::verif {

/// What the count depends on beside the operation.
struct FloatDevice {
  bool search_pairs = false;  // a search bit is two cells holding complements
  refmodel::XorWrite xor_write = refmodel::XorWrite::toggle;
  bool flags = false;  // the five flag rows are filled

  friend bool operator==(const FloatDevice&, const FloatDevice&) = default;
};

struct FloatCost {
  int words = 0;  // of the program store
  int rows = 0;   // at the peak, operands included
  /// For one operation over all lanes; docs/contract.md, "SOT array". cells_written is 0: see below.
  refmodel::SotCounts counts;
  /// Cells written in a lane, on average over 1024 lanes of numbers as they are in training: sign and fraction at
  /// random (of a square root the fraction alone), exponent at random in bias - 4 .. bias + 3; integers at random. The
  /// same numbers in each call.
  double cells_written = 0;
};

/// Operand words as they are in training, see cells_written.
std::vector<std::uint64_t> numbers_in_training(const spec::FloatOperation& operation, int count,
                                               host::PhiloxSequence& draws);

/// Throws as gen::microcode::compile().
FloatCost float_cost(const spec::FloatOperation& operation, const FloatDevice& device = {});

}  // namespace spintile::verif
