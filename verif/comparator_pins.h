// The comparators of a ramp converter, as cmp_i shows them: step by step, and nonsense where it must not matter.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "verif/tile_ports.h"

namespace spintile::verif {

class ComparatorPins {
 public:
  explicit ComparatorPins(const RampPorts& ports);

  /// A read is over: of each output the first step at which its comparator shows 1.
  void set_first_steps(std::span<const std::int32_t> steps);
  /// Once a cycle. Outside the ramp all show 1; after its first 1 a comparator shows anything, and so do lines that
  /// are no outputs: none of that may be captured.
  void observe();

 private:
  RampPorts ports_;
  std::vector<std::int32_t> steps_;     // of the read at hand
  std::vector<std::size_t> order_;      // its outputs by that
  std::size_t risen_ = 0;               // so many of them have shown 1
  std::int32_t step_ = 0;               // the next one
  std::vector<std::uint64_t> lines_;    // a 1 for each comparator
  std::vector<std::uint64_t> outputs_;  // for each that the read at hand uses
  std::vector<std::uint64_t> has_risen_, shown_;
};

}  // namespace spintile::verif
