#include "verif/bench/float_agreement.h"

#include <algorithm>
#include <stdexcept>

#include "verif/bench/thread_time.h"
#include "verif/float_comparison.h"

namespace spintile::verif {
namespace {

constexpr std::uint64_t piece = 1 << 16;  // cases that stay in the cache
constexpr std::uint64_t seed = 13;        // other cases than those of the tests

}  // namespace

double float_agreement(spec::FloatKind kind, std::uint64_t cases) {
  const spec::FloatOperation operation{.kind = kind, .format = spec::float_format("fp32"), .target = {}};
  FloatProgramRun run(float_program(operation, {.flags = true}), seed);
  const double start = thread_seconds();
  for (std::uint64_t first = 0; first < cases; first += piece) {
    const auto difference =
        run.first_difference(weighted_float_cases(operation, seed, first, std::min(piece, cases - first)));
    if (difference) throw std::runtime_error(to_string(*difference));
  }
  return thread_seconds() - start;
}

}  // namespace spintile::verif
