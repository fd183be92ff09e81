// A page that teaches the SOT array by an addition of small numbers, step by step: docs/sot-array.md.
#pragma once

#include <string>

namespace spintile::verif {

/// Markdown. What the rows hold comes from the golden array, what the steps are from the compiler. Throws
/// std::logic_error where a program no longer has a step that the text speaks of.
std::string sot_walkthrough();

}  // namespace spintile::verif
