#include "verif/study/analog_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

#include "spec/resistive_device.h"
#include "verif/study/line_chart.h"
#include "verif/study/parallel_jobs.h"

namespace spintile::verif {
namespace {

struct CaseText {
  AnalogCase one;
  std::string_view name;
  std::string_view title;
  std::optional<double> published;
};

constexpr std::array texts = {
    CaseText{AnalogCase::numeric, "numeric", "float32", 0.98},
    CaseText{AnalogCase::linear, "linear", "linear devices", {}},
    CaseText{AnalogCase::fitted_ramps, "fitted_ramps", "fitted ramps", {}},
    CaseText{AnalogCase::taox_like, "taox_like", "TaOx-like", 0.77},
    CaseText{AnalogCase::carry, "carry", "carry from 0.25", 0.97},
    CaseText{AnalogCase::early_carry, "early_carry", "carry from 0.1", {}},
};

const CaseText& text(AnalogCase one) { return *std::ranges::find(texts, one, &CaseText::one); }

/// Steps alike everywhere: as many pulses from bound to bound, each as noisy for its size.
spec::ResistiveDevice linear_device(const spec::ResistiveDevice& nonlinear) {
  constexpr double pulses = 1000.0;  // of the preset
  spec::ResistiveDevice device;
  device.step = spec::StepKind::constant;
  device.dw_min = (nonlinear.w_max - nonlinear.w_min) / pulses;
  device.dw_min_std = nonlinear.dw_min_std;
  return device;
}

const AnalogResult* find(const std::vector<AnalogResult>& results, AnalogCase wanted) {
  const auto found = std::ranges::find(results, wanted, &AnalogResult::one);
  return found == results.end() ? nullptr : &*found;
}

}  // namespace

std::string_view name(AnalogCase one) { return text(one).name; }

std::string_view title(AnalogCase one) { return text(one).title; }

std::optional<double> published_accuracy(AnalogCase one) { return text(one).published; }

std::vector<AnalogCase> analog_cases() {
  std::vector<AnalogCase> cases;
  for (const CaseText& each : texts) cases.push_back(each.one);
  return cases;
}

spec::TrainingConfig analog_config(AnalogCase one, const AnalogStudy& study) {
  spec::TrainingConfig config;
  config.name = fmt::format("mnist_{}", name(one));
  config.network.hidden = {study.hidden};
  config.training.epochs = study.epochs;
  config.training.seed = study.seed;
  config.learning_rate = {.start = 0.1, .schedule = spec::Schedule::linear};
  config.algorithm.kind = spec::Algorithm::floating;
  if (one == AnalogCase::numeric) return config;

  config.algorithm.kind = spec::Algorithm::sgd;
  config.update.kind = spec::PulseKind::opu;
  config.weight_device = spec::ChosenDevice::named(one == AnalogCase::fitted_ramps ? "fitted_ramps" : "taox_like");
  if (one == AnalogCase::linear) config.weight_device.device = linear_device(config.weight_device.device);
  // A pulse of the device is a slot at the full voltage.
  const int largest_voltage = (1 << (config.update.voltage_bits - 1)) - 1;
  config.weight_device.device = spec::in_units(config.weight_device.device, largest_voltage);
  if (one == AnalogCase::carry || one == AnalogCase::early_carry) {
    config.carry.digits = 3;
    // Published: from half the largest weight on, and weights use the middle half of what the devices can be.
    config.carry.threshold = one == AnalogCase::early_carry ? 0.1 : 0.5 * 0.5;
  }
  if (study.read_bits != 0) {
    config.read.kind = spec::ReadKind::noise;
    config.read.input_bits = study.read_bits;
    config.read.output_bits = study.read_bits;
    config.read.output_noise = 0.0;
  }
  return config;
}

std::vector<AnalogResult> run_analog_study(const AnalogStudy& study, const std::vector<AnalogCase>& cases,
                                           const TrainingData& data,
                                           const std::function<void(const AnalogResult&)>& done) {
  std::vector<AnalogResult> results(cases.size());
  std::mutex reporting;
  for_each_job(static_cast<int>(cases.size()), study.threads, [&](int job) {
    AnalogResult& result = results[static_cast<std::size_t>(job)];
    result.one = cases[static_cast<std::size_t>(job)];
    TrainingRunOptions options;
    options.resume = true;
    if (!study.folder.empty()) {
      options.folder = study.folder / name(result.one);
      std::filesystem::create_directories(options.folder);
    }
    result.epochs = run_training(analog_config(result.one, study), data, options).epochs;
    const std::scoped_lock lock(reporting);
    if (done) done(result);
  });
  return results;
}

std::vector<std::string> analog_violations(const std::vector<AnalogResult>& results) {
  std::vector<std::string> violations;
  const AnalogResult* const numeric = find(results, AnalogCase::numeric);
  const AnalogResult* const single = find(results, AnalogCase::taox_like);
  constexpr double near = 0.015;
  const auto percent = [](const AnalogResult& result) { return 100.0 * result.accuracy(); };
  for (const AnalogCase one :
       {AnalogCase::linear, AnalogCase::fitted_ramps, AnalogCase::carry, AnalogCase::early_carry}) {
    const AnalogResult* const result = find(results, one);
    if (numeric != nullptr && result != nullptr && result->accuracy() < numeric->accuracy() - near) {
      violations.push_back(fmt::format("{}: {:.2f} % right, more than {} points behind float32's {:.2f} %", name(one),
                                       percent(*result), 100.0 * near, percent(*numeric)));
    }
  }
  for (const AnalogCase better : {AnalogCase::numeric, AnalogCase::carry, AnalogCase::early_carry}) {
    const AnalogResult* const result = find(results, better);
    if (single != nullptr && result != nullptr && single->accuracy() > result->accuracy() - near) {
      violations.push_back(fmt::format("taox_like: {:.2f} % right, not clearly behind the {:.2f} % of {}",
                                       percent(*single), percent(*result), name(better)));
    }
  }
  return violations;
}

std::string analog_chart(const std::vector<AnalogResult>& results) {
  LineChart chart{"MNIST, 784-300-10, written by outer products", {"epoch"}, {"wrong test pictures, %", 0.0}, {}};
  for (const AnalogResult& result : results) {
    ChartSeries series{std::string(title(result.one)), {}, result.one == AnalogCase::numeric};
    for (std::size_t epoch = 0; epoch < result.epochs.size(); ++epoch)
      series.points.push_back({static_cast<double>(epoch + 1), 100.0 * (1.0 - result.epochs[epoch].test_accuracy)});
    chart.series.push_back(std::move(series));
  }
  return line_chart_svg(chart);
}

}  // namespace spintile::verif
