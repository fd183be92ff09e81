#include "gen/blocks/element_lanes.h"

#include <fmt/format.h>

#include <algorithm>

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// The bits above a value must extend it; a symmetric range leaves out the most negative pattern too, and bounds of its
/// own what is beyond them.
std::vector<Expr> faults(const Expr& beat, int low, const spec::SpaceLayout& layout) {
  const int value_bits = layout.value_bits;
  const int above = layout.element_bits() - value_bits;
  std::vector<Expr> faults;
  if (above > 0 && layout.is_signed) {
    const Expr extension = slice(beat, low + value_bits - 1, above + 1);
    faults.push_back(any(extension) && !all(extension));
  } else if (above > 0) {
    faults.push_back(any(slice(beat, low + value_bits, above)));
  }
  if (layout.least || layout.largest) {
    const Expr value = slice(beat, low, value_bits);
    const auto pattern = [&](std::int64_t bound) {
      return literal(value_bits, bound < 0 ? bound + (std::int64_t{1} << value_bits) : bound);
    };
    const auto less = [&](const Expr& a, const Expr& b) { return layout.is_signed ? signed_less(a, b) : a < b; };
    if (layout.least) faults.push_back(less(value, pattern(*layout.least)));
    if (layout.largest) faults.push_back(less(pattern(*layout.largest), value));
  } else if (layout.symmetric) {
    const Expr sign = bit(beat, low + value_bits - 1);
    faults.push_back(sign && !any(slice(beat, low, value_bits - 1)));
  }
  return faults;
}

}  // namespace

ElementLanes element_lanes(Module& module, const Expr& beat, const Expr& last, const spec::SpaceLayout& layout) {
  const int lanes = std::min(layout.elements_per_beat(), layout.elements);
  const int lanes_of_last = layout.elements - (layout.beats() - 1) * layout.elements_per_beat();
  std::vector<Expr> values;
  std::vector<Expr> always_there;
  std::vector<Expr> not_in_last;
  for (int lane = 0; lane < lanes; ++lane) {
    const int low = lane * layout.element_bits();
    values.push_back(slice(beat, low, layout.value_bits));
    for (const auto& fault : faults(beat, low, layout))
      (lane < lanes_of_last ? always_there : not_in_last).push_back(fault);
  }
  if (const int used = lanes * layout.element_bits(); used < spec::stream_bits) {
    module.unread(slice(beat, used, spec::stream_bits - used),
                  "A packet of this space has fewer elements than a beat has lanes.");
  }
  Expr out_of_range = any_of(always_there);
  if (not_in_last.empty()) {
    module.unread(last, "No lane is illegal in the last beat alone.");
  } else {
    out_of_range = out_of_range || (!last && any_of(not_in_last));
  }
  return {std::move(values), module.wire("out_of_range", out_of_range)};
}

}  // namespace spintile::gen::blocks
