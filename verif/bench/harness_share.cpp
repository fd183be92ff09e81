// The co-simulation, RTL and analog array together, against the same cycles of the model's eval alone and the same
// reads of the analog array alone; the rest is the harness's. Thread time, so that a busy machine does not count.
#include <vector>

#include "host/commanded_tile.h"
#include "refmodel/periphery/row_streamer.h"
#include "spec/derive.h"
#include "verif/bench/figure.h"
#include "verif/bench/random_codes.h"
#include "verif/bench/thread_time.h"
#include "verif/rtl_port.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

constexpr int batch = 16;
constexpr int samples = 4;
constexpr int repeats = 20;

struct Work {
  spec::Variant variant = benchmark_variant();
  std::shared_ptr<const ModelLibrary> library = load_model(variant);
  host::Matrix<std::int32_t> weights =
      random_codes(variant.crossbar.rows, variant.crossbar.columns, spec::weight_code_max(variant), 0);
  host::Matrix<std::int32_t> codes = random_codes(batch, variant.crossbar.rows, spec::input_code_max(variant), 1);
  PortRecorder recorder{1U << 20};

  Work() { cosimulate({.random_state = {}, .wave = {}, .recorder = &recorder}); }

  /// Seconds of forward, and the cycles it took.
  std::pair<double, std::uint64_t> cosimulate(const HarnessOptions& options = {}) {
    auto port = std::make_unique<RtlPort>(host::SimulatedTile{variant, 1}, library, options);
    const RtlPort& pins = *port;
    host::CommandedTile tile(std::move(port));
    tile.program(weights);
    tile.set_samples(samples);
    const std::uint64_t first = pins.cycles();
    const double start = thread_seconds();
    tile.forward(codes);
    return {thread_seconds() - start, pins.cycles() - first};
  }

  /// Seconds of the model's eval in the last `cycles` recorded cycles.
  double evaluate(std::uint64_t cycles) const { return replay(cycles, true) - replay(cycles, false); }

  /// Seconds of the last `cycles` recorded cycles, inputs set as recorded, with or without the eval.
  double replay(std::uint64_t cycles, bool with_eval) const {
    VerilatedModel model(library);
    const Port clock = model.port("aclk");
    std::vector<std::pair<Port, const std::vector<std::uint64_t>*>> inputs;
    for (const auto& track : recorder.tracks()) {
      if (!track.info.is_output) inputs.emplace_back(model.port(track.info.name), &track.words);
    }
    double start = 0.0;
    for (std::size_t cycle = 0; cycle < recorder.cycles(); ++cycle) {
      if (cycle + cycles == recorder.cycles()) start = thread_seconds();
      for (const auto& [port, words] : inputs) port.copy_from(std::span(*words).subspan(cycle * port.words()));
      clock.set(0);
      if (with_eval) model.eval();
      clock.set(1);
      if (with_eval) model.eval();
    }
    return thread_seconds() - start;
  }

  double read_array() {
    refmodel::AnalogArray array(variant, 1);
    array.program(weights);
    std::vector<std::vector<std::int32_t>> drives;
    for (int vector = 0; vector < batch; ++vector) {
      for (int stream = variant.input.streams - 1; stream >= 0; --stream) {
        drives.push_back(refmodel::stream_levels(variant, codes.row(vector), stream));
      }
    }
    std::vector<std::uint64_t> bits((static_cast<std::size_t>(spec::converters(variant)) + 63) / 64);
    const double start = thread_seconds();
    for (const auto& drive : drives) {
      array.read(drive);
      for (int sample = 0; sample < samples; ++sample) array.sample(sample, bits);
    }
    return thread_seconds() - start;
  }
};

}  // namespace

double harness_share() {
  Work work;
  double whole = 0.0;
  double rest = 0.0;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    const auto [seconds, cycles] = work.cosimulate();
    whole += seconds;
    rest += seconds - work.evaluate(cycles) - work.read_array();
  }
  return rest / whole;
}

}  // namespace spintile::verif
