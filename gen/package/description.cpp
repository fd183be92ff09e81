#include "gen/package/description.h"

#include <fmt/format.h>

namespace spintile::gen::package {

std::string upper(std::string_view name) {
  std::string result(name);
  for (char& letter : result) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return result;
}

std::string bit_range(const spec::RegisterField& field) {
  if (field.bits == 1) return std::to_string(field.lsb);
  return fmt::format("{}:{}", field.lsb + field.bits - 1, field.lsb);
}

std::string lines(const std::vector<std::string>& items, std::string_view indent) {
  std::string text;
  for (const std::string& item : items) text += fmt::format("{}{}\n", indent, item);
  return text;
}

std::vector<std::string> asynchronous_inputs(const hdl::Module& top) {
  std::vector<std::string> names;
  for (const auto& port : top.ports()) {
    const bool of_converters = port->name.starts_with("mtj_") || port->name.starts_with("cmp_");
    if (port->kind == hdl::DeclarationKind::input && of_converters) names.push_back(port->name);
  }
  return names;
}

std::string_view unit_module(spec::Unit unit) { return unit == spec::Unit::tile ? "tile" : "float_unit"; }

std::string summary(const spec::Variant& variant) {
  const bool is_tile = variant.unit == spec::Unit::tile;
  return fmt::format(
      "{}, variant {}",
      is_tile ? "Digital periphery of an in-memory training tile" : "Floating-point unit in a SOT-MRAM array",
      variant.name);
}

bool is_latency(const spec::DerivedRow& row) { return row.group == "cycles" || row.name.starts_with("backward, "); }

nlohmann::ordered_json describe_registers(const spec::Variant& variant) {
  nlohmann::ordered_json registers = nlohmann::ordered_json::array();
  for (const spec::Register& entry : spec::register_map(variant)) {
    nlohmann::ordered_json fields = nlohmann::ordered_json::array();
    for (const spec::RegisterField& field : entry.fields) {
      fields.push_back({{"name", field.name},
                        {"lsb", field.lsb},
                        {"bits", field.bits},
                        {"access", spec::name(field.access)},
                        {"reset", field.reset_value},
                        {"description", field.description}});
    }
    registers.push_back({{"name", entry.name},
                         {"offset", entry.offset},
                         {"reset", entry.reset_value()},
                         {"description", entry.description},
                         {"fields", fields}});
  }
  return registers;
}

}  // namespace spintile::gen::package
