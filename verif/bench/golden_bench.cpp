// Speed of the golden model: a batch of 64 vectors through variants/bench_256.yaml, 4 samples a conversion,
// against what it cannot do without: a plain float32 matrix product of the same shape (Eigen, same compiler flags) and
// the draws of the samples. `figure` prints the ratio forward / (product + sampling) as the counter "ratio".
#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <chrono>
#include <vector>

#include "host/philox.h"
#include "refmodel/analog/mtj.h"
#include "refmodel/tile/golden_tile.h"
#include "spec/derive.h"
#include "spec/parse.h"

namespace {

using namespace spintile;
using FloatMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int batch = 64;
constexpr int samples = 4;

host::Matrix<std::int32_t> random_codes(int rows, int columns, std::int32_t limit, std::uint32_t purpose) {
  host::PhiloxSequence random({1, 0x80000000}, purpose);
  host::Matrix<std::int32_t> codes(rows, columns);
  for (std::int32_t& code : codes.values()) {
    code = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(2 * limit + 1))) - limit;
  }
  return codes;
}

/// One repetition each of the forward, the product and the sampling.
struct Work {
  spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/bench_256.yaml");
  refmodel::GoldenTile tile{variant, 1};
  host::Matrix<std::int32_t> codes = random_codes(batch, variant.crossbar.rows, spec::input_code_max(variant), 0);
  int reads = batch * variant.input.streams;
  FloatMatrix levels = FloatMatrix::Random(reads, variant.crossbar.rows);
  FloatMatrix weights = FloatMatrix::Random(variant.crossbar.rows, variant.crossbar.columns);
  FloatMatrix sums{reads, variant.crossbar.columns};
  std::vector<std::uint32_t> thresholds =
      std::vector<std::uint32_t>(static_cast<std::size_t>(spec::converters(variant)), 1U << 23);
  std::vector<std::int32_t> ones = std::vector<std::int32_t>(thresholds.size());

  Work() {
    tile.program(random_codes(variant.crossbar.rows, variant.crossbar.columns, spec::weight_code_max(variant), 1));
    tile.set_samples(samples);
  }

  void forward() { benchmark::DoNotOptimize(tile.forward(codes)); }
  void product() {
    sums.noalias() = levels * weights;
    benchmark::DoNotOptimize(sums.data());
    benchmark::ClobberMemory();
  }
  void sampling() {
    for (int read = 0; read < reads; ++read) {
      refmodel::count_ones(thresholds, {1, 0}, static_cast<std::uint64_t>(read), samples, refmodel::best_simd(), ones);
      benchmark::DoNotOptimize(ones.data());
      benchmark::ClobberMemory();
    }
  }
};

template <void (Work::*part)()>
void one(benchmark::State& state) {
  Work work;
  for (auto _ : state) (work.*part)();
}
BENCHMARK(one<&Work::forward>)->Name("forward")->Unit(benchmark::kMillisecond);
BENCHMARK(one<&Work::product>)->Name("product")->Unit(benchmark::kMillisecond);
BENCHMARK(one<&Work::sampling>)->Name("sampling")->Unit(benchmark::kMillisecond);

double seconds(Work& work, void (Work::*part)()) {
  const auto start = std::chrono::steady_clock::now();
  (work.*part)();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The three in turn, so that a slow moment of the machine meets all of them.
void figure(benchmark::State& state) {
  Work work;
  double forward = 0.0;
  double least = 0.0;
  for (auto _ : state) {
    forward += seconds(work, &Work::forward);
    least += seconds(work, &Work::product) + seconds(work, &Work::sampling);
  }
  state.counters["ratio"] = forward / least;
}
BENCHMARK(figure)->Unit(benchmark::kMillisecond);

}  // namespace
