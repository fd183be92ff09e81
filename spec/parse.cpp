#include "spec/parse.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "spec/key_reader.h"
#include "spec/variant_keys.h"
#include "spec/variant_rules.h"

namespace spintile::spec {
namespace {

using Reader = table::KeyReader<Variant, VariantKey>;

bool unit_is_known(const Reader& reader) {
  const Reader::Seen* const seen = reader.seen("unit");
  return seen == nullptr || seen->sound;
}

void report_foreign_sections(Reader& reader) {
  const Unit unit = reader.subject().unit;
  std::vector<std::string_view> own;
  for (const std::string_view section : variant_sections()) {
    if (unit_of_section(section) == unit) own.push_back(section);
  }
  for (const std::string_view section : variant_sections()) {
    const Reader::Seen* const seen = reader.seen(section);
    if (seen == nullptr || unit_of_section(section) == unit) continue;
    reader.report({seen->line, std::string(section), "a section",
                   fmt::format("not of unit: {}, whose sections are {}", name(unit), fmt::join(own, ", "))});
  }
}

/// Line of the first of these keys that the file has; the others have their defaults.
int first_line(const Reader& reader, const std::vector<std::string_view>& paths) {
  for (const std::string_view path : paths) {
    if (const Reader::Seen* const seen = reader.seen(path)) return seen->line;
  }
  return 0;
}

/// A rule speaks only where every key it weighs is sound: otherwise that key is the news.
void report_contradictions(Reader& reader) {
  for (const VariantRule& rule : variant_rules()) {
    const bool weighable = std::ranges::all_of(rule.keys, [&](std::string_view path) {
      if (!variant_key(path).belongs_to(reader.subject().unit)) return false;
      const Reader::Seen* const seen = reader.seen(path);
      return seen == nullptr ? !variant_key(path).required : seen->sound;
    });
    if (!weighable) continue;
    const std::optional<std::string> refusal = rule.refusal(reader.subject());
    if (!refusal) continue;
    const std::string path(rule.keys.front());
    reader.report({first_line(reader, rule.keys), path, value_text(variant_key(path), reader.subject()), *refusal});
  }
}

}  // namespace

Variant parse_variant(std::string_view yaml, const std::string& file_name) {
  Reader reader(variant_keys());
  if (reader.read(yaml)) {
    if (unit_is_known(reader)) {
      report_foreign_sections(reader);
      reader.report_missing([&](const VariantKey& key) { return key.belongs_to(reader.subject().unit); });
    }
    report_contradictions(reader);
  }
  if (!reader.problems().empty()) throw VariantError(file_name, reader.problems());
  return reader.subject();
}

Variant load_variant(const std::filesystem::path& file) {
  try {
    return parse_variant(read_key_file(file, "variant file"), file.string());
  } catch (const VariantError&) {
    throw;
  } catch (const KeyFileError& error) {
    throw VariantError(file.string(), error.problems());
  }
}

}  // namespace spintile::spec
