// The resolved variant as text, and its hash.
#include <fmt/format.h>

#include "spec/derive.h"
#include "spec/fnv1a.h"
#include "spec/parse.h"
#include "spec/variant_keys.h"

namespace spintile::spec {

namespace {

/// What a variant has not and says nothing of is left out: the hash of this text stands in Verilog that is older than
/// the key.
bool is_silent(const VariantKey& key, const Variant& variant) {
  const Device ideal;
  return (key.path == "unit" && variant.unit == Unit::tile) ||
         (key.path == "crossbar.offset_row" && !has_offset_row(variant)) ||
         (key.path == "input.coding" && variant.input.coding == InputCoding::streams) ||
         (key.path == "readout.ramp_bits" && !has_ramp(variant) && variant.readout.ramp_bits == Readout{}.ramp_bits) ||
         (key.path == "update.voltage_bits" && !has_outer_update(variant) &&
          variant.update.voltage_bits == Update{}.voltage_bits) ||
         (key.path == "device.comparator_offset_spread" &&
          variant.device.comparator_offset_spread == ideal.comparator_offset_spread) ||
         (key.path == "device.integrator_range" && variant.device.integrator_range == ideal.integrator_range) ||
         (key.section() == "backward" && variant.backward == Backward{}) ||
         (key.section() == "update" && variant.update == Update{}) ||
         (key.section() == "commands" && variant.commands == Commands{}) ||
         (key.path == "sot.rewrites" && variant.sot.rewrites == 0) ||
         (key.section() == "cells" && variant.cells == Cells{}) ||
         (key.section() == "transfer" && variant.transfer == Transfer{} && variant.sot == Sot{});
}

}  // namespace

std::string to_yaml(const Variant& variant) {
  std::string yaml;
  std::string_view section;
  for (const VariantKey& key : variant_keys()) {
    if (!key.belongs_to(variant.unit) || is_silent(key, variant)) continue;
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
  hardware.cells = {};
  return fnv1a(to_yaml(hardware));
}

}  // namespace spintile::spec
