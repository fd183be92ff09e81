#include "spec/float_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace spintile::spec {
namespace {

constexpr std::array<NamedFormat, 7> formats = {{{"fp32", {8, 23}},
                                                 {"fp16", {5, 10}},
                                                 {"bf16", {8, 7}},
                                                 {"tf32", {8, 10}},
                                                 {"fp8_e4m3", {4, 3, false}},
                                                 {"fp8_e5m2", {5, 2}},
                                                 {"fp64", {11, 52}}}};

/// "e5m2" -> {5, 2}; nothing when the text is not of that form.
std::optional<FloatFormat> from_widths(std::string_view name) {
  const auto m = name.find('m');
  if (m == std::string_view::npos || name.front() != 'e') return {};
  const auto number = [](std::string_view digits) -> std::optional<int> {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return {};
    return value;
  };
  const auto exponent = number(name.substr(1, m - 1));
  const auto fraction = number(name.substr(m + 1));
  if (!exponent || !fraction || *exponent < 2 || *exponent > 11 || *fraction < 1 || *fraction > 52) return {};
  return FloatFormat{*exponent, *fraction};
}

}  // namespace

std::uint64_t FloatFormat::canonical_nan() const {
  if (!has_infinity) return infinity() | fraction_mask();
  return infinity() | (std::uint64_t{1} << (fraction_bits - 1));
}

std::uint64_t FloatFormat::largest() const { return has_infinity ? infinity() - 1 : canonical_nan() - 1; }

bool FloatFormat::is_nan(std::uint64_t word) const {
  const std::uint64_t magnitude = word & ~sign_bit();
  return has_infinity ? magnitude > infinity() : magnitude == canonical_nan();
}

bool FloatFormat::is_signalling_nan(std::uint64_t word) const {
  return has_infinity && is_nan(word) && ((word >> (fraction_bits - 1)) & 1) == 0;
}

std::span<const NamedFormat> named_formats() { return formats; }

FloatFormat float_format(std::string_view name) {
  const auto named = std::ranges::find(formats, name, &NamedFormat::name);
  if (named != formats.end()) return named->format;
  if (const auto widths = name.empty() ? std::nullopt : from_widths(name)) return *widths;
  throw std::invalid_argument(fmt::format(
      "format {}: allowed are fp32, fp16, bf16, tf32, fp8_e4m3, fp8_e5m2, fp64, and e<Ne>m<Nm> with Ne 2 .. "
      "11 and Nm 1 .. 52",
      name));
}

std::string to_string(const FloatFormat& format) {
  const auto named = std::ranges::find(formats, format, &NamedFormat::format);
  if (named != formats.end()) return std::string(named->name);
  return fmt::format("e{}m{}", format.exponent_bits, format.fraction_bits);
}

}  // namespace spintile::spec
