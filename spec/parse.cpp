#include "spec/parse.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>

#include "spec/variant_keys.h"
#include "spec/variant_rules.h"

namespace spintile::spec {
namespace {

int line_of(const YAML::Node& node) { return node.Mark().line + 1; }

/// A scalar without quotes or tag: the only form of a number.
bool is_plain(const YAML::Node& node) { return node.IsScalar() && node.Tag() == "?"; }

/// Short and in one line, for a message.
std::string excerpt(std::string text) {
  constexpr std::size_t longest = 60;
  if (text.size() > longest) {
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // whole UTF-8 characters
    text = text.substr(0, end) + "...";
  }
  for (char& character : text) {
    if (static_cast<unsigned char>(character) < 0x20 || character == 0x7F) character = ' ';
  }
  return text;
}

/// A value as a reader of the file would point at it.
std::string as_written(const YAML::Node& node) {
  if (node.IsMap()) return "a map";
  if (node.IsSequence()) return "a list";
  if (!node.IsScalar()) return "null";
  return is_plain(node) ? excerpt(node.Scalar()) : fmt::format("\"{}\"", excerpt(node.Scalar()));
}

/// A key, quoted or not. The name of no key has a dot: "crossbar.rows" in one word is not the path crossbar.rows.
std::string key_name(const YAML::Node& node) {
  if (!node.IsScalar()) return as_written(node);
  const bool has_dot = node.Scalar().find('.') != std::string::npos;
  return has_dot ? fmt::format("\"{}\"", excerpt(node.Scalar())) : excerpt(node.Scalar());
}

/// Decimal and nothing else: no sign +, no leading zero (which some readers take for octal), nothing behind it.
template <class Number>
std::optional<Number> strict_number(const YAML::Node& node) {
  if (!is_plain(node)) return {};
  const std::string& text = node.Scalar();
  const std::string_view digits = std::string_view(text).substr(text.starts_with('-') ? 1 : 0);
  if (digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9') return {};
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return number;
}

/// Sets one key of a variant; false where the value is not allowed.
struct SetValue {
  const YAML::Node& node;
  Variant& variant;

  bool operator()(const IntegerKey& key) const {
    const auto number = strict_number<int>(node);
    if (!number || *number < key.minimum || *number > key.maximum) return false;
    key.set(variant, *number);
    return true;
  }
  bool operator()(const RealKey& key) const {
    const auto number = strict_number<double>(node);
    if (!number || !std::isfinite(*number)) return false;
    if (*number < key.minimum || *number > key.maximum || (key.open_minimum && *number == key.minimum)) return false;
    key.set(variant, *number);
    return true;
  }
  bool operator()(const ChoiceKey& key) const {
    if (!node.IsScalar()) return false;
    const auto found = std::ranges::find(key.names, node.Scalar());
    if (found == key.names.end()) return false;
    key.set(variant, static_cast<int>(found - key.names.begin()));
    return true;
  }
  bool operator()(const TextKey& key) const {
    if (!node.IsScalar()) return false;
    if (!std::regex_match(node.Scalar(), std::regex(std::string(key.pattern)))) return false;
    key.set(variant, node.Scalar());
    return true;
  }
};

class Reader {
 public:
  void read(std::string_view yaml) {
    try {
      const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(yaml));
      if (documents.size() > 1) {
        report({line_of(documents[1]), "", fmt::format("{} documents", documents.size()), "one document a file"});
      }
      if (documents.empty()) {
        report({0, "", "nothing", "a map of keys"});
      } else {
        top_level(documents.front());
      }
    } catch (const YAML::Exception& error) {
      report({error.mark.is_null() ? 0 : error.mark.line + 1, "", "", "not YAML: " + error.msg});
      return;
    }
    if (is_map_) {
      if (unit_is_known()) {
        foreign_sections();
        missing();
      }
      contradictions();
    }
  }

  const Variant& variant() const { return variant_; }

  std::vector<Problem> problems() const {
    std::vector<Problem> in_order = problems_;
    std::ranges::stable_sort(in_order, {}, &Problem::line);
    return in_order;
  }

 private:
  struct Seen {
    int line = 0;
    bool sound = false;  // its value is legal
  };

  void report(Problem problem) { problems_.push_back(std::move(problem)); }

  void top_level(const YAML::Node& document) {
    if (!document.IsMap()) return report({line_of(document), "", as_written(document), "a map of keys"});
    is_map_ = true;
    const std::vector<std::string_view> sections = variant_sections();
    for (const auto& entry : document) {
      const std::string name = key_name(entry.first);
      if (std::ranges::find(sections, name) != sections.end()) {
        section(name, entry.first, entry.second);
      } else {
        key(name, entry.first, entry.second);
      }
    }
  }

  void section(const std::string& name, const YAML::Node& key_node, const YAML::Node& content) {
    Seen& seen = note(name, key_node, content);
    seen.sound = content.IsMap();
    if (!seen.sound) {
      std::vector<std::string_view> leaves;
      for (const VariantKey& key : variant_keys()) {
        if (key.section() == name) leaves.push_back(key.leaf());
      }
      return report(
          {line_of(key_node), name, as_written(content), fmt::format("a map of {}", fmt::join(leaves, ", "))});
    }
    for (const auto& entry : content) key(name + "." + key_name(entry.first), entry.first, entry.second);
  }

  void key(const std::string& path, const YAML::Node& key_node, const YAML::Node& value) {
    const auto found = std::ranges::find(variant_keys(), path, &VariantKey::path);
    Seen& seen = note(path, key_node, value);
    if (found == variant_keys().end()) {
      return report({line_of(key_node), path, as_written(value),
                     fmt::format("no such key; the nearest is {}", nearest_key(path))});
    }
    seen.sound = std::visit(SetValue{value, variant_}, found->kind);
    if (!seen.sound) report({line_of(key_node), path, as_written(value), allowed_values(*found)});
  }

  /// Remembers where a key stands; refuses a second one.
  Seen& note(const std::string& path, const YAML::Node& key_node, const YAML::Node& value) {
    const auto [entry, first] = seen_.try_emplace(path, Seen{line_of(key_node)});
    if (!first) {
      report({line_of(key_node), path, as_written(value),
              fmt::format("once; it stands in line {} already", entry->second.line)});
    }
    return entry->second;
  }

  bool unit_is_known() const {
    const auto seen = seen_.find("unit");
    return seen == seen_.end() || seen->second.sound;
  }

  void foreign_sections() {
    std::vector<std::string_view> own;
    for (const std::string_view section : variant_sections()) {
      if (unit_of_section(section) == variant_.unit) own.push_back(section);
    }
    for (const std::string_view section : variant_sections()) {
      const auto seen = seen_.find(std::string(section));
      if (seen == seen_.end() || unit_of_section(section) == variant_.unit) continue;
      report({seen->second.line, std::string(section), "a section",
              fmt::format("not of unit: {}, whose sections are {}", name(variant_.unit), fmt::join(own, ", "))});
    }
  }

  void missing() {
    for (const VariantKey& key : variant_keys()) {
      if (!key.required || !key.belongs_to(variant_.unit) || seen_.contains(std::string(key.path))) continue;
      const auto section = seen_.find(std::string(key.section()));
      const bool has_section = section != seen_.end();
      if (has_section && !section->second.sound) continue;  // reported as a whole
      report({has_section ? section->second.line : 0, std::string(key.path), "", allowed_values(key)});
    }
  }

  /// A rule speaks only where every key it weighs is sound: otherwise that key is the news.
  void contradictions() {
    for (const VariantRule& rule : variant_rules()) {
      const bool weighable = std::ranges::all_of(rule.keys, [this](std::string_view path) {
        if (!variant_key(path).belongs_to(variant_.unit)) return false;
        const auto seen = seen_.find(std::string(path));
        return seen == seen_.end() ? !variant_key(path).required : seen->second.sound;
      });
      if (!weighable) continue;
      const std::optional<std::string> refusal = rule.refusal(variant_);
      if (!refusal) continue;
      const std::string path(rule.keys.front());
      report({first_line(rule.keys), path, value_text(variant_key(path), variant_), *refusal});
    }
  }

  /// Line of the first of these keys that the file has; the others have their defaults.
  int first_line(const std::vector<std::string_view>& paths) const {
    for (const std::string_view path : paths) {
      const auto seen = seen_.find(std::string(path));
      if (seen != seen_.end()) return seen->second.line;
    }
    return 0;
  }

  Variant variant_;
  std::vector<Problem> problems_;
  std::map<std::string, Seen> seen_;
  bool is_map_ = false;
};

std::string message(const std::string& file, const std::vector<Problem>& problems) {
  std::vector<std::string> lines;
  for (const Problem& problem : problems) {
    std::string line = file;
    if (problem.line > 0) line += fmt::format(":{}", problem.line);
    if (!problem.key.empty()) line += ": " + problem.key;
    if (!problem.value.empty()) {
      line += ": " + problem.value;
    } else if (!problem.key.empty()) {
      line += ": missing";
    }
    lines.push_back(line + ": " + problem.allowed);
  }
  return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace

VariantError::VariantError(std::string file, std::vector<Problem> problems)
    : std::runtime_error(message(file, problems)), problems_(std::move(problems)) {}

Variant parse_variant(std::string_view yaml, const std::string& file_name) {
  Reader reader;
  reader.read(yaml);
  if (!reader.problems().empty()) throw VariantError(file_name, reader.problems());
  return reader.variant();
}

Variant load_variant(const std::filesystem::path& file) {
  const auto refuse = [&file](const std::string& why) {
    throw VariantError(file.string(), {{0, "", "", "not a readable variant file: " + why}});
  };
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) refuse(error ? error.message() : "it does not exist");
  if (std::filesystem::is_directory(status)) refuse("it is a folder");
  std::ifstream stream(file, std::ios::binary);
  const std::string yaml{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) refuse("it cannot be opened or read");
  return parse_variant(yaml, file.string());
}

}  // namespace spintile::spec
