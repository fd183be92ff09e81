// What the harness costs: variants/bench_256.yaml, 4 samples a conversion, RTL and analog array together, against the
// same cycles of the model's eval alone and the same reads of the analog array alone. The counter "share" is the rest
// over the whole: the harness's own part, buses and checks included. Thread time, so that a busy machine does not
// count.
#include <benchmark/benchmark.h>
#include <time.h>

#include <vector>

#include "host/philox.h"
#include "refmodel/periphery/row_streamer.h"
#include "spec/derive.h"
#include "spec/parse.h"
#include "verif/rtl_tile.h"
#include "verif/verify.h"

namespace {

using namespace spintile;

constexpr int batch = 16;
constexpr int samples = 4;

double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

host::Matrix<std::int32_t> random_codes(int rows, int columns, std::int32_t limit, std::uint32_t purpose) {
  host::PhiloxSequence random({1, 0x80000000}, purpose);
  host::Matrix<std::int32_t> codes(rows, columns);
  for (std::int32_t& code : codes.values()) {
    code = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(2 * limit + 1))) - limit;
  }
  return codes;
}

struct Work {
  spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/bench_256.yaml");
  std::shared_ptr<const verif::ModelLibrary> library = verif::load_tile_model(variant);
  host::Matrix<std::int32_t> weights =
      random_codes(variant.crossbar.rows, variant.crossbar.columns, spec::weight_code_max(variant), 0);
  host::Matrix<std::int32_t> codes = random_codes(batch, variant.crossbar.rows, spec::input_code_max(variant), 1);
  verif::PortRecorder recorder{1U << 20};

  Work() { cosimulate({.random_state = {}, .wave = {}, .recorder = &recorder}); }

  /// Seconds of forward, and the cycles it took.
  std::pair<double, std::uint64_t> cosimulate(const verif::HarnessOptions& options = {}) {
    verif::RtlTile tile(library, variant, 1, options);
    tile.program(weights);
    tile.set_samples(samples);
    const std::uint64_t first = tile.cycles();
    const double start = thread_seconds();
    benchmark::DoNotOptimize(tile.forward(codes));
    return {thread_seconds() - start, tile.cycles() - first};
  }

  /// Seconds of the last `cycles` recorded cycles, inputs set as recorded.
  double evaluate(std::uint64_t cycles) {
    verif::VerilatedModel model(library);
    const verif::Port clock = model.port("aclk");
    std::vector<std::pair<verif::Port, const std::vector<std::uint64_t>*>> inputs;
    for (const auto& track : recorder.tracks()) {
      if (!track.info.is_output) inputs.emplace_back(model.port(track.info.name), &track.words);
    }
    double start = 0.0;
    for (std::size_t cycle = 0; cycle < recorder.cycles(); ++cycle) {
      if (cycle + cycles == recorder.cycles()) start = thread_seconds();
      for (const auto& [port, words] : inputs) port.copy_from(std::span(*words).subspan(cycle * port.words()));
      clock.set(0);
      model.eval();
      clock.set(1);
      model.eval();
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
    benchmark::DoNotOptimize(bits.data());
    return thread_seconds() - start;
  }
};

void figure(benchmark::State& state) {
  Work work;
  double whole = 0.0;
  double model = 0.0;
  double array = 0.0;
  std::uint64_t all_cycles = 0;
  for (auto _ : state) {
    const auto [seconds, cycles] = work.cosimulate();
    whole += seconds;
    all_cycles += cycles;
    model += work.evaluate(cycles);
    array += work.read_array();
  }
  state.counters["share"] = (whole - model - array) / whole;
  state.counters["model_share"] = model / whole;
  state.counters["array_share"] = array / whole;
  state.counters["cycles_per_second"] = static_cast<double>(all_cycles) / whole;
}
BENCHMARK(figure)->Unit(benchmark::kMillisecond)->Iterations(20);

}  // namespace
