#include "verif/fuzz_converters.h"

#include <algorithm>

#include "spec/derive.h"
#include "verif/host_draws.h"

namespace spintile::verif {
namespace {

constexpr std::uint32_t pattern_line = ~std::uint32_t{0};  // the draws that pick patterns, beside those that make bits

}  // namespace

FuzzConverters::FuzzConverters(const spec::Variant& variant, std::uint32_t seed, std::uint32_t case_number)
    : reads_a_vector_(variant.input.streams * variant.readout.column_mux),
      converters_(spec::converters(variant)),
      key_{seed, host_draws::converter_bits},
      case_(case_number) {}

void FuzzConverters::read(host::Array, host::Direction, int, std::span<const std::int32_t>, FullScale) { ++reads_; }

FuzzConverters::Pattern FuzzConverters::pattern(std::uint64_t read) const {
  constexpr auto patterns = static_cast<std::uint32_t>(Pattern::count);
  // One pattern for all reads of a vector drives the accumulators to their ends; every other vector mixes them.
  const std::uint64_t vector = read / static_cast<std::uint64_t>(reads_a_vector_);
  const std::uint64_t group = vector % 2 == 0 ? vector : (std::uint64_t{1} << 32) + read;
  const host::PhiloxBlock words = host::philox(
      key_, {static_cast<std::uint32_t>(group), static_cast<std::uint32_t>(group >> 32), pattern_line, case_});
  return static_cast<Pattern>(words[0] % patterns);
}

void FuzzConverters::fill(std::uint64_t read, int sample, std::span<std::uint64_t> bits) const {
  const Pattern which = pattern(read);
  for (std::size_t word = 0; word < bits.size(); ++word) {
    const host::PhiloxBlock draws =
        host::philox(key_, {static_cast<std::uint32_t>(read), static_cast<std::uint32_t>(sample),
                            static_cast<std::uint32_t>(word), case_});
    const std::uint64_t a = std::uint64_t{draws[0]} << 32 | draws[1];
    const std::uint64_t b = std::uint64_t{draws[2]} << 32 | draws[3];
    switch (which) {
      case Pattern::ones:
        bits[word] = ~std::uint64_t{0};
        break;
      case Pattern::zeros:
      case Pattern::one_converter:
        bits[word] = 0;
        break;
      case Pattern::sparse:
        bits[word] = a & b & (a >> 7 | a << 57);
        break;
      case Pattern::dense:
        bits[word] = a | b | (a >> 7 | a << 57);
        break;
      default:
        bits[word] = a;
    }
  }
  if (which == Pattern::one_converter) {
    const auto converter =
        static_cast<std::size_t>(read * 7 + static_cast<std::uint64_t>(sample)) % static_cast<std::size_t>(converters_);
    bits[converter / 64] |= std::uint64_t{1} << (converter % 64);
  }
  if (const int rest = converters_ % 64; rest != 0) bits.back() &= (std::uint64_t{1} << rest) - 1;
}

}  // namespace spintile::verif
