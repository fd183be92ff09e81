#include "refmodel/periphery/transfer_arithmetic.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

#include "refmodel/numeric/float_value.h"
#include "spec/derive.h"
#include "spec/float_format.h"

namespace spintile::refmodel {
namespace {

using spec::FloatKind;

constexpr spec::FloatFormat fp32{};

spec::FloatFormat float_format(spec::TransferArithmetic arithmetic) {
  switch (arithmetic) {
    case spec::TransferArithmetic::bf16:
      return spec::float_format("bf16");
    case spec::TransferArithmetic::fp16:
      return spec::float_format("fp16");
    case spec::TransferArithmetic::fp32:
      return fp32;
    case spec::TransferArithmetic::fixed:
      break;
  }
  throw std::logic_error("fixed arithmetic has no floating-point format");
}

/// Numbers of a floating-point format, an operation at a time through the value engine.
class FloatWords {
 public:
  explicit FloatWords(const spec::FloatFormat& format) : format_(format) {}

  std::uint32_t add(std::uint32_t a, std::uint32_t b) const { return evaluated(FloatKind::add, a, b); }
  std::uint32_t subtract(std::uint32_t a, std::uint32_t b) const { return evaluated(FloatKind::subtract, a, b); }
  std::uint32_t scale_read(std::uint32_t a, std::uint32_t b) const { return scale(a, b); }
  std::uint32_t scale(std::uint32_t a, std::uint32_t b) const { return evaluated(FloatKind::multiply, a, b); }

  std::int32_t pulses(std::uint32_t w, int most) const {
    const std::uint32_t below = evaluated(FloatKind::minimum, w, whole(most));
    const std::uint32_t clamped = evaluated(FloatKind::maximum, below, whole(-most));
    spec::FloatOperation truncate{.kind = FloatKind::to_integer, .format = format_, .integer_bits = 8};
    truncate.rounding = spec::Rounding::toward_zero;
    return static_cast<std::int8_t>(evaluate(truncate, clamped).word);
  }
  /// An integer of up to 16 bits.
  std::uint32_t whole(std::int32_t value) const {
    const spec::FloatOperation from{.kind = FloatKind::from_integer, .format = format_};
    return static_cast<std::uint32_t>(evaluate(from, static_cast<std::uint32_t>(value)).word);
  }

 private:
  std::uint32_t evaluated(FloatKind kind, std::uint32_t a, std::uint32_t b) const {
    return static_cast<std::uint32_t>(evaluate({.kind = kind, .format = format_}, a, b).word);
  }

  spec::FloatFormat format_;
};

/// fp32 on the host's unit, which rounds the same way: the fast path. A NaN is canonical, whatever the host makes.
struct HostFloat {
  static float number(std::uint32_t word) { return std::bit_cast<float>(word); }
  static std::uint32_t word(float value) {
    return value == value ? std::bit_cast<std::uint32_t>(value) : static_cast<std::uint32_t>(fp32.canonical_nan());
  }

  std::uint32_t add(std::uint32_t a, std::uint32_t b) const { return word(number(a) + number(b)); }
  std::uint32_t subtract(std::uint32_t a, std::uint32_t b) const { return word(number(a) - number(b)); }
  std::uint32_t scale_read(std::uint32_t a, std::uint32_t b) const { return scale(a, b); }
  std::uint32_t scale(std::uint32_t a, std::uint32_t b) const { return word(number(a) * number(b)); }

  std::int32_t pulses(std::uint32_t w, int most) const {
    const auto limit = static_cast<float>(most);
    const float below = number(w) < limit ? number(w) : limit;  // a NaN gives the limit
    return static_cast<std::int32_t>(below > -limit ? below : -limit);
  }
  std::uint32_t whole(std::int32_t value) const { return word(static_cast<float>(value)); }
};

/// Two's complement words; sums and products saturate.
class FixedWords {
 public:
  FixedWords(int bits, int hidden_fraction, int read_shift, int constant_fraction)
      : bits_(bits),
        hidden_fraction_(hidden_fraction),
        read_shift_(read_shift),
        constant_fraction_(constant_fraction) {}

  std::int64_t number(std::uint32_t word) const {
    return static_cast<std::int64_t>(std::uint64_t{word} << (64 - bits_)) >> (64 - bits_);
  }
  std::uint32_t word(std::int64_t number) const {
    const std::int64_t largest = (std::int64_t{1} << (bits_ - 1)) - 1;
    const auto saturated = static_cast<std::uint64_t>(std::clamp(number, -largest - 1, largest));
    return static_cast<std::uint32_t>(saturated & ((std::uint64_t{1} << bits_) - 1));
  }

  std::uint32_t add(std::uint32_t a, std::uint32_t b) const { return word(number(a) + number(b)); }
  std::uint32_t subtract(std::uint32_t a, std::uint32_t b) const { return word(number(a) - number(b)); }
  std::uint32_t scale_read(std::uint32_t a, std::uint32_t b) const { return product(a, b, read_shift_); }
  std::uint32_t scale(std::uint32_t a, std::uint32_t b) const { return product(a, b, constant_fraction_); }

  std::int32_t pulses(std::uint32_t w, int most) const {
    const std::int64_t whole_part = number(w) / (std::int64_t{1} << hidden_fraction_);  // drops the fraction
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(whole_part, -most, most));
  }
  std::uint32_t whole(std::int32_t value) const {
    return word(std::int64_t{value} * (std::int64_t{1} << hidden_fraction_));
  }

 private:
  /// round_nearest_even(a b / 2^shift).
  std::uint32_t product(std::uint32_t a, std::uint32_t b, int shift) const {
    const std::int64_t exact = number(a) * number(b);  // |exact| <= 2^62
    if (shift <= 0) {
      const std::int64_t limit = std::int64_t{1} << (62 + shift);
      return word(std::clamp(exact, -limit, limit) * (std::int64_t{1} << -shift));
    }
    const std::int64_t floor = exact >> shift;
    const std::int64_t rest = exact - floor * (std::int64_t{1} << shift);
    const std::int64_t half = std::int64_t{1} << (shift - 1);
    return word(floor + (rest > half || (rest == half && (floor & 1) != 0) ? 1 : 0));
  }

  int bits_;
  int hidden_fraction_;
  int read_shift_;
  int constant_fraction_;
};

template <class Arithmetic>
void transfer_row(const Arithmetic& numbers, const spec::Transfer& rule, const TransferConstants constants,
                  bool negative, bool fresh, std::span<const std::uint32_t> read, const TransferRow& row,
                  std::span<std::int32_t> pulses) {
  const bool has_reference = rule.kind == spec::TransferKind::agad;
  for (std::size_t j = 0; j < read.size(); ++j) {
    std::uint32_t delta = read[j];
    if (has_reference) {
      if (fresh) row.reference[j] = row.mean[j];
      delta = numbers.subtract(delta, row.reference[j]);
    }
    const std::uint32_t step = numbers.scale_read(constants.lambda, delta);
    const std::uint32_t w = negative ? numbers.subtract(row.hidden[j], step) : numbers.add(row.hidden[j], step);
    const std::int32_t n = numbers.pulses(w, rule.pulses);
    if (rule.forget) {
      row.hidden[j] = n != 0 ? numbers.scale(constants.after, w) : w;
    } else {
      row.hidden[j] = numbers.subtract(w, numbers.scale(constants.after, numbers.whole(n)));
    }
    if (has_reference) {
      row.mean[j] = numbers.add(numbers.scale(constants.keep, row.mean[j]), numbers.scale(constants.beta, read[j]));
    }
    pulses[j] = n;
  }
}

}  // namespace

TransferArithmetic::TransferArithmetic(const spec::Transfer& transfer, int code_bits)
    : transfer_(transfer), code_bits_(code_bits) {
  if (transfer.arithmetic != spec::TransferArithmetic::fixed) return;
  if (fraction_bits(Quantity::hidden) < 1 || fraction_bits(Quantity::mean) < 0) {
    throw std::invalid_argument(fmt::format("transfer.word_bits: {}: {} pulses and a code of {} bits want more",
                                            transfer.word_bits, transfer.pulses, code_bits));
  }
}

int TransferArithmetic::fraction_bits(Quantity quantity) const {
  switch (quantity) {
    case Quantity::hidden:
      return transfer_.word_bits - 2 - spec::ceil_log2(transfer_.pulses + 1);
    case Quantity::mean:
      return transfer_.word_bits - code_bits_;
    case Quantity::constant:
      break;
  }
  return transfer_.word_bits - 2;
}

std::uint32_t TransferArithmetic::word(double value, Quantity quantity) const {
  if (transfer_.arithmetic == spec::TransferArithmetic::fixed) {
    if (std::isnan(value)) return 0;
    const double scaled = std::clamp(std::ldexp(value, fraction_bits(quantity)), -0x1p33, 0x1p33);
    return FixedWords(transfer_.word_bits, 0, 0, 0).word(std::llrint(scaled));
  }
  const spec::FloatOperation narrow{
      .kind = FloatKind::convert, .format = spec::float_format("fp64"), .target = float_format(transfer_.arithmetic)};
  return static_cast<std::uint32_t>(evaluate(narrow, std::bit_cast<std::uint64_t>(value)).word);
}

double TransferArithmetic::value(std::uint32_t word, Quantity quantity) const {
  if (transfer_.arithmetic == spec::TransferArithmetic::fixed) {
    const auto number = static_cast<double>(FixedWords(transfer_.word_bits, 0, 0, 0).number(word));
    return std::ldexp(number, -fraction_bits(quantity));
  }
  const spec::FloatOperation widen{
      .kind = FloatKind::convert, .format = float_format(transfer_.arithmetic), .target = spec::float_format("fp64")};
  return std::bit_cast<double>(evaluate(widen, word).word);
}

TransferConstants TransferArithmetic::constants(double lambda, double momentum, double beta) const {
  const auto rounded = [this](double value) { return word(value, Quantity::constant); };
  return {.lambda = rounded(lambda),
          .after = rounded(transfer_.forget ? momentum : 1.0 - momentum),
          .keep = rounded(1.0 - beta),
          .beta = rounded(beta)};
}

std::uint32_t TransferArithmetic::read_word(std::int32_t code) const {
  if (transfer_.arithmetic == spec::TransferArithmetic::fixed) {
    return FixedWords(transfer_.word_bits, 0, 0, 0).word(std::int64_t{code} << fraction_bits(Quantity::mean));
  }
  return FloatWords(float_format(transfer_.arithmetic)).whole(code);
}

void TransferArithmetic::transfer(const TransferConstants& constants, bool negative, bool fresh,
                                  std::span<const std::uint32_t> read, const TransferRow& row,
                                  std::span<std::int32_t> pulses) const {
  switch (transfer_.arithmetic) {
    case spec::TransferArithmetic::fixed: {
      const int constant = fraction_bits(Quantity::constant);
      const int hidden = fraction_bits(Quantity::hidden);
      const FixedWords numbers(transfer_.word_bits, hidden, fraction_bits(Quantity::mean) + constant - hidden,
                               constant);
      return transfer_row(numbers, transfer_, constants, negative, fresh, read, row, pulses);
    }
    case spec::TransferArithmetic::bf16:
    case spec::TransferArithmetic::fp16:
      return transfer_row(FloatWords(float_format(transfer_.arithmetic)), transfer_, constants, negative, fresh, read,
                          row, pulses);
    case spec::TransferArithmetic::fp32:
      return transfer_row(HostFloat{}, transfer_, constants, negative, fresh, read, row, pulses);
  }
}

}  // namespace spintile::refmodel
