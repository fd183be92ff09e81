// Time to generate packages, the self-check's golden vectors among them: 200 variants, those of variants/ and random
// ones, on one core. `seconds_200` is the figure, to be held against 20 s.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <set>
#include <vector>

#include "gen/generate.h"
#include "host/philox.h"
#include "spec/parse.h"
#include "verif/self_check.h"
#include "verif/tests/random_variant.h"

namespace {

using namespace spintile;

constexpr std::size_t count = 200;

std::vector<spec::Variant> subjects() {
  std::set<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(SPINTILE_SOURCE_DIR "/variants")) files.insert(entry);
  std::vector<spec::Variant> variants;
  for (const auto& file : files) variants.push_back(spec::load_variant(file));
  host::PhiloxSequence random({1, 0x80000000}, 0);
  while (variants.size() < count) variants.push_back(verif::random_variant(random));
  return variants;
}

template <gen::Package (*make)(const spec::Variant&)>
void packages(benchmark::State& state) {
  const auto variants = subjects();
  for (auto _ : state) {
    for (const auto& variant : variants) benchmark::DoNotOptimize(make(variant));
  }
  state.counters["seconds_200"] = benchmark::Counter(static_cast<double>(state.iterations()),
                                                     benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(packages<gen::generate>)->Name("generate")->Unit(benchmark::kMillisecond);
BENCHMARK(packages<verif::package_with_self_check>)->Name("generate with self-check")->Unit(benchmark::kMillisecond);

}  // namespace
