// Where a command's variant comes from: a file, or the one in the binary.
#pragma once

#include <string>
#include <string_view>

#include "spec/variant.h"

namespace spintile::cli {

/// variants/mnist_stochastic.yaml as it was when the command was built.
extern const std::string_view default_variant_yaml;

/// The variant in `file`; the built-in one when `file` is empty. Throws spec::VariantError.
spec::Variant load_variant_or_default(const std::string& file);

}  // namespace spintile::cli
