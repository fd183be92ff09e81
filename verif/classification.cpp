#include "verif/classification.h"

#include <fmt/format.h>

#include <algorithm>

#include "host/commanded_tile.h"
#include "host/float_classifier.h"
#include "host/input_codes.h"
#include "host/train_through_converter.h"
#include "refmodel/tile/golden_tile.h"
#include "spec/derive.h"
#include "verif/rtl_port.h"

namespace spintile::verif {
namespace {

constexpr int batch = 50;  // pictures between two reports of progress

void compare(const host::Matrix<std::int64_t>& expected, const host::Matrix<std::int64_t>& got, std::string_view signal,
             int first_picture, std::uint64_t cycle) {
  for (int picture = 0; picture < expected.rows(); ++picture) {
    for (int column = 0; column < expected.columns(); ++column) {
      if (expected(picture, column) == got(picture, column)) continue;
      throw MismatchError({cycle, fmt::format("{} of picture {}", signal, first_picture + picture), column,
                           fmt::format("{}", expected(picture, column)), fmt::format("{}", got(picture, column))});
    }
  }
}

int right_answers(const host::Readout& readout, const std::vector<int>& labels, int first) {
  const std::vector<int> predicted = host::predictions(readout.outputs);
  int right = 0;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    right += predicted[i] == labels[static_cast<std::size_t>(first) + i] ? 1 : 0;
  }
  return right;
}

/// As many cycles as the contract gives that many FORWARDs. What they took before is in `before`.
void compare_cycles(const RtlPort& pins, std::uint64_t before, int pictures, int samples) {
  const std::uint64_t took = pins.activity().commands.at(spec::Command::forward).cycles - before;
  const auto expected =
      static_cast<std::uint64_t>(pictures) * static_cast<std::uint64_t>(spec::forward_cycles(pins.variant(), samples));
  if (took == expected) return;
  throw MismatchError({pins.cycles(), fmt::format("cycles of {} FORWARDs", pictures), -1, fmt::format("{}", expected),
                       fmt::format("{}", took)});
}

/// Reads all pictures through both tiles; throws MismatchError at the first difference.
ClassificationRow read_all(host::InferenceTile& rtl, const RtlPort& pins, refmodel::GoldenTile& golden,
                           const host::TrainedClassifier& classifier, const host::Dataset& test, int samples,
                           const ClassificationProgress& progress) {
  for (host::InferenceTile* tile : {&rtl, static_cast<host::InferenceTile*>(&golden)}) {
    tile->set_samples(samples);
    tile->set_requantisation(classifier.requantisation(samples));
  }
  const std::uint64_t start = pins.cycles();
  const auto& commands = pins.activity().commands;
  const std::uint64_t forward_cycles =
      commands.contains(spec::Command::forward) ? commands.at(spec::Command::forward).cycles : 0;
  const std::string stage = fmt::format("pictures at n = {}", samples);
  int right = 0;
  for (int first = 0; first < test.size(); first += batch) {
    const int count = std::min(batch, test.size() - first);
    const auto codes = host::input_codes(test, first, count, rtl.variant());
    const host::Readout expected = golden.forward(codes);
    const host::Readout got = rtl.forward(codes);
    compare(expected.accumulators, got.accumulators, "accumulator", first, pins.cycles());
    compare(expected.outputs, got.outputs, "output", first, pins.cycles());
    right += right_answers(got, test.labels, first);
    if (progress) progress(stage, first + count, test.size());
  }
  compare_cycles(pins, forward_cycles, test.size(), samples);
  return {samples, static_cast<double>(right) / test.size(), pins.cycles() - start};
}

host::TrainingProgress epochs(const ClassificationProgress& progress, std::string_view stage) {
  if (!progress) return {};
  return [progress, stage](int epoch, int count, double, double) { progress(stage, epoch, count); };
}

}  // namespace

Classification classify(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                        std::uint32_t seed, const host::Dataset& train, const host::Dataset& test,
                        const ClassificationProgress& progress) {
  host::require_picture_tile(variant);
  const host::FloatClassifier yardstick = host::train_float(train, {.epochs = 8, .learning_rate = 0.002F, .seed = seed},
                                                            epochs(progress, "training in floating point"));
  const host::TrainedClassifier classifier = host::train_through_converter(
      variant, train, {.seed = seed}, epochs(progress, "training through the converters"));

  Classification result{train.size(), test.size(), host::accuracy(yardstick, test), {}, {}};
  auto port = std::make_unique<RtlPort>(host::SimulatedTile{variant, seed}, library);
  const RtlPort& pins = *port;
  host::CommandedTile rtl(std::move(port));
  refmodel::GoldenTile golden(variant, seed);
  host::program(rtl, classifier);
  host::program(golden, classifier);
  result.mismatch = mismatch_of([&] {
    for (int samples = 1; samples <= variant.readout.samples_max; samples *= 2) {
      result.rows.push_back(read_all(rtl, pins, golden, classifier, test, samples, progress));
    }
  });
  return result;
}

CheckResult to_check(const Classification& classification) {
  const int pictures = classification.test_pictures;
  CheckResult check;
  check.name = "classification";
  check.passed = !classification.mismatch;
  check.figures = {{"pictures", pictures}, {"float_accuracy_percent", 100 * classification.float_accuracy}};
  check.detail = check.passed ? fmt::format("{} pictures at each n: the same accumulators and outputs\n", pictures)
                              : fmt::format("{}\n", to_string(*classification.mismatch));
  check.detail += fmt::format("float  {:6.2f} %  a linear classifier in floating point, trained on {} pictures\n",
                              100 * classification.float_accuracy, classification.train_pictures);
  for (const ClassificationRow& row : classification.rows) {
    const double cycles = static_cast<double>(row.cycles) / pictures;
    check.figures.emplace_back(fmt::format("accuracy_percent_n{}", row.samples), 100 * row.accuracy);
    check.figures.emplace_back(fmt::format("cycles_a_picture_n{}", row.samples), cycles);
    check.detail += fmt::format("n = {:<3}{:6.2f} %  through the RTL, {:.0f} cycles a picture\n", row.samples,
                                100 * row.accuracy, cycles);
  }
  return check;
}

}  // namespace spintile::verif
