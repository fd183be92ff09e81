// The elements of one stream beat of a state space: where their values lie and whether all of them are legal.
#pragma once

#include <vector>

#include "gen/hdl/module.h"
#include "spec/interface.h"

namespace spintile::gen::blocks {

struct ElementLanes {
  std::vector<hdl::Expr> values;  // lane 0 first; lanes that never hold an element are left out
  hdl::Expr out_of_range;         // one bit; lanes past the last element do not count
};

/// `beat` is one stream beat, `last` marks the last beat of a packet; bits and flags that do not matter are marked
/// unread.
ElementLanes element_lanes(hdl::Module& module, const hdl::Expr& beat, const hdl::Expr& last,
                           const spec::SpaceLayout& layout);

}  // namespace spintile::gen::blocks
