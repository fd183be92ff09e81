#include "verif/study/offset_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <mutex>
#include <stdexcept>

#include "host/philox.h"
#include "refmodel/numeric/normal.h"
#include "refmodel/tile/analog_training_tile.h"
#include "spec/resistive_device.h"
#include "verif/host_draws.h"
#include "verif/study/parallel_jobs.h"

namespace spintile::verif {
namespace {

using spec::Algorithm;

constexpr int side = 20;  // rows and columns of the layer
constexpr float target_deviation = 0.3F;
constexpr int vectors_a_sample = 10;  // from one look at the weights to the next

refmodel::TrainingTileOptions tile_options(Algorithm algorithm, int states, double offset) {
  refmodel::TrainingTileOptions options;
  options.fast = spec::device_preset("soft_bounds_20");
  options.fast.dw_min = 2.0 / states;
  options.slow = options.fast;
  options.slow.w_max_dtod = 0.0;
  options.slow.w_min_dtod = 0.0;
  (algorithm == Algorithm::sgd ? options.slow : options.fast).reference_std = offset;
  options.update.slots = 5;
  options.read.kind = spec::ReadKind::noise;
  options.transfer_read.kind = spec::ReadKind::noise;
  options.algorithm.kind = algorithm;
  options.algorithm.fast_lr = 0.1;
  options.algorithm.transfer_pulses = 1;
  options.algorithm.momentum = 0.0;
  options.algorithm.chop_probability = 0.1;
  options.algorithm.chopper = algorithm == Algorithm::agad ? spec::ChopperKind::regular : spec::ChopperKind::random;
  return options;
}

double rms_error(const host::Matrix<float>& weights, const host::Matrix<float>& target) {
  double sum = 0.0;
  for (std::size_t i = 0; i < target.values().size(); ++i) {
    const double error = static_cast<double>(weights.values()[i]) - static_cast<double>(target.values()[i]);
    sum += error * error;
  }
  return std::sqrt(sum / (side * side));
}

/// The RMS error of the weights, mean over the last quarter of a run.
double learn(const refmodel::TrainingTileOptions& options, double rate, int vectors, std::uint32_t seed) {
  refmodel::AnalogTrainingTile tile(options, side, side, seed, 0);
  host::PhiloxSequence random({seed, host_draws::offset_study}, 0);
  host::Matrix<float> target(side, side);
  for (float& weight : target.values()) weight = target_deviation * refmodel::normal(random.next());
  host::Matrix<float> x(1, side);
  host::Matrix<float> d(1, side);
  double sum = 0.0;
  int samples = 0;
  for (int step = 1; step <= vectors; ++step) {
    for (float& value : x.values()) value = 2.0F * random.uniform() - 1.0F;
    const host::Matrix<float> y = tile.forward(x);
    for (int j = 0; j < side; ++j) {
      float wanted = 0.0F;
      for (int k = 0; k < side; ++k) wanted += x(0, k) * target(k, j);
      d(0, j) = y(0, j) - wanted;
    }
    tile.update(x, d, static_cast<float>(rate));
    if (4 * step > 3 * vectors && step % vectors_a_sample == 0) {
      sum += rms_error(tile.slow().weights(), target);
      ++samples;
    }
  }
  return sum / samples;
}

void require(bool holds, const char* name, const std::string& given, const char* allowed) {
  if (!holds) throw std::invalid_argument(fmt::format("offset study: {}: {}; allowed is {}", name, given, allowed));
}

void check(const OffsetStudy& study) {
  require(study.seeds >= 1, "seeds", fmt::to_string(study.seeds), "1 or more");
  require(study.threads >= 1, "threads", fmt::to_string(study.threads), "1 or more");
  require(study.vectors >= 4 * vectors_a_sample, "vectors", fmt::to_string(study.vectors), "40 or more");
  for (const int states : study.states) require(states >= 2, "states", fmt::to_string(states), "2 or more");
  for (const double offset : study.offsets) require(offset >= 0.0, "offset", fmt::to_string(offset), "0 or above");
  for (const double rate : study.rates) require(rate > 0.0, "rate", fmt::to_string(rate), "above 0");
  for (const Algorithm algorithm : study.algorithms) {
    require(algorithm != Algorithm::floating, "algorithm", "floating", "one that learns on devices");
  }
  require(!study.algorithms.empty() && !study.states.empty() && !study.offsets.empty() && !study.rates.empty(),
          "algorithms, states, offsets, rates", "an empty list", "one or more of each");
}

OffsetResult result_of(const OffsetStudy& study, OffsetResult place, const double* errors) {
  place.error = std::numeric_limits<double>::infinity();
  for (std::size_t r = 0; r < study.rates.size(); ++r) {
    const double* of_seeds = errors + r * static_cast<std::size_t>(study.seeds);
    double mean = 0.0;
    for (int s = 0; s < study.seeds; ++s) mean += of_seeds[s] / study.seeds;
    place.mean_errors.push_back(mean);
    if (!(mean < place.error)) continue;
    double squares = 0.0;
    for (int s = 0; s < study.seeds; ++s) squares += (of_seeds[s] - mean) * (of_seeds[s] - mean);
    place.error = mean;
    place.rate = study.rates[r];
    place.deviation = study.seeds > 1 ? std::sqrt(squares / (study.seeds - 1)) : 0.0;
  }
  return place;
}

}  // namespace

OffsetStudy OffsetStudy::quick() {
  OffsetStudy study;
  study.states = {20};
  study.offsets = {0.0, 0.1, 0.5};
  study.rates = {0.02, 0.05};
  study.vectors = 4'000;
  study.seeds = 2;
  return study;
}

std::vector<OffsetResult> offset_study(const OffsetStudy& study,
                                       const std::function<void(int done, int total)>& progress) {
  check(study);
  std::vector<OffsetResult> places;
  for (const Algorithm algorithm : study.algorithms) {
    for (const int states : study.states) {
      for (const double offset : study.offsets) {
        places.push_back({.algorithm = algorithm, .states = states, .offset = offset, .mean_errors = {}});
      }
    }
  }
  const std::size_t runs = study.rates.size() * static_cast<std::size_t>(study.seeds);  // of a place
  std::vector<double> errors(places.size() * runs);
  int done = 0;
  std::mutex reporting;
  for_each_job(static_cast<int>(errors.size()), study.threads, [&](int job) {
    const std::size_t i = static_cast<std::size_t>(job);
    const OffsetResult& place = places[i / runs];
    const double rate = study.rates[i % runs / static_cast<std::size_t>(study.seeds)];
    const auto seed = static_cast<std::uint32_t>(i % static_cast<std::size_t>(study.seeds)) + 1;
    errors[i] = learn(tile_options(place.algorithm, place.states, place.offset), rate, study.vectors, seed);
    const std::scoped_lock lock(reporting);
    ++done;
    if (progress) progress(done, static_cast<int>(errors.size()));
  });
  for (std::size_t p = 0; p < places.size(); ++p) places[p] = result_of(study, places[p], errors.data() + p * runs);
  return places;
}

double published_error(Algorithm algorithm, int states, double offset) {
  struct Row {
    Algorithm algorithm;
    int states;
    double errors[6];
  };
  static constexpr double offsets[] = {0.0, 0.05, 0.1, 0.25, 0.5, 1.0};
  static constexpr Row rows[] = {
      {Algorithm::sgd, 20, {0.184, 0.186, 0.191, 0.237, 0.388, 0.849}},
      {Algorithm::ttv2, 20, {0.059, 0.061, 0.066, 0.217, 0.642, 0.843}},
      {Algorithm::c_ttv2, 20, {0.055, 0.061, 0.062, 0.084, 0.161, 0.293}},
      {Algorithm::agad, 20, {0.060, 0.062, 0.062, 0.061, 0.061, 0.062}},
      {Algorithm::ttv2, 100, {0.033, 0.035, 0.049, 0.188, 0.581, 0.835}},
      {Algorithm::agad, 100, {0.044, 0.042, 0.035, 0.037, 0.038, 0.042}},
  };
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < std::size(offsets); ++i) {
      if (row.algorithm == algorithm && row.states == states && offsets[i] == offset) return row.errors[i];
    }
  }
  return std::numeric_limits<double>::quiet_NaN();
}

std::vector<std::string> offset_violations(const std::vector<OffsetResult>& results) {
  std::vector<std::string> violations;
  for (const OffsetResult& result : results) {
    if (result.algorithm != Algorithm::agad) {
      const double published = published_error(result.algorithm, result.states, result.offset);
      if (std::abs(result.error - published) > 0.3 * published) {
        violations.push_back(fmt::format("{} {} states, offset {}: {:.3f} is not within 30 % of {:.3f}",
                                         spec::name(result.algorithm), result.states, result.offset, result.error,
                                         published));
      }
      continue;
    }
    double mean = 0.0;
    int count = 0;
    for (const OffsetResult& other : results) {
      if (other.algorithm != result.algorithm || other.states != result.states) continue;
      mean += other.error;
      ++count;
    }
    mean /= count;
    if (std::abs(result.error - mean) > 0.15 * mean) {
      violations.push_back(fmt::format("agad {} states, offset {}: {:.3f} is not within 15 % of its mean, {:.3f}",
                                       result.states, result.offset, result.error, mean));
    }
    const double most = result.states == 20 ? 0.07 : result.states == 100 ? 0.05 : result.error;
    if (result.error > most) {
      violations.push_back(fmt::format("agad {} states, offset {}: {:.3f} is above {:.2f}", result.states,
                                       result.offset, result.error, most));
    }
  }
  return violations;
}

}  // namespace spintile::verif
