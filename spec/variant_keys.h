// The table of keys of a variant file: the parser, to_yaml and the JSON Schema are all driven by it, so a new key is
// one row in variant_keys.cpp (and its field in variant.h).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "spec/key_table.h"
#include "spec/variant.h"

namespace spintile::spec {

using IntegerKey = table::IntegerKey<Variant>;
using RealKey = table::RealKey<Variant>;
using ChoiceKey = table::ChoiceKey<Variant>;
using TextKey = table::TextKey<Variant>;
using table::allowed_values;
using table::value_text;

struct VariantKey : table::Key<Variant> {
  /// The unit whose variants have it; none: all have it.
  std::optional<Unit> unit() const;
  bool belongs_to(Unit what) const { return !unit() || *unit() == what; }
};

/// In the order of to_yaml; the keys of a section are neighbours.
const std::vector<VariantKey>& variant_keys();

/// Throws std::out_of_range for a path not in the table.
const VariantKey& variant_key(std::string_view path);

/// Names of the sections, in the order of the table.
std::vector<std::string_view> variant_sections();

/// The unit that a section is of; throws std::out_of_range for a name that is none.
Unit unit_of_section(std::string_view section);

/// "tile", "float": the values of the key `unit`.
std::string_view name(Unit unit);

}  // namespace spintile::spec
