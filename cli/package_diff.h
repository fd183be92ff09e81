// `spintile generate --diff`: what changes for the user of a package.
#pragma once

#include <string>

namespace spintile::cli {

/// Prints how the packages of two variants differ in ports, registers, state spaces, commands and latencies; as a table
/// or as JSON. Each is a variant file, or a package folder. Throws spec::VariantError.
void print_package_diff(const std::string& before, const std::string& after, bool json);

}  // namespace spintile::cli
