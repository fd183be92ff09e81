#include "host/constant_words.h"

#include <algorithm>
#include <cmath>

#include "spec/float_format.h"

namespace spintile::host {
namespace {

/// The fraction as an integer has a power of two less than the word in the exponent field adds: a fraction that rounds
/// up to the next power of two carries into the exponent by itself, and a subnormal has none.
std::uint64_t float_word(double value, const spec::FloatFormat& format) {
  if (std::isnan(value)) return format.canonical_nan();
  const std::uint64_t sign = std::signbit(value) ? format.sign_bit() : 0;
  if (value == 0.0) return sign;
  if (std::isinf(value)) return sign | format.infinity();
  const int exponent = std::max(std::ilogb(value), 1 - format.bias());
  const double fraction = std::nearbyint(std::ldexp(std::fabs(value), format.fraction_bits - exponent));
  const std::uint64_t magnitude = (static_cast<std::uint64_t>(exponent + format.bias() - 1) << format.fraction_bits) +
                                  static_cast<std::uint64_t>(fraction);
  return sign | std::min(magnitude, format.infinity());
}

std::uint32_t fixed_word(double value, int bits) {
  if (std::isnan(value)) return 0;
  const double limit = std::ldexp(1.0, bits - 1);
  const double scaled = std::clamp(std::nearbyint(std::ldexp(value, bits - 2)), -limit, limit - 1.0);
  const auto mask = static_cast<std::uint32_t>((std::uint64_t{1} << bits) - 1);
  return static_cast<std::uint32_t>(static_cast<std::int64_t>(scaled)) & mask;
}

}  // namespace

std::uint32_t constant_word(double value, const spec::Transfer& transfer) {
  const auto floating = [value](const char* format) {
    return static_cast<std::uint32_t>(float_word(value, spec::float_format(format)));
  };
  switch (transfer.arithmetic) {
    case spec::TransferArithmetic::fixed:
      break;
    case spec::TransferArithmetic::bf16:
      return floating("bf16");
    case spec::TransferArithmetic::fp16:
      return floating("fp16");
    case spec::TransferArithmetic::fp32:
      return floating("fp32");
  }
  return fixed_word(value, transfer.word_bits);
}

std::vector<std::uint32_t> constant_words(double lambda, double momentum, double beta, const spec::Transfer& transfer) {
  std::vector<std::uint32_t> words = {constant_word(lambda, transfer),
                                      constant_word(transfer.forget ? momentum : 1.0 - momentum, transfer)};
  if (transfer.kind == spec::TransferKind::agad) {
    words.push_back(constant_word(1.0 - beta, transfer));
    words.push_back(constant_word(beta, transfer));
  }
  return words;
}

}  // namespace spintile::host
