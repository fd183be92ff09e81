// Contradictions: legal values that cannot stand together.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/variant.h"

namespace spintile::spec {

struct VariantRule {
  /// The keys it weighs; a refusal is reported at the first.
  std::vector<std::string_view> keys;
  /// What would be right, where the rule is broken. Asks for `keys` in their ranges.
  std::function<std::optional<std::string>(const Variant&)> refusal;
};

const std::vector<VariantRule>& variant_rules();

}  // namespace spintile::spec
