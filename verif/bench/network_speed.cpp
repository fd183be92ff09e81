#include "verif/bench/network_speed.h"

#include <algorithm>
#include <limits>

#include "host/digits.h"
#include "host/network_training.h"
#include "verif/bench/thread_time.h"
#include "verif/study/training_run.h"

namespace spintile::verif {

double network_step_time() {
  constexpr int warm_up_steps = 500;
  constexpr int rounds = 5;
  constexpr int round_steps = 1000;
  spec::TrainingConfig config;
  config.algorithm.kind = spec::Algorithm::agad;
  config.algorithm.fast_lr = 0.1;
  config.update.slots = 5;
  const host::Dataset digits = host::draw_digits(warm_up_steps + rounds * round_steps, 1);
  TrainingTiles tiles(config);
  host::Network network = make_network(config, digits.shape, tiles);
  host::NetworkTraining training(network, digits, {});
  for (int step = 0; step < warm_up_steps; ++step) training.step();
  double best = std::numeric_limits<double>::max();
  for (int round = 0; round < rounds; ++round) {
    const double start = thread_seconds();
    for (int step = 0; step < round_steps; ++step) training.step();
    best = std::min(best, thread_seconds() - start);
  }
  return 1e6 * best / round_steps;
}

}  // namespace spintile::verif
