#include "spec/key_reader.h"

#include <charconv>

namespace spintile::spec::table {
namespace {

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

}  // namespace

int line_of(const YAML::Node& node) { return node.Mark().line + 1; }

std::string as_written(const YAML::Node& node) {
  if (node.IsMap()) return "a map";
  if (node.IsSequence()) return "a list";
  if (!node.IsScalar()) return "null";
  return is_plain(node) ? excerpt(node.Scalar()) : fmt::format("\"{}\"", excerpt(node.Scalar()));
}

std::string key_name(const YAML::Node& node) {
  if (!node.IsScalar()) return as_written(node);
  const bool has_dot = node.Scalar().find('.') != std::string::npos;
  return has_dot ? fmt::format("\"{}\"", excerpt(node.Scalar())) : excerpt(node.Scalar());
}

std::optional<int> strict_integer(const YAML::Node& node) { return strict_number<int>(node); }

std::optional<double> strict_real(const YAML::Node& node) { return strict_number<double>(node); }

}  // namespace spintile::spec::table
