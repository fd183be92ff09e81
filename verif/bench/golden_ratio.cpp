#include <Eigen/Core>
#include <chrono>
#include <limits>
#include <vector>

#include "refmodel/analog/mtj.h"
#include "refmodel/tile/golden_tile.h"
#include "spec/derive.h"
#include "verif/bench/figure.h"
#include "verif/bench/random_codes.h"

namespace spintile::verif {
namespace {

using FloatMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int batch = 64;
constexpr int samples = 4;
constexpr int repeats = 100;

/// One repetition each of the forward, the product and the sampling.
struct Work {
  spec::Variant variant = benchmark_variant();
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

  void forward() { tile.forward(codes); }
  void product() { sums.noalias() = levels * weights; }
  void sampling() {
    for (int read = 0; read < reads; ++read) {
      refmodel::count_ones(thresholds, {1, 0}, static_cast<std::uint64_t>(read), samples, refmodel::best_simd(), ones);
    }
  }

  double seconds(void (Work::*part)()) {
    const auto start = std::chrono::steady_clock::now();
    (this->*part)();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
};

}  // namespace

/// The three in turn, so that a slow moment of the machine meets all of them.
double golden_ratio() {
  Work work;
  double forward = 0.0;
  double least = 0.0;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    forward += work.seconds(&Work::forward);
    least += work.seconds(&Work::product) + work.seconds(&Work::sampling);
  }
  return forward / least;
}

}  // namespace spintile::verif
