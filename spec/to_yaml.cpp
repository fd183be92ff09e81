// The resolved variant as text, and its hash.
#include <fmt/format.h>

#include "spec/parse.h"
#include "spec/variant_keys.h"

namespace spintile::spec {

std::string to_yaml(const Variant& variant) {
  std::string yaml;
  std::string_view section;
  for (const VariantKey& key : variant_keys()) {
    if (!key.belongs_to(variant.unit)) continue;
    // A file without it is that of a tile, and so is this text: its hash stands in Verilog that is in use.
    if (key.path == "unit" && variant.unit == Unit::tile) continue;
    if (key.section() != section) {
      section = key.section();
      if (!section.empty()) yaml += fmt::format("{}:\n", section);
    }
    yaml += fmt::format("{}{}: {}\n", section.empty() ? "" : "  ", key.leaf(), value_text(key, variant));
  }
  return yaml;
}

std::uint64_t variant_hash(const Variant& variant) {
  Variant hardware = variant;
  hardware.device = {};
  // Fowler, Noll, Vo: FNV-1a, 64 bits.
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char character : to_yaml(hardware)) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 0x100000001B3;
  }
  return hash;
}

}  // namespace spintile::spec
