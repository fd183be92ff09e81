// Joins a module with its properties (verif/formal/<block>_properties.v): a wrapper for the proof, a bind statement for
// a user's simulator. A property module has ports named as those of the module it watches, its parameters by the same
// names, and `in_reset_i`, 1 while in reset, whatever the reset style. A port that this variant's module does not have
// is 0.
#pragma once

#include <map>
#include <string>

#include "gen/hdl/module.h"

namespace spintile::verif {

/// Parameters that only the properties have, as Verilog text.
using PropertyParameters = std::map<std::string, std::string>;

inline constexpr const char* formal_top = "formal_top";

/// A property module.
struct Properties {
  std::string module;  // its name
  std::string text;    // of its source, for the ports
  PropertyParameters parameters = {};
};

/// A SystemVerilog module `formal_top`: the module at these parameter values with all its inputs free, its properties
/// beside it, and reset in the first cycle.
std::string formal_wrapper(const gen::hdl::Module& module, const Properties& properties,
                           const gen::hdl::ParameterValues& parameters);

/// Puts the property module into every instance of the module; compiled only where FORMAL is defined.
std::string bind_statement(const gen::hdl::Module& module, const Properties& properties);

}  // namespace spintile::verif
