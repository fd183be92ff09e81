#include "verif/bench/pulse_speed.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "host/philox.h"
#include "host/pulse_probabilities.h"
#include "host/worker_pool.h"
#include "refmodel/analog/pulse_generator.h"
#include "refmodel/analog/resistive_array.h"
#include "refmodel/numeric/normal.h"
#include "spec/pulsed_update.h"
#include "spec/resistive_device.h"
#include "verif/bench/thread_time.h"
#include "verif/host_draws.h"

namespace spintile::verif {
namespace {

constexpr int vectors = 16;
constexpr int slices = 25;                  // of a measurement; the best counts, for other work disturbs all but a few
constexpr double two_over_pi = 0.63661977;  // mean of |x d|

std::vector<float> normals(int number, std::uint32_t purpose) {
  host::PhiloxSequence random({1, host_draws::benchmark}, purpose);
  std::vector<float> values;
  for (int i = 0; i < number; ++i) values.push_back(refmodel::normal(random.next()));
  return values;
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Updates {
  Updates(int size, double coincidences)
      : lines(static_cast<std::size_t>(size)),
        array(spec::device_preset("reram_sb"), size, size, {1, 0}),
        generator(size, size, update.random_words, update.probability_bits),
        x(normals(size * vectors, 0x310)),
        d(normals(size * vectors, 0x311)),
        rate(coincidences * array.granularity() / two_over_pi) {}

  /// Of one update, in the best slice.
  double best_seconds(double (*clock)()) {
    double best = std::numeric_limits<double>::max();
    for (int slice = 0; slice < slices; ++slice) {
      const double start = clock();
      for (std::size_t i = 0; i < vectors; ++i) {
        array.pulse(generator.fire(host::pulse_probabilities({&x[i * lines], lines}, {&d[i * lines], lines}, rate,
                                                             array.granularity(), update)));
      }
      best = std::min(best, (clock() - start) / vectors);
    }
    return best;
  }

  std::size_t lines;
  spec::PulsedUpdate update;
  refmodel::ResistiveArray array;
  refmodel::PulseGenerator generator;
  std::vector<float> x;
  std::vector<float> d;
  double rate;
};

}  // namespace

double pulsed_update_microseconds(int size, double coincidences) {
  Updates updates(size, coincidences);
  return 1e6 * updates.best_seconds(thread_seconds);
}

double outer_product_milliseconds(int size) {
  spec::ResistiveDevice device = spec::device_preset("reram_es");
  device.dw_min = 1e-6;
  device.write_noise_std = 0.0;
  refmodel::ResistiveArray array(device, size, size, {1, 0});
  host::PhiloxSequence random({1, host_draws::benchmark}, 0x312);
  const auto codes = [&] {
    std::vector<std::int32_t> result;
    for (int i = 0; i < size; ++i) result.push_back(static_cast<std::int32_t>(random.next() % 255) - 127);
    return result;
  };
  double best = std::numeric_limits<double>::max();
  for (int slice = 0; slice < slices; ++slice) {
    const refmodel::OpuDrive drive{codes(), codes()};
    const double start = thread_seconds();
    array.outer(drive);
    best = std::min(best, thread_seconds() - start);
  }
  return 1e3 * best;
}

double two_thread_share(int size, double coincidences) {
  Updates updates(size, coincidences);
  const double alone = updates.best_seconds(wall_seconds);
  updates.array.use(std::make_shared<host::WorkerPool>(2));
  return updates.best_seconds(wall_seconds) / alone;
}

}  // namespace spintile::verif
