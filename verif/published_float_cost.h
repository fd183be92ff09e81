// What others count, and what is asked of us, for one floating-point operation over all lanes of an array: the figures
// that `spintile fp --cost` shows beside ours. Every figure says where it comes from and how sure it is.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/float_operation.h"

namespace spintile::verif {

enum class Evidence {
  published,  // in the named work: a formula evaluated, or a number of its tables
  recalled,   // remembered from the named work and not checked against it
  derived,    // worked out and checked here
};

std::string_view name(Evidence evidence);

/// Addition, subtraction alike, or multiplication.
struct PublishedFloatCost {
  std::string_view source;
  Evidence evidence = Evidence::published;
  std::string_view unit;        // of `steps`: what the source counts
  double steps = 0;             // that unit, without searches where they are counted apart
  double searches = 0;          // 0: none, or counted in `steps`
  std::string_view conditions;  // what the count leaves out or assumes
};

/// All figures that speak of this operation and format, in the order of the document. None for most operations.
/// The subnormal mode selects among required and goal; the works' own modes are in `conditions`.
std::vector<PublishedFloatCost> published_float_costs(const spec::FloatOperation& operation);

}  // namespace spintile::verif
