// Reads a YAML file that a table of keys describes. For the parsers inside spec: nothing else reads YAML.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/key_problem.h"
#include "spec/key_table.h"

namespace spintile::spec::table {

int line_of(const YAML::Node& node);
/// A value as a reader of the file would point at it: short and in one line.
std::string as_written(const YAML::Node& node);
/// A key, quoted or not. The name of no key has a dot: "crossbar.rows" in one word is not the path crossbar.rows.
std::string key_name(const YAML::Node& node);
/// Decimal and nothing else: no sign +, no leading zero (which some readers take for octal), nothing behind it.
std::optional<int> strict_integer(const YAML::Node& node);
std::optional<double> strict_real(const YAML::Node& node);

/// Sets one key of a subject; false where the value is not allowed.
template <class S>
struct SetValue {
  const YAML::Node& node;
  S& subject;

  bool operator()(const IntegerKey<S>& key) const {
    const auto number = strict_integer(node);
    if (!number || *number < key.minimum || *number > key.maximum) return false;
    key.set(subject, *number);
    return true;
  }
  bool operator()(const RealKey<S>& key) const {
    const auto number = strict_real(node);
    if (!number || !std::isfinite(*number)) return false;
    if (*number < key.minimum || *number > key.maximum || (key.open_minimum && *number == key.minimum)) return false;
    key.set(subject, *number);
    return true;
  }
  bool operator()(const ChoiceKey<S>& key) const {
    if (!node.IsScalar()) return false;
    const auto found = std::ranges::find(key.names, node.Scalar());
    if (found == key.names.end()) return false;
    key.set(subject, static_cast<int>(found - key.names.begin()));
    return true;
  }
  bool operator()(const TextKey<S>& key) const {
    if (!node.IsScalar()) return false;
    if (!std::regex_match(node.Scalar(), std::regex(std::string(key.pattern)))) return false;
    key.set(subject, node.Scalar());
    return true;
  }
  bool operator()(const ListKey<S>& key) const {
    if (!node.IsSequence() || node.size() > key.longest) return false;
    std::vector<double> values;
    for (const YAML::Node& element : node) {
      const auto whole = key.whole ? strict_integer(element) : std::optional<int>();
      const auto number = key.whole ? (whole ? std::optional<double>(*whole) : std::nullopt) : strict_real(element);
      if (!number || !std::isfinite(*number) || *number < key.minimum || *number > key.maximum) return false;
      values.push_back(*number);
    }
    key.set(subject, values);
    return true;
  }
};

/// `AnyKey` is Key<Subject>, or derived from it.
template <class Subject, class AnyKey = Key<Subject>>
class KeyReader {
 public:
  struct Seen {
    int line = 0;
    bool sound = false;  // its value is legal
  };

  explicit KeyReader(const std::vector<AnyKey>& keys) : keys_(keys) {}

  /// Reads all keys of the text into subject(). False where it is no map of keys: then nothing more can be said of it.
  bool read(std::string_view yaml) {
    try {
      const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(yaml));
      if (documents.size() > 1)
        report({line_of(documents[1]), "", fmt::format("{} documents", documents.size()), "one document a file"});
      if (documents.empty()) {
        report({0, "", "nothing", "a map of keys"});
        return false;
      }
      return top_level(documents.front());
    } catch (const YAML::Exception& error) {
      report({error.mark.is_null() ? 0 : error.mark.line + 1, "", "", "not YAML: " + error.msg});
      return false;
    }
  }

  /// Reports the required keys that the file has not; only those that `counts` takes.
  void report_missing(const std::function<bool(const AnyKey&)>& counts) {
    for (const AnyKey& key : keys_) {
      if (!key.required || !counts(key) || seen(key.path) != nullptr) continue;
      const Seen* const section = seen(key.section());
      if (section != nullptr && !section->sound) continue;  // reported as a whole
      report({section != nullptr ? section->line : 0, key.path, "", allowed_values(key)});
    }
  }

  /// `column` orders the problems of a line; without it they come last.
  void report(Problem problem, int column = std::numeric_limits<int>::max()) {
    problems_.push_back({std::move(problem), column});
  }

  /// Where a key or section stands; nothing where the file has it not.
  const Seen* seen(std::string_view path) const {
    const auto found = seen_.find(path);
    return found == seen_.end() ? nullptr : &found->second;
  }

  const Subject& subject() const { return subject_; }

  std::vector<Problem> problems() const {
    std::vector<Placed> placed = problems_;
    std::ranges::stable_sort(placed, {}, [](const Placed& one) { return std::pair(one.problem.line, one.column); });
    std::vector<Problem> in_order;
    for (const Placed& one : placed) in_order.push_back(one.problem);
    return in_order;
  }

 private:
  struct Placed {
    Problem problem;
    int column = 0;
  };

  struct Written {
    const AnyKey* key;
    YAML::Node name;
    YAML::Node value;
  };

  bool top_level(const YAML::Node& document) {
    if (!document.IsMap()) {
      report({line_of(document), "", as_written(document), "a map of keys"});
      return false;
    }
    const std::vector<std::string_view> names = sections(keys_);
    for (const auto& entry : document) {
      const std::string name = key_name(entry.first);
      if (std::ranges::find(names, name) != names.end()) {
        section(name, entry.first, entry.second);
      } else {
        key(name, entry.first, entry.second);
      }
    }
    set_values();
    return true;
  }

  void section(const std::string& name, const YAML::Node& key_node, const YAML::Node& content) {
    Seen& seen = note(name, key_node, content);
    seen.sound = content.IsMap();
    if (!seen.sound) {
      std::vector<std::string_view> leaves;
      for (const AnyKey& key : keys_) {
        if (key.section() == name) leaves.push_back(key.leaf());
      }
      return report({line_of(key_node), name, as_written(content), fmt::format("a map of {}", fmt::join(leaves, ", "))},
                    key_node.Mark().column);
    }
    for (const auto& entry : content) key(name + "." + key_name(entry.first), entry.first, entry.second);
  }

  void key(const std::string& path, const YAML::Node& key_node, const YAML::Node& value) {
    const auto found = std::ranges::find(keys_, path, &AnyKey::path);
    note(path, key_node, value);
    if (found == keys_.end()) {
      return report({line_of(key_node), path, as_written(value),
                     fmt::format("no such key; the nearest is {}", nearest_key(path, keys_))},
                    key_node.Mark().column);
    }
    written_.push_back({&*found, key_node, value});
  }

  /// In the order of the table, not of the file: a key may set what those behind it then change.
  void set_values() {
    for (const AnyKey& key : keys_) {
      for (const Written& one : written_) {
        if (one.key == &key) set_value(one);
      }
    }
  }

  void set_value(const Written& one) {
    Seen& seen = seen_.find(one.key->path)->second;
    seen.sound = std::visit(SetValue<Subject>{one.value, subject_}, one.key->kind);
    if (!seen.sound)
      report({line_of(one.name), one.key->path, as_written(one.value), allowed_values(*one.key)},
             one.name.Mark().column);
  }

  /// Remembers where a key stands; refuses a second one.
  Seen& note(const std::string& path, const YAML::Node& key_node, const YAML::Node& value) {
    const auto [entry, first] = seen_.try_emplace(path, Seen{line_of(key_node)});
    if (!first) {
      report({line_of(key_node), path, as_written(value),
              fmt::format("once; it stands in line {} already", entry->second.line)},
             key_node.Mark().column);
    }
    return entry->second;
  }

  const std::vector<AnyKey>& keys_;
  Subject subject_;
  std::vector<Placed> problems_;
  std::map<std::string, Seen, std::less<>> seen_;
  std::vector<Written> written_;
};

}  // namespace spintile::spec::table
