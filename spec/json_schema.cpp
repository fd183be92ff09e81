// The table of keys as a JSON Schema, for editors that check YAML while it is typed.
#include <nlohmann/json.hpp>

#include "spec/parse.h"
#include "spec/variant_keys.h"

namespace spintile::spec {
namespace {

using Json = nlohmann::ordered_json;

/// The value that a reader of the file sees in a plain word: false and 1.5 are no strings.
Json plain_value(std::string_view word) {
  const Json value = Json::parse(word, nullptr, false);
  return value.is_primitive() && !value.is_discarded() ? value : Json(word);
}

/// The limits of a key, and its default (that of a default-constructed variant) where it is not required.
struct Property {
  bool required;

  Json operator()(const IntegerKey& key) const {
    Json json = {{"type", "integer"}, {"minimum", key.minimum}, {"maximum", key.maximum}};
    if (!required) json["default"] = key.get(Variant{});
    return json;
  }
  Json operator()(const RealKey& key) const {
    const char* const minimum = key.open_minimum ? "exclusiveMinimum" : "minimum";
    Json json = {{"type", "number"}, {minimum, key.minimum}, {"maximum", key.maximum}};
    if (!required) json["default"] = key.get(Variant{});
    return json;
  }
  Json operator()(const ChoiceKey& key) const {
    Json values = Json::array();
    for (const std::string_view name : key.names) values.push_back(plain_value(name));
    Json json = {{"enum", values}};
    if (!required) json["default"] = values.at(static_cast<std::size_t>(key.get(Variant{})));
    return json;
  }
  Json operator()(const TextKey& key) const {
    Json json = {{"type", "string"}, {"pattern", "^" + std::string(key.pattern) + "$"}};
    if (!required) json["default"] = key.get(Variant{});
    return json;
  }
  Json operator()(const table::ListKey<Variant>& key) const {
    const Json item = {{"type", key.whole ? "integer" : "number"}, {"minimum", key.minimum}, {"maximum", key.maximum}};
    Json json = {{"type", "array"}, {"items", item}, {"maxItems", key.longest}};
    if (!required) json["default"] = key.get(Variant{});
    return json;
  }
};

Json closed_object() {
  return {
      {"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}, {"required", Json::array()}};
}

/// What a variant of that unit is beyond the keys that all have: sections it needs, sections it may not have.
Json sections_of(Unit unit, const Json& properties) {
  Json json = {{"properties", Json::object()}, {"required", Json::array()}};
  for (const std::string_view section : variant_sections()) {
    const std::string name(section);
    if (unit_of_section(section) != unit) {
      json["properties"][name] = false;
    } else if (!properties[name]["required"].empty()) {
      json["required"].push_back(name);
    }
  }
  return json;
}

}  // namespace

std::string json_schema() {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "spintile variant"}};
  schema.update(closed_object());
  for (const VariantKey& key : variant_keys()) {
    Json& properties = schema["properties"];
    const std::string section(key.section());
    if (!section.empty() && !properties.contains(section)) properties[section] = closed_object();
    Json& object = section.empty() ? schema : properties[section];

    Json property = {{"description", key.description}};
    property.update(std::visit(Property{key.required}, key.kind));
    object["properties"][std::string(key.leaf())] = property;
    if (key.required) object["required"].push_back(key.leaf());
  }
  const Json is_float = {{"properties", {{"unit", {{"const", name(Unit::float_unit)}}}}}, {"required", {"unit"}}};
  schema["if"] = is_float;
  schema["then"] = sections_of(Unit::float_unit, schema["properties"]);
  schema["else"] = sections_of(Unit::tile, schema["properties"]);
  return schema.dump(2) + "\n";
}

}  // namespace spintile::spec
