// The JSON Schema: its shape, and that it and the parser agree about files.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>

#include "spec/parse.h"
#include "spec/variant_keys.h"

namespace spintile::spec {
namespace {

using Json = nlohmann::json;

/// YAML as an editor hands it to a schema: plain scalars that are JSON values are those values, the rest is text.
Json as_json(const YAML::Node& node) {
  if (node.IsMap()) {
    Json object = Json::object();
    for (const auto& entry : node) object[entry.first.Scalar()] = as_json(entry.second);
    return object;
  }
  if (node.IsSequence()) {
    Json array = Json::array();
    for (const auto& element : node) array.push_back(as_json(element));
    return array;
  }
  if (!node.IsScalar()) return nullptr;
  const Json value = node.Tag() == "?" ? Json::parse(node.Scalar(), nullptr, false) : Json(Json::value_t::discarded);
  return value.is_primitive() && !value.is_discarded() ? value : Json(node.Scalar());
}

/// The part of JSON Schema that ours uses.
bool valid(const Json& schema, const Json& value);

/// Of an object: the keys it must have, and the keys it knows.
bool has_valid_keys(const Json& schema, const Json& object) {
  for (const Json& required : schema.at("required")) {
    if (!object.contains(required.get<std::string>())) return false;
  }
  for (const auto& [key, element] : object.items()) {
    if (schema.at("properties").contains(key) && !valid(schema["properties"][key], element)) return false;
  }
  return true;
}

bool valid(const Json& schema, const Json& value) {
  if (schema.is_boolean()) return schema.get<bool>();
  if (schema.contains("const")) return value == schema["const"];
  if (schema.contains("enum")) {
    bool found = false;
    for (const Json& name : schema["enum"]) found = found || name == value;
    return found;
  }
  const std::string type = schema.at("type");
  if (type == "string") {
    return value.is_string() &&
           std::regex_match(value.get<std::string>(), std::regex(schema.at("pattern").get<std::string>()));
  }
  if (type == "integer" || type == "number") {
    if (!(type == "integer" ? value.is_number_integer() : value.is_number())) return false;
    if (schema.contains("minimum") && value < schema["minimum"]) return false;
    if (schema.contains("exclusiveMinimum") && value <= schema["exclusiveMinimum"]) return false;
    return value <= schema.at("maximum");
  }
  if (type != "object" || !value.is_object()) return false;
  for (const auto& [key, element] : value.items()) {
    if (!schema.at("properties").contains(key)) return false;
  }
  if (schema.contains("if")) {
    const bool holds = has_valid_keys(schema["if"], value);
    if (!has_valid_keys(schema[holds ? "then" : "else"], value)) return false;
  }
  return has_valid_keys(schema, value);
}

TEST(JsonSchema, HasEveryKeyOfTheTable) {
  const Json schema = Json::parse(json_schema());
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema["required"], Json({"schema_version", "name"}));
  EXPECT_EQ(schema["then"]["required"], Json({"sot"}));
  EXPECT_EQ(schema["else"]["required"], Json({"crossbar"}));
  EXPECT_EQ(schema["additionalProperties"], false);
  for (const std::string_view section : variant_sections()) {
    EXPECT_EQ(schema["properties"][std::string(section)]["additionalProperties"], false) << section;
  }
  const Json& crossbar = schema["properties"]["crossbar"];
  EXPECT_EQ(crossbar["required"], Json({"rows", "columns", "array_rows"}));
  EXPECT_EQ(crossbar["properties"]["rows"]["minimum"], 1);
  EXPECT_EQ(crossbar["properties"]["rows"]["maximum"], 1024);
  EXPECT_EQ(schema["properties"]["device"]["properties"]["on_off_ratio"]["exclusiveMinimum"], 1.0);
  EXPECT_EQ(schema["properties"]["reset"]["enum"], Json({"async_low", "async_high", "sync_low", "sync_high", "none"}));
  EXPECT_EQ(schema["properties"]["readout"]["properties"]["ping_pong"]["enum"], Json({false, true}));
  EXPECT_EQ(schema["properties"]["device"]["properties"]["current_exponent"]["enum"], Json({1, 1.5, 2}));

  for (const VariantKey& key : variant_keys()) {
    SCOPED_TRACE(key.path);
    const std::string section(key.section());
    const Json& object = section.empty() ? schema : schema["properties"][section];
    ASSERT_TRUE(object["properties"].contains(std::string(key.leaf())));
    const Json& property = object["properties"][std::string(key.leaf())];
    EXPECT_FALSE(property["description"].get<std::string>().empty());
    EXPECT_NE(property.contains("default"), key.required);
    EXPECT_TRUE(key.required || valid(property, property["default"]));
  }
}

TEST(JsonSchema, AcceptsEveryShippedVariant) {
  const Json schema = Json::parse(json_schema());
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SPINTILE_SOURCE_DIR) + "/variants")) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_TRUE(valid(schema, as_json(YAML::LoadFile(entry.path().string())))) << entry.path();
    EXPECT_TRUE(valid(schema, as_json(YAML::Load(to_yaml(load_variant(entry.path())))))) << entry.path();
  }
}

TEST(JsonSchema, RefusesWhatTheParserRefuses) {
  const Json schema = Json::parse(json_schema());
  const std::string least = "{schema_version: 1, name: tile, crossbar: {rows: 1, columns: 1, array_rows: 1}";
  EXPECT_TRUE(valid(schema, as_json(YAML::Load(least + "}"))));
  for (const std::string added :
       {"row: 3", "input: {streams: 9}", "input: {streams: \"3\"}", "input: {streams: 3.5}", "input: 3",
        "input: {row: 3}", "reset: maybe", "readout: {ping_pong: maybe}", "device: {current_exponent: 3}",
        "device: {column_gain: 0}", "device: {mtj_offset: -1.5}", "readout: {kind: flash}"}) {
    const std::string yaml = least + ", " + added + "}";
    EXPECT_FALSE(valid(schema, as_json(YAML::Load(yaml)))) << yaml;
    EXPECT_THROW(parse_variant(yaml, "t.yaml"), VariantError) << yaml;
  }
  for (const std::string yaml :
       {"{}", "{schema_version: 1, name: tile}", "{schema_version: 1, name: unit, unit: float}",
        "{schema_version: 1, name: tile, sot: {lanes: 1}}",
        "{schema_version: 1, name: unit, unit: float, sot: {lanes: 1}, device: {}}",
        "{schema_version: 2, name: tile, crossbar: "
        "{rows: 1, columns: 1, array_rows: 1}}",
        "{schema_version: 1, name: Tile, crossbar: {rows: 1, columns: 1, array_rows: 1}}"}) {
    EXPECT_FALSE(valid(schema, as_json(YAML::Load(yaml)))) << yaml;
    EXPECT_THROW(parse_variant(yaml, "t.yaml"), VariantError) << yaml;
  }
}

}  // namespace
}  // namespace spintile::spec
