// The properties of a variant's modules, for proofs here and for a user's simulator.
#pragma once

#include <string>
#include <vector>

#include "gen/generate.h"
#include "verif/formal_wrapper.h"

namespace spintile::verif {

/// Text of verif/formal/<block>_properties.v; throws std::out_of_range where a block has none.
const std::string& property_text(const std::string& block);

/// What the properties of a block of the tile need to know of the variant.
PropertyParameters property_parameters(const std::string& block, const spec::Variant& variant);

/// formal/<module>_properties.v for each module of the tile that has properties, and formal/bind.sv, which puts them
/// into every instance where FORMAL is defined.
std::vector<gen::File> formal_files(const spec::Variant& variant);

}  // namespace spintile::verif
