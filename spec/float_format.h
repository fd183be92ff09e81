// Binary floating-point formats. A value is a word of total_bits() bits: fraction from bit 0, exponent, sign on top.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace spintile::spec {

/// IEEE 754-2019 binary interchange layout with any widths; the word fits 64 bits.
struct FloatFormat {
  int exponent_bits = 8;   // Ne, 2 .. 11
  int fraction_bits = 23;  // Nm, 1 .. 52; the significand has one bit more
  /// False: as OCP E4M3. The greatest exponent holds numbers, but for fraction all ones, which is NaN; there is no
  /// infinity.
  bool has_infinity = true;

  int total_bits() const { return 1 + exponent_bits + fraction_bits; }
  int bias() const { return (1 << (exponent_bits - 1)) - 1; }
  /// The greatest value of the exponent field.
  int exponent_max() const { return (1 << exponent_bits) - 1; }

  std::uint64_t word_mask() const { return ~std::uint64_t{0} >> (64 - total_bits()); }
  std::uint64_t fraction_mask() const { return (std::uint64_t{1} << fraction_bits) - 1; }
  std::uint64_t sign_bit() const { return std::uint64_t{1} << (total_bits() - 1); }
  /// The one NaN every operation gives: quiet, positive, no payload.
  std::uint64_t canonical_nan() const;
  /// Positive infinity; only for formats that have it.
  std::uint64_t infinity() const { return static_cast<std::uint64_t>(exponent_max()) << fraction_bits; }
  /// The greatest finite number.
  std::uint64_t largest() const;
  bool is_nan(std::uint64_t word) const;
  /// A NaN whose use is invalid: the top bit of its fraction is 0. E4M3 has none.
  bool is_signalling_nan(std::uint64_t word) const;

  friend bool operator==(const FloatFormat&, const FloatFormat&) = default;
};

struct NamedFormat {
  std::string_view name;
  FloatFormat format;
};

/// fp32, fp16, bf16, tf32, fp8_e4m3, fp8_e5m2, fp64.
std::span<const NamedFormat> named_formats();

/// A named format, or "e<Ne>m<Nm>" with IEEE special values. Throws std::invalid_argument that says what is allowed.
FloatFormat float_format(std::string_view name);

/// The name float_format() takes back.
std::string to_string(const FloatFormat& format);

}  // namespace spintile::spec
