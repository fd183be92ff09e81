// The block diagram of a tile or a float unit as SVG, drawn from its Verilog tree: every block with the number of its
// instances, what flows between them, the pins on the outer edge. The same text on every machine.
#pragma once

#include <string>

#include "gen/hdl/design.h"
#include "spec/variant.h"

namespace spintile::gen::drawing {

/// A whole SVG document. Throws std::invalid_argument for a design with a module that has no place in the drawing.
std::string block_diagram_svg(const spec::Variant& variant, const hdl::Design& design);

}  // namespace spintile::gen::drawing
