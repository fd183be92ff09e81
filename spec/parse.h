// YAML -> Variant. Nothing else parses a variant.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "spec/key_problem.h"
#include "spec/variant.h"

namespace spintile::spec {

/// All problems of one variant file.
class VariantError : public KeyFileError {
 public:
  using KeyFileError::KeyFileError;
};

/// Throws VariantError with every problem found.
Variant parse_variant(std::string_view yaml, const std::string& file_name);
Variant load_variant(const std::filesystem::path& file);

/// The resolved variant: every key, in one fixed order; parse_variant gives the same variant back.
std::string to_yaml(const Variant& variant);

/// FNV-1a, 64 bits, of to_yaml with the device section at its defaults: tuning the analog model leaves the hardware
/// alone.
std::uint64_t variant_hash(const Variant& variant);

/// JSON Schema (draft 2020-12) of a variant file, for editors.
std::string json_schema();

/// Everything derived, one row each: name, formula, value. The text of `spintile explain`, and the same as JSON.
struct DerivedRow {
  std::string group;
  std::string name;
  std::string formula;
  std::string value;
};
std::vector<DerivedRow> explain(const Variant& variant);

}  // namespace spintile::spec
