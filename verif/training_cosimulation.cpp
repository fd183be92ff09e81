#include "verif/training_cosimulation.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "host/pulse_probabilities.h"
#include "spec/derive.h"
#include "spec/resistive_device.h"
#include "verif/device_arrays.h"
#include "verif/host_draws.h"
#include "verif/scoreboard.h"
#include "verif/scoreboard_host.h"
#include "verif/transfer_layout.h"
#include "verif/transfer_witness.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

// Devices of few states, so that some hundred updates go a long way.
constexpr const char* device_name = "soft_bounds_20";
constexpr double update_rate = 0.3;
constexpr int samples_most = 8;  // of FORWARD and BACKWARD: their outcome matters to nothing here
constexpr double momentum = 0.25;
constexpr double beta = 0.375;
constexpr std::uint32_t chop_period = 3;              // sweeps
constexpr std::uint32_t flip_probability = 1U << 13;  // of 2^16

class Run {
 public:
  Run(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant, std::uint32_t seed,
      const TrainingCosimulationOptions& options)
      : variant_(variant),
        options_(options),
        device_(spec::device_preset(device_name)),
        arrays_({.variant = variant, .seed = seed, .weight = device_, .fast = device_}),
        board_(library, variant, arrays_, options.harness),
        host_(board_, variant),
        draws_({seed, host_draws::training}, 0) {
    if (options.cut_array && board_.harness().macro()) board_.harness().macro()->cut_answers();
  }

  void train() {
    host_.write(reg::samples, static_cast<std::uint32_t>(std::min(samples_most, variant_.readout.samples_max)));
    if (!spec::has_transfer(variant_)) {
      const std::uint32_t arrays = variant_.crossbar.fast_array ? 2 : 1;
      for (int i = 0; i < options_.transfers; ++i) {
        update(static_cast<host::Array>(draws_.below(arrays)));
        if (spec::has_outer_update(variant_)) write_row();
      }
      return;
    }
    const TransferLayout layout = transfer_layout(variant_);
    const refmodel::TransferConstants constants = set_up(layout);
    TransferWitness witness(variant_, layout, constants);
    for (int i = 0; i < options_.transfers; ++i) {
      update(host::Array::fast);
      witness.begin(board_.golden());
      const std::uint64_t pulses = arrays_.pulses(host::Array::weight);
      host_.run(Command::transfer);
      const refmodel::TransferRun& run = board_.last_transfer();
      report_.crossings += static_cast<std::uint64_t>(witness.end(board_.golden(), run, board_.cycle()));
      report_.weight_pulses += arrays_.pulses(host::Array::weight) - pulses;
      report_.flips += run.flipped ? 1 : 0;
      ++report_.transfers;
    }
  }

  TrainingReport report() const {
    TrainingReport report = report_;
    report.cycles = board_.cycle();
    return report;
  }

 private:
  /// Program, constants, clean planes, choppers; what a transfer works with from then on.
  refmodel::TransferConstants set_up(const TransferLayout& layout) {
    const int code_bits = spec::transfer_code_bits(variant_);
    const refmodel::TransferArithmetic arithmetic(variant_.transfer, code_bits);
    // A full read moves H by half the way to a pulse; where rows have but one transfer, by more than one.
    const bool few_sweeps = 4 * variant_.crossbar.rows > options_.transfers;
    const int full_read = spec::has_ramp(variant_) ? spec::ramp_code_max(variant_) : variant_.readout.samples_max;
    const refmodel::TransferConstants constants =
        arithmetic.constants((few_sweeps ? 2.0 : 0.5) / full_read, momentum, beta);
    host_.load_program(layout.program);
    host_.set_bases(layout.bases);
    const int bits = spec::transfer_word_bits(variant_.transfer);
    const int planes = spec::transfer_planes(variant_) * variant_.crossbar.rows * bits;
    for (int row = 0; row < planes; row += 64) host_.fill_rows(row, std::min(64, planes - row), 0);
    int row = layout.bases[6];
    const auto add_constant = [&](std::uint32_t word) {
      host_.fill_rows(row, bits, word);
      row += bits;
    };
    add_constant(constants.lambda);
    add_constant(constants.after);
    if (variant_.transfer.kind == spec::TransferKind::agad) {
      add_constant(constants.keep);
      add_constant(constants.beta);
    }
    host_.write(reg::warm_up, static_cast<std::uint32_t>(options_.warm_up));
    if (few_sweeps) {  // as from a checkpoint: the last sweep of the warm-up is nearly over
      const int left = std::min(variant_.crossbar.rows, options_.transfers / 4);
      if (left > 0) host_.write(reg::transfer_row, static_cast<std::uint32_t>(variant_.crossbar.rows - left));
      host_.write(reg::sweeps, static_cast<std::uint32_t>(std::max(options_.warm_up, 1) - 1));
    }
    if (spec::has_choppers(variant_)) {
      host_.write(reg::chop_period, chop_period);
      host_.write(reg::chopper, (options_.regular ? 1U : 0U) | (options_.random ? 2U : 0U) | flip_probability << 16);
    }
    return constants;
  }

  /// The codes of numbers in +-1.
  std::vector<std::int64_t> codes(std::span<const float> values) const {
    const auto largest = static_cast<float>(spec::input_code_max(variant_));
    std::vector<std::int64_t> rounded;
    for (const float value : values) rounded.push_back(std::lround(value * largest));
    return rounded;
  }

  /// y = x W and, where it can be had, W d: what a host makes d of, and hands on.
  void pass(std::span<const float> x, std::span<const float> d) {
    host_.write_space(Space::input, codes(x));
    host_.run(Command::forward);
    if (!spec::has_backward(variant_)) return;
    host_.write_space(Space::output_error, codes(d));
    host_.run(Command::backward);
    ++report_.backwards;
  }

  /// One update by a random x on the rows and voltages of a random d on the columns.
  void outer_product(host::Array array, std::span<const float> x, std::span<const float> d) {
    const auto largest = static_cast<float>(spec::voltage_code_max(variant_));
    std::vector<std::int64_t> voltages;
    for (const float value : d) voltages.push_back(std::lround(value * largest));
    host_.write_space(Space::input, codes(x));
    host_.write_space(Space::column_voltage, voltages);
    run_update(array);
  }

  /// A row programmed to near random targets, and a carry out of another.
  void write_row() {
    const auto array = static_cast<host::Array>(draws_.below(variant_.crossbar.fast_array ? 2 : 1));
    const auto rows = static_cast<std::uint32_t>(variant_.crossbar.rows);
    const std::int32_t most = spec::ramp_code_max(variant_);
    std::vector<std::int64_t> targets;
    for (int column = 0; column < variant_.crossbar.columns; ++column) {
      targets.push_back(std::lround((2.0F * draws_.uniform() - 1.0F) * 0.6F * static_cast<float>(most)));
    }
    host_.write_space(Space::target, targets);
    host_.write(reg::row, draws_.below(rows));
    host_.write(reg::tolerance, static_cast<std::uint32_t>(most) / 8 + draws_.below(2));
    host_.write(reg::attempts, 1 + draws_.below(12));
    host_.run(Command::program, static_cast<std::uint32_t>(array));
    constexpr std::uint32_t columns = 0xFFFF;
    const bool failed = (host_.read(reg::failures) & columns) != 0;
    ++(failed ? report_.failed_programs : report_.programs);
    if (!spec::has_carry(variant_)) return;
    host_.write(reg::row, draws_.below(rows));
    const std::int32_t threshold = 1 + most / 2;
    host_.write(reg::carry_threshold, static_cast<std::uint32_t>(threshold));
    host_.run(Command::carry);
    for (const std::int64_t code : board_.golden().space(Space::accumulator)) {
      report_.carries_up += code >= threshold ? 1 : 0;
      report_.carries_down += code <= -threshold ? 1 : 0;
    }
  }

  void run_update(host::Array array) {
    const std::uint64_t pulses = arrays_.pulses(array);
    host_.run(Command::update, static_cast<std::uint32_t>(array));
    report_.coincidences += arrays_.pulses(array) - pulses;
    ++report_.updates;
  }

  /// One update by random x and d.
  void update(host::Array array) {
    const auto vector = [&](int lines) {
      std::vector<float> values(static_cast<std::size_t>(lines));
      for (float& value : values) value = 2.0F * draws_.uniform() - 1.0F;
      return values;
    };
    spec::PulsedUpdate rule;
    rule.slots = variant_.update.pulse_slots;
    rule.probability_bits = variant_.update.probability_bits;
    rule.random_words = variant_.update.random_words;
    const std::vector<float> x = vector(variant_.crossbar.rows);
    const std::vector<float> d = vector(variant_.crossbar.columns);
    pass(x, d);
    if (spec::has_outer_update(variant_)) return outer_product(array, x, d);
    const host::PulseProbabilities p = host::pulse_probabilities(x, d, update_rate, device_.dw_min, rule);
    if (p.slots == 0) return;
    host_.write(reg::slots, static_cast<std::uint32_t>(p.slots));
    host_.write_space(Space::row_probability, std::vector<std::int64_t>(p.rows.begin(), p.rows.end()));
    host_.write_space(Space::column_probability, std::vector<std::int64_t>(p.columns.begin(), p.columns.end()));
    run_update(array);
  }

  const spec::Variant& variant_;
  TrainingCosimulationOptions options_;
  spec::ResistiveDevice device_;
  DeviceArrays arrays_;
  Scoreboard board_;
  ScoreboardHost host_;
  host::PhiloxSequence draws_;
  TrainingReport report_;
};

}  // namespace

TrainingReport cosimulate_training(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                                   std::uint32_t seed, const TrainingCosimulationOptions& options) {
  Run run(library, variant, seed, options);
  std::optional<Mismatch> mismatch = mismatch_of([&] { run.train(); });
  TrainingReport report = run.report();
  report.mismatch = std::move(mismatch);
  return report;
}

}  // namespace spintile::verif
