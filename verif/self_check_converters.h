// The analog side in the test bench of a package: what it has of converters, and how they answer at the pins.
#pragma once

#include <string>
#include <string_view>

#include "spec/variant.h"

namespace spintile::verif {

/// Pieces of Verilog, whole lines each.
struct SelfCheckConverters {
  std::string wires;   // declarations of their pins
  std::string ports;   // their connections, the last of the tile's
  std::string state;   // variables
  std::string answer;  // task `answer`, once a cycle: judges the drivers and sets the pins
  std::string start;   // values before the first cycle
};

SelfCheckConverters self_check_converters(const spec::Variant& variant);

/// `text` with every `placeholder` replaced.
std::string replaced(std::string_view text, std::string_view placeholder, std::string_view value);

}  // namespace spintile::verif
