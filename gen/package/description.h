// Parts of a description that several files of a package hold.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "gen/package/package_files.h"
#include "spec/parse.h"
#include "spec/register_map.h"

namespace spintile::gen::package {

/// "odd_sizes" -> "ODD_SIZES"
std::string upper(std::string_view name);
/// "15:8", "2"
std::string bit_range(const spec::RegisterField& field);
/// Each item on a line of its own behind `indent`.
std::string lines(const std::vector<std::string>& items, std::string_view indent);
/// Inputs that may change at any phase against the clock: those from the converters of a tile.
std::vector<std::string> asynchronous_inputs(const hdl::Module& top);

/// "tile", "float_unit": the wrapper of a package is <variant>_<this>.
std::string_view unit_module(spec::Unit unit);
/// What the package holds, in a line: "Digital periphery of an in-memory training tile, variant odd_sizes".
std::string summary(const spec::Variant& variant);

/// Whether what `spintile explain` shows is a number of cycles: of a read in either direction, or of a part of one.
bool is_latency(const spec::DerivedRow& row);

/// One object a register: name, offset, reset, description, fields.
nlohmann::ordered_json describe_registers(const spec::Variant& variant);

}  // namespace spintile::gen::package
