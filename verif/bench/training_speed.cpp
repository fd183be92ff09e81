#include "verif/bench/training_speed.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "host/matrix.h"
#include "host/philox.h"
#include "refmodel/numeric/normal.h"
#include "refmodel/tile/analog_training_tile.h"
#include "spec/resistive_device.h"
#include "verif/bench/thread_time.h"
#include "verif/host_draws.h"

namespace spintile::verif {
namespace {

constexpr int slices = 10;  // of a measurement; the best counts
constexpr double slice_seconds = 0.05;

refmodel::AnalogTrainingTile reram_tile(int size) {
  refmodel::TrainingTileOptions options;
  options.fast = options.slow = spec::device_preset("reram_sb");
  options.update.slots = 5;
  options.read.kind = spec::ReadKind::noise;
  options.algorithm.kind = spec::Algorithm::agad;
  options.algorithm.fast_lr = 0.1;
  options.algorithm.auto_scale = true;
  return {options, size, size, 1, 0};
}

/// Standard normal; a share of them 0.
host::Matrix<float> random_inputs(int rows, int columns, double zero_share, std::uint32_t purpose) {
  host::PhiloxSequence random({1, host_draws::benchmark}, purpose);
  host::Matrix<float> values(rows, columns);
  for (float& value : values.values()) {
    value = refmodel::normal(random.next());
    if (static_cast<double>(random.uniform()) < zero_share) value = 0.0F;
  }
  return values;
}

template <class Work>
double best_microseconds(const Work& work) {
  double best = std::numeric_limits<double>::max();
  for (int slice = 0; slice < slices; ++slice) {
    const double start = thread_seconds();
    double end = start;
    int calls = 0;
    while (end - start < slice_seconds) {
      work();
      ++calls;
      end = thread_seconds();
    }
    best = std::min(best, (end - start) / calls);
  }
  return 1e6 * best;
}

}  // namespace

double agad_step_microseconds(int size) {
  refmodel::AnalogTrainingTile tile = reram_tile(size);
  const host::Matrix<float> x = random_inputs(16, size, 0.0, 0x300);
  const host::Matrix<float> d = random_inputs(16, size, 0.0, 0x301);
  return best_microseconds([&] { tile.update(x, d, 0.1F); }) / x.rows();
}

double forward_microseconds(int size, int batch, double zero_share) {
  refmodel::AnalogTrainingTile tile = reram_tile(size);
  host::Matrix<float> weights = random_inputs(size, size, 0.0, 0x302);
  for (float& weight : weights.values()) weight *= 0.2F;
  tile.set_weights(weights);
  const host::Matrix<float> x = random_inputs(batch, size, zero_share, 0x303);
  return best_microseconds([&] { tile.forward(x); });
}

}  // namespace spintile::verif
