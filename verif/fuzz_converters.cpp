#include "verif/fuzz_converters.h"

#include <algorithm>
#include <array>

#include "spec/derive.h"
#include "verif/host_draws.h"

namespace spintile::verif {
namespace {

constexpr std::uint32_t pattern_line = ~std::uint32_t{0};  // the draws that pick patterns, beside those that make bits
constexpr std::uint32_t step_draws = ~std::uint32_t{0};    // in place of a sample: the draws of a ramp

}  // namespace

FuzzConverters::FuzzConverters(const spec::Variant& variant, std::uint32_t seed, std::uint32_t case_number)
    : reads_a_vector_(variant.input.streams * variant.readout.column_mux),
      converters_(spec::converters(variant)),
      ramp_steps_(static_cast<std::uint32_t>(spec::ramp_steps(variant))),
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

void FuzzConverters::convert(host::Array, host::Direction, std::span<const std::int32_t>, FullScale,
                             std::span<std::int32_t> steps) {
  fill_steps(reads_++, steps);
}

void FuzzConverters::fill_steps(std::uint64_t read, std::span<std::int32_t> steps) const {
  const Pattern which = pattern(read);
  for (std::size_t line = 0; line < steps.size(); ++line) {
    const host::PhiloxBlock draws =
        host::philox(key_, {static_cast<std::uint32_t>(read), step_draws, static_cast<std::uint32_t>(line), case_});
    // The first and last steps, and none at all, are where captures go wrong.
    const std::array<std::uint32_t, 5> ends = {0, 1, ramp_steps_ - 1, ramp_steps_, ramp_steps_ / 2};
    std::uint32_t step = draws[0] % (ramp_steps_ + 1);
    if (which == Pattern::ones) step = 0;
    if (which == Pattern::zeros) step = ramp_steps_;
    if (which == Pattern::sparse || which == Pattern::dense) step = ends[draws[1] % ends.size()];
    if (which == Pattern::one_converter && line != read % steps.size()) step = ramp_steps_;
    steps[line] = static_cast<std::int32_t>(step);
  }
}

}  // namespace spintile::verif
