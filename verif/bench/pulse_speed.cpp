#include "verif/bench/pulse_speed.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "host/philox.h"
#include "host/pulse_probabilities.h"
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

}  // namespace

double pulsed_update_microseconds(int size, double coincidences) {
  const spec::PulsedUpdate update;
  refmodel::ResistiveArray array(spec::device_preset("reram_sb"), size, size, {1, 0});
  refmodel::PulseGenerator generator(size, size, update.random_words, update.probability_bits);
  const std::vector<float> x = normals(size * vectors, 0x310);
  const std::vector<float> d = normals(size * vectors, 0x311);
  const double rate = coincidences * array.granularity() / two_over_pi;
  const auto lines = static_cast<std::size_t>(size);

  double best = std::numeric_limits<double>::max();
  for (int slice = 0; slice < slices; ++slice) {
    const double start = thread_seconds();
    for (std::size_t i = 0; i < vectors; ++i) {
      array.pulse(generator.fire(host::pulse_probabilities({&x[i * lines], lines}, {&d[i * lines], lines}, rate,
                                                           array.granularity(), update)));
    }
    best = std::min(best, (thread_seconds() - start) / vectors);
  }
  return 1e6 * best;
}

}  // namespace spintile::verif
