#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "gen/blocks/register_spaces.h"
#include "gen/package/description.h"
#include "gen/package/package_files.h"
#include "spec/interface.h"
#include "spec/parse.h"

namespace spintile::gen::package {
namespace {

using Json = nlohmann::ordered_json;

Json ports(const hdl::Module& module) {
  Json list = Json::array();
  for (const auto& port : module.ports()) {
    Json entry = {{"name", port->name},
                  {"direction", port->kind == hdl::DeclarationKind::input ? "input" : "output"},
                  {"width", port->width.value()}};
    if (!port->comment.empty()) entry["comment"] = port->comment;
    list.push_back(entry);
  }
  return list;
}

Json parameters(const hdl::Module& module) {
  Json list = Json::array();
  for (const hdl::Parameter& parameter : module.parameters()) {
    list.push_back({{"name", parameter.name}, {"default", parameter.default_value}, {"comment", parameter.comment}});
  }
  return list;
}

Json modules(const Contents& contents) {
  Json list = Json::array();
  for (std::size_t i = 0; i < contents.sources.size(); ++i) {
    const hdl::Module& module = *contents.design.modules().at(i);
    list.push_back({{"name", module.name()}, {"file", contents.sources[i]}, {"parameters", parameters(module)}});
  }
  return list;
}

/// Formulas and cycles as `spintile explain` shows them.
Json latencies(const spec::Variant& variant) {
  Json list = Json::array();
  for (const spec::DerivedRow& row : spec::explain(variant)) {
    if (!is_latency(row)) continue;
    int cycles = 0;
    std::from_chars(row.value.data(), row.value.data() + row.value.size(), cycles);
    list.push_back({{"name", row.name}, {"formula", row.formula}, {"cycles", cycles}});
  }
  return list;
}

Json describe_commands(const spec::Variant& variant) {
  Json list = Json::array();
  for (const auto command : spec::commands(variant)) {
    list.push_back({{"code", static_cast<int>(command)}, {"name", spec::name(command)}});
  }
  return list;
}

Json describe_errors(const spec::Variant& variant) {
  Json list = Json::array();
  for (const auto error : spec::errors(variant)) {
    list.push_back({{"code", static_cast<int>(error)}, {"name", spec::name(error)}});
  }
  return list;
}

Json state_spaces(const spec::Variant& variant) {
  Json list = Json::array();
  const std::vector<spec::Space> in_registers = blocks::register_spaces(variant);
  for (const auto space : spec::spaces(variant)) {
    const spec::SpaceLayout layout = spec::space_layout(variant, space);
    if (std::ranges::count(in_registers, space) == 0) {
      list.push_back({{"code", static_cast<int>(space)},
                      {"name", layout.name},
                      {"most_elements", layout.elements},
                      {"most_value_bits", layout.value_bits},
                      {"access", "read, write"}});
      continue;
    }
    list.push_back({{"code", static_cast<int>(space)},
                    {"name", layout.name},
                    {"elements", layout.elements},
                    {"value_bits", layout.value_bits},
                    {"element_bits", layout.element_bits()},
                    {"beats", layout.beats()},
                    {"packet_cycles", layout.beats() + 1},
                    {"minimum", layout.minimum()},
                    {"maximum", layout.maximum()},
                    {"access", layout.writable ? "read, write" : "read"},
                    {"reset", layout.reset_value}});
  }
  return list;
}

}  // namespace

File signature(const Contents& contents) {
  const spec::Variant& variant = contents.variant;
  const Json document = {{"variant", variant.name},
                         {"hash", fmt::format("{:016x}", spec::variant_hash(variant))},
                         {"generator", "spintile " SPINTILE_VERSION},
                         {"top", contents.top.name()},
                         {"ports", ports(contents.top)},
                         {"parameters", parameters(contents.top)},
                         {"latencies", latencies(variant)},
                         {"commands", describe_commands(variant)},
                         {"errors", describe_errors(variant)},
                         {"spaces", state_spaces(variant)},
                         {"registers", describe_registers(variant)},
                         {"modules", modules(contents)}};
  return {"signature.json", document.dump(2) + "\n"};
}

}  // namespace spintile::gen::package
