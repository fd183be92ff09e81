#include "verif/study/mnist_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>

#include "verif/study/line_chart.h"
#include "verif/study/parallel_jobs.h"

namespace spintile::verif {
namespace {

using spec::Algorithm;

constexpr std::array devices = {MnistDevice::soft_bounds_20, MnistDevice::reram_sb};
constexpr std::array offsets = {0.0, 0.5};

/// The result of a case, if it was run.
const MnistResult* find(const std::vector<MnistResult>& results, const MnistCase& wanted) {
  const auto found = std::ranges::find_if(results, [&](const MnistResult& result) {
    const MnistCase& one = result.one;
    return one.algorithm == wanted.algorithm &&
           (one.algorithm == Algorithm::floating || (one.device == wanted.device && one.offset == wanted.offset));
  });
  return found == results.end() ? nullptr : &*found;
}

}  // namespace

std::string_view name(MnistDevice device) {
  return device == MnistDevice::soft_bounds_20 ? "soft_bounds_20" : "reram_sb";
}

std::string MnistCase::name() const {
  if (algorithm == Algorithm::floating) return "float";
  return fmt::format("{}, offset {}", algorithm == Algorithm::agad ? "AGAD" : "TTv2", offset);
}

std::vector<MnistCase> mnist_cases() {
  std::vector<MnistCase> cases = {{}};
  for (const MnistDevice device : devices)
    for (const Algorithm algorithm : {Algorithm::agad, Algorithm::ttv2})
      for (const double offset : offsets) cases.push_back({algorithm, device, offset});
  return cases;
}

spec::TrainingConfig mnist_config(const MnistCase& one, const MnistStudy& study) {
  spec::TrainingConfig config;
  config.name = "mnist";
  config.training.epochs = study.epochs;
  config.training.seed = study.seed;
  config.learning_rate = {.start = 0.1, .schedule = spec::Schedule::linear};
  config.algorithm.kind = one.algorithm;
  if (one.algorithm == Algorithm::floating) return config;

  config.algorithm.chopper = spec::ChopperKind::regular;  // of agad; ttv2 has none
  config.algorithm.auto_scale = true;                     // errors shrink as the network learns
  config.fast_device = spec::ChosenDevice::named(name(one.device));
  config.fast_device.device.reference_mean += one.offset;
  config.weight_device = spec::ChosenDevice::named(name(one.device));
  if (one.device == MnistDevice::soft_bounds_20) {
    config.update.slots = 5;
    config.weight_device.device.w_max_dtod = 0.0;
    config.weight_device.device.w_min_dtod = 0.0;
  } else {
    config.update.slots = 31;
    config.algorithm.fast_lr = 0.2;
    config.algorithm.chop_probability = 0.02;
    config.algorithm.auto_granularity = 1000.0;
    config.algorithm.transfer_pulses = 31;
  }
  return config;
}

std::vector<MnistResult> run_mnist_study(const MnistStudy& study, const std::vector<MnistCase>& cases,
                                         const TrainingData& data,
                                         const std::function<void(const MnistResult&)>& done) {
  std::vector<MnistResult> results(cases.size());
  std::mutex reporting;
  for_each_job(static_cast<int>(cases.size()), study.threads, [&](int job) {
    MnistResult& result = results[static_cast<std::size_t>(job)];
    result.one = cases[static_cast<std::size_t>(job)];
    result.epochs = run_training(mnist_config(result.one, study), data, {}).epochs;
    const std::scoped_lock lock(reporting);
    if (done) done(result);
  });
  return results;
}

std::vector<std::string> mnist_violations(const std::vector<MnistResult>& results) {
  std::vector<std::string> violations;
  const MnistResult* const yardstick = find(results, {});
  for (const MnistResult& result : results) {
    const auto& [algorithm, device, offset] = result.one;
    if (algorithm == Algorithm::agad && yardstick != nullptr && result.accuracy() < yardstick->accuracy() - 0.01) {
      violations.push_back(fmt::format("{} on {}: {:.2f} % right, more than 1 point behind float's {:.2f} %",
                                       result.one.name(), name(device), 100.0 * result.accuracy(),
                                       100.0 * yardstick->accuracy()));
    }
    const MnistResult* const agad = find(results, {Algorithm::agad, device, offset});
    if (algorithm == Algorithm::ttv2 && offset > 0.0 && agad != nullptr &&
        result.accuracy() > agad->accuracy() - 0.01) {
      violations.push_back(fmt::format("{} on {}: {:.2f} % right, not clearly behind AGAD's {:.2f} %",
                                       result.one.name(), name(device), 100.0 * result.accuracy(),
                                       100.0 * agad->accuracy()));
    }
  }
  return violations;
}

std::string mnist_chart(const std::vector<MnistResult>& results, MnistDevice device) {
  LineChart chart{
      fmt::format("MNIST, 784-256-128-10, {}", name(device)), {"epoch"}, {"wrong test pictures, %", 0.0}, {}};
  for (const MnistResult& result : results) {
    if (result.one.algorithm != Algorithm::floating && result.one.device != device) continue;
    ChartSeries series{result.one.name(), {}, result.one.algorithm == Algorithm::floating};
    for (std::size_t epoch = 0; epoch < result.epochs.size(); ++epoch)
      series.points.push_back({static_cast<double>(epoch + 1), 100.0 * (1.0 - result.epochs[epoch].test_accuracy)});
    chart.series.push_back(series);
  }
  return line_chart_svg(chart);
}

}  // namespace spintile::verif
