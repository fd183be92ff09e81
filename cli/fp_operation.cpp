#include "cli/fp_operation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace spintile::cli {
namespace {

using spec::FloatKind;

template <typename Enum>
Enum value_named(std::string_view option, std::string_view word, std::span<const Enum> values) {
  const auto found = std::ranges::find_if(values, [word](Enum value) { return name(value) == word; });
  if (found != values.end()) return *found;
  std::vector<std::string_view> allowed;
  for (const Enum value : values) allowed.push_back(name(value));
  throw std::invalid_argument(fmt::format("{} {}: allowed are {}", option, word, fmt::join(allowed, ", ")));
}

/// "uint8" into integer_bits and integer_signed.
void set_integer(spec::FloatOperation& operation, std::string_view word) {
  std::string_view digits = word;
  operation.integer_signed = !word.starts_with('u');
  if (!operation.integer_signed) digits.remove_prefix(1);
  const bool is_integer = digits.starts_with("int");
  if (is_integer) digits.remove_prefix(3);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), operation.integer_bits);
  if (!is_integer || error != std::errc{} || end != digits.data() + digits.size() || operation.integer_bits < 2 ||
      operation.integer_bits > 64) {
    throw std::invalid_argument(fmt::format("--integer {}: allowed are int2 .. int64 and uint2 .. uint64", word));
  }
}

std::uint64_t constant_word(std::string_view word, const spec::FloatFormat& format) {
  std::string_view digits = word;
  if (digits.starts_with("0x") || digits.starts_with("0X")) digits.remove_prefix(2);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc{} || end != digits.data() + digits.size() || value > format.word_mask()) {
    throw std::invalid_argument(fmt::format("--constant {}: allowed are words of {}, 0x0 to {:#x}", word,
                                            to_string(format), format.word_mask()));
  }
  return value;
}

/// 4/3 to nearest: the fraction 0101...
std::uint64_t four_thirds(std::string_view format_name) {
  const spec::FloatFormat format = spec::float_format(format_name);
  const std::uint64_t one = static_cast<std::uint64_t>(format.bias()) << format.fraction_bits;
  return one | (format.fraction_mask() + 2) / 3;
}

std::vector<FloatKind> every_kind() {
  std::vector<FloatKind> kinds(spec::all_float_kinds.begin(), spec::all_float_kinds.end());
  kinds.insert(kinds.end(), spec::all_lane_reductions.begin(), spec::all_lane_reductions.end());
  return kinds;
}

int reduced_lanes(const FloatWords& words) {
  if (!words.lanes) throw std::invalid_argument(fmt::format("{} needs --lanes N", words.operation));
  if (*words.lanes < 1 || *words.lanes > spec::reduction_lanes_max) {
    throw std::invalid_argument(
        fmt::format("--lanes {}: {} allows 1 .. {}", *words.lanes, words.operation, spec::reduction_lanes_max));
  }
  return *words.lanes;
}

/// All named formats, or the one that `words` names.
std::vector<std::string> formats_of(const FloatWords& words) {
  std::vector<std::string> formats;
  for (const spec::NamedFormat& named : spec::named_formats()) formats.emplace_back(named.name);
  return words.format.empty() ? formats : std::vector{words.format};
}

/// An option that belongs to some operations only: refused elsewhere.
void refuse_unless(bool belongs, std::string_view option, std::string_view word, std::string_view kinds) {
  if (!belongs && !word.empty()) {
    throw std::invalid_argument(fmt::format("{} {}: only {} takes it", option, word, kinds));
  }
}

}  // namespace

spec::FloatOperation float_operation(const FloatWords& words) {
  constexpr std::array subnormals = {spec::Subnormals::full, spec::Subnormals::flush};
  spec::FloatOperation operation;
  operation.kind = value_named<FloatKind>("operation", words.operation, every_kind());
  operation.format = spec::float_format(words.format.empty() ? "fp32" : words.format);
  operation.rounding = value_named<spec::Rounding>("--rounding", words.rounding, spec::all_roundings);
  operation.subnormals = value_named<spec::Subnormals>("--subnormals", words.subnormals, subnormals);
  operation.saturate = words.saturate;

  const bool converts = operation.kind == FloatKind::convert;
  refuse_unless(converts, "--to", words.to, "convert");
  if (converts && words.to.empty()) throw std::invalid_argument("convert needs --to FORMAT");
  if (converts) operation.target = spec::float_format(words.to);

  const bool with_integer = operation.kind == FloatKind::from_integer || operation.kind == FloatKind::to_integer;
  refuse_unless(with_integer, "--integer", words.integer, "from_integer or to_integer");
  if (!words.integer.empty()) set_integer(operation, words.integer);

  const bool with_constant = operation.kind == FloatKind::multiply_constant;
  refuse_unless(with_constant, "--constant", words.constant, "multiply_constant");
  if (with_constant && words.constant.empty()) throw std::invalid_argument("multiply_constant needs --constant WORD");
  if (with_constant) operation.constant = constant_word(words.constant, operation.format);
  if (operation.reduces_lanes()) operation.lanes = reduced_lanes(words);
  return operation;
}

std::vector<spec::FloatOperation> float_operations(const FloatWords& words) {
  std::vector<spec::FloatOperation> operations;
  for (const FloatKind kind : spec::all_float_kinds) {
    for (const std::string& format : formats_of(words)) {
      FloatWords of_one = words;
      of_one.operation = name(kind);
      of_one.format = format;
      of_one.to = kind != FloatKind::convert ? "" : format == "fp32" ? "fp16" : "fp32";
      if (kind != FloatKind::from_integer && kind != FloatKind::to_integer) of_one.integer.clear();
      of_one.constant.clear();
      if (kind == FloatKind::multiply_constant) of_one.constant = fmt::format("{:x}", four_thirds(format));
      operations.push_back(float_operation(of_one));
    }
  }
  return operations;
}

std::vector<spec::FloatOperation> lane_reductions(const FloatWords& words) {
  constexpr int shown_lanes = 64;
  std::vector<spec::FloatOperation> operations;
  for (const FloatKind kind : spec::all_lane_reductions) {
    for (const std::string& format : formats_of(words)) {
      FloatWords of_one = words;
      of_one.operation = name(kind);
      of_one.format = format;
      of_one.to = of_one.integer = of_one.constant = "";
      of_one.lanes = words.lanes.value_or(shown_lanes);
      operations.push_back(float_operation(of_one));
    }
  }
  return operations;
}

}  // namespace spintile::cli
