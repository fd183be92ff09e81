// The table of keys of a variant file: the parser, to_yaml and the JSON Schema are all driven by it, so a new key is
// one row in variant_keys.cpp (and its field in variant.h).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "spec/variant.h"

namespace spintile::spec {

struct IntegerKey {
  int minimum = 0;
  int maximum = 0;
  std::function<int(const Variant&)> get;
  std::function<void(Variant&, int)> set;
};

/// A finite number in minimum .. maximum, or above minimum where that is open.
struct RealKey {
  double minimum = 0;
  double maximum = 0;
  bool open_minimum = false;
  std::function<double(const Variant&)> get;
  std::function<void(Variant&, double)> set;
};

/// One of `names`; get and set speak of the index, which is the value of the enumeration. A name that reads as a number
/// or a truth value is one in the file: 1.5, true.
struct ChoiceKey {
  std::vector<std::string_view> names;
  std::function<int(const Variant&)> get;
  std::function<void(Variant&, int)> set;
};

/// A text that the regular expression `pattern` matches as a whole.
struct TextKey {
  std::string_view pattern;
  std::function<std::string(const Variant&)> get;
  std::function<void(Variant&, std::string)> set;
};

struct VariantKey {
  std::string_view path;  // "crossbar.rows"; a key at the top level has no dot
  bool required = false;  // otherwise the default is that of variant.h
  std::variant<IntegerKey, RealKey, ChoiceKey, TextKey> kind;
  std::string_view description;

  /// The unit whose variants have it; none: all have it.
  std::optional<Unit> unit() const;
  bool belongs_to(Unit what) const { return !unit() || *unit() == what; }
  /// "crossbar", or empty at the top level.
  std::string_view section() const;
  /// "rows".
  std::string_view leaf() const;
};

/// In the order of to_yaml; the keys of a section are neighbours.
const std::vector<VariantKey>& variant_keys();

/// Throws std::out_of_range for a path not in the table.
const VariantKey& variant_key(std::string_view path);

/// Names of the sections, in the order of the table.
std::vector<std::string_view> variant_sections();

/// The unit that a section is of; throws std::out_of_range for a name that is none.
Unit unit_of_section(std::string_view section);

/// "tile", "float": the values of the key `unit`.
std::string_view name(Unit unit);

/// The legal values in words: "integer 1 .. 1024".
std::string allowed_values(const VariantKey& key);

/// The value of a variant as to_yaml writes it; numbers are the shortest text that reads back as the same number.
std::string value_text(const VariantKey& key, const Variant& variant);

/// The key or section most like a path that is none; a right name in a wrong section beats a wrong name.
std::string_view nearest_key(std::string_view path);

}  // namespace spintile::spec
