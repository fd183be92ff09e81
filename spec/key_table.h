// Tables of keys: a YAML file of plain values in sections is described by one row a key, and its parser, its text and
// its JSON Schema are driven by that. `Subject` is the structure that the values of a file end up in.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace spintile::spec::table {

template <class Subject>
struct IntegerKey {
  int minimum = 0;
  int maximum = 0;
  std::function<int(const Subject&)> get;
  std::function<void(Subject&, int)> set;
};

/// A finite number in minimum .. maximum, or above minimum where that is open.
template <class Subject>
struct RealKey {
  double minimum = 0;
  double maximum = 0;
  bool open_minimum = false;
  std::function<double(const Subject&)> get;
  std::function<void(Subject&, double)> set;
};

/// One of `names`; get and set speak of the index, which is the value of the enumeration. A name that reads as a number
/// or a truth value is one in the file: 1.5, true.
template <class Subject>
struct ChoiceKey {
  std::vector<std::string_view> names;
  std::function<int(const Subject&)> get;
  std::function<void(Subject&, int)> set;
};

/// A text that the regular expression `pattern` matches as a whole.
template <class Subject>
struct TextKey {
  std::string_view pattern;
  std::function<std::string(const Subject&)> get;
  std::function<void(Subject&, std::string)> set;
};

/// A list of up to `longest` finite numbers in minimum .. maximum; whole ones where `whole`.
template <class Subject>
struct ListKey {
  double minimum = 0;
  double maximum = 0;
  bool whole = false;
  std::size_t longest = 0;
  std::function<std::vector<double>(const Subject&)> get;
  std::function<void(Subject&, const std::vector<double>&)> set;
};

/// "crossbar" of "crossbar.rows"; empty at the top level.
std::string_view section_of(std::string_view path);
/// "rows" of "crossbar.rows".
std::string_view leaf_of(std::string_view path);

template <class Subject>
struct Key {
  std::string path;       // "crossbar.rows"; a key at the top level has no dot
  bool required = false;  // otherwise the default is that of a default-constructed subject
  std::variant<IntegerKey<Subject>, RealKey<Subject>, ChoiceKey<Subject>, TextKey<Subject>, ListKey<Subject>> kind;
  std::string_view description;

  std::string_view section() const { return section_of(path); }
  std::string_view leaf() const { return leaf_of(path); }
};

inline constexpr bool required = true;
inline constexpr bool optional = false;

/// A field of a Subject, to be reached by at(subject).
template <class SubjectType, class Reach>
struct Field {
  using Subject = SubjectType;
  using Value = std::remove_reference_t<decltype(std::declval<Reach>()(std::declval<Subject&>()))>;
  Reach at;
};

/// A field, a field of a field, and so on.
template <class Subject, class Value, class... Inner>
auto field(Value Subject::*value, Inner... inner) {
  const auto reach = [=](auto& subject) -> auto& {
    if constexpr (sizeof...(Inner) == 0) {
      return subject.*value;
    } else {
      return field(inner...).at(subject.*value);
    }
  };
  return Field<Subject, decltype(reach)>{reach};
}

template <class S, class Reach>
IntegerKey<S> integer(int minimum, int maximum, Field<S, Reach> field) {
  using Value = typename Field<S, Reach>::Value;
  return {minimum, maximum, [field](const S& subject) { return static_cast<int>(field.at(subject)); },
          [field](S& subject, int value) { field.at(subject) = static_cast<Value>(value); }};
}

template <class S, class Reach>
RealKey<S> real(double minimum, double maximum, Field<S, Reach> field, bool open_minimum = false) {
  return {minimum, maximum, open_minimum, [field](const S& subject) { return field.at(subject); },
          [field](S& subject, double value) { field.at(subject) = value; }};
}

template <class S, class Reach>
RealKey<S> real_above(double minimum, double maximum, Field<S, Reach> field) {
  return real(minimum, maximum, field, true);
}

template <class S, class Reach>
ChoiceKey<S> choice(std::vector<std::string_view> names, Field<S, Reach> field) {
  using Enumeration = typename Field<S, Reach>::Value;
  return {std::move(names), [field](const S& subject) { return static_cast<int>(field.at(subject)); },
          [field](S& subject, int value) { field.at(subject) = static_cast<Enumeration>(value); }};
}

template <class S, class Reach>
ChoiceKey<S> flag(Field<S, Reach> field) {
  return choice({"false", "true"}, field);
}

template <class S, class Reach>
TextKey<S> text(std::string_view pattern, Field<S, Reach> field) {
  return {pattern, [field](const S& subject) { return field.at(subject); },
          [field](S& subject, std::string value) { field.at(subject) = std::move(value); }};
}

/// The field is a vector of int or double.
template <class S, class Reach>
ListKey<S> list(double minimum, double maximum, std::size_t longest, Field<S, Reach> field) {
  using Element = typename Field<S, Reach>::Value::value_type;
  return {minimum,
          maximum,
          std::is_integral_v<Element>,
          longest,
          [field](const S& subject) { return std::vector<double>(field.at(subject).begin(), field.at(subject).end()); },
          [field](S& subject, const std::vector<double>& values) {
            field.at(subject).clear();
            for (const double value : values) field.at(subject).push_back(static_cast<Element>(value));
          }};
}

/// The one version of a table; not a field.
template <class S>
IntegerKey<S> schema_version() {
  return {1, 1, [](const S&) { return 1; }, [](S&, int) {}};
}

template <class S>
struct AllowedValues {
  std::string operator()(const IntegerKey<S>& key) const {
    if (key.minimum == key.maximum) return fmt::format("integer {}", key.minimum);
    return fmt::format("integer {} .. {}", key.minimum, key.maximum);
  }
  std::string operator()(const RealKey<S>& key) const {
    if (key.open_minimum) return fmt::format("number above {}, up to {}", key.minimum, key.maximum);
    return fmt::format("number {} .. {}", key.minimum, key.maximum);
  }
  std::string operator()(const ChoiceKey<S>& key) const {
    if (key.names.size() == 1) return std::string(key.names.front());
    return fmt::format("one of {}", fmt::join(key.names, ", "));
  }
  std::string operator()(const TextKey<S>& key) const { return fmt::format("text like {}", key.pattern); }
  std::string operator()(const ListKey<S>& key) const {
    return fmt::format("list of up to {} {} {} .. {}", key.longest, key.whole ? "integers" : "numbers", key.minimum,
                       key.maximum);
  }
};

/// The legal values in words: "integer 1 .. 1024".
template <class S>
std::string allowed_values(const Key<S>& key) {
  return std::visit(AllowedValues<S>{}, key.kind);
}

template <class S>
struct ValueText {
  const S& subject;

  std::string operator()(const IntegerKey<S>& key) const { return fmt::format("{}", key.get(subject)); }
  // Adding +0 makes -0, which compares equal to it, the same text.
  std::string operator()(const RealKey<S>& key) const { return fmt::format("{}", key.get(subject) + 0.0); }
  std::string operator()(const ChoiceKey<S>& key) const {
    return std::string(key.names.at(static_cast<std::size_t>(key.get(subject))));
  }
  // Quoted: a name may be a word that YAML takes for something else, such as null.
  std::string operator()(const TextKey<S>& key) const { return fmt::format("\"{}\"", key.get(subject)); }
  std::string operator()(const ListKey<S>& key) const { return fmt::format("[{}]", fmt::join(key.get(subject), ", ")); }
};

/// The value in a subject as a file writes it; numbers are the shortest text that reads back as the same number.
template <class S>
std::string value_text(const Key<S>& key, const S& subject) {
  return std::visit(ValueText<S>{subject}, key.kind);
}

/// Names of the sections, in the order of the table.
template <class AnyKey>
std::vector<std::string_view> sections(const std::vector<AnyKey>& keys) {
  std::vector<std::string_view> names;
  for (const AnyKey& key : keys)
    if (!key.section().empty() && (names.empty() || names.back() != key.section())) names.push_back(key.section());
  return names;
}

/// The candidate most like a path that is none; a right name in a wrong section beats a wrong name.
std::string_view nearest_path(std::string_view path, const std::vector<std::string_view>& candidates);

/// The key or section most like a path that is none.
template <class AnyKey>
std::string_view nearest_key(std::string_view path, const std::vector<AnyKey>& keys) {
  std::vector<std::string_view> candidates = sections(keys);
  for (const AnyKey& key : keys) candidates.push_back(key.path);
  return nearest_path(path, candidates);
}

}  // namespace spintile::spec::table
