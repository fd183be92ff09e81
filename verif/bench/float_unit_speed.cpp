// The Verilated float unit at 1024 lanes on the fp32 multiply-then-add, and the share of it that the clock, the macro
// at the pins and the driver take beyond the model's eval. Thread time, so that a busy machine does not count.
#include "verif/bench/figure.h"
#include "verif/bench/multiply_add.h"
#include "verif/bench/thread_time.h"
#include "verif/rtl_float_unit.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

constexpr int lanes = 1024;
constexpr int runs = 8;
constexpr int word_bits = 32;

spec::Variant speed_variant() {
  spec::Variant variant;
  variant.name = "float_speed";
  variant.unit = spec::Unit::float_unit;
  variant.sot.lanes = lanes;
  variant.sot.transpose_lanes = 64;
  return variant;
}

struct Measured {
  double seconds = 0.0;
  std::uint64_t cycles = 0;
};

/// The two programs `runs` times, with or without moving the operands in and the results out.
Measured run_multiply_adds(const std::shared_ptr<const ModelLibrary>& library, bool moves,
                           const HarnessOptions& options = {}) {
  const MultiplyAdd programs;
  RtlFloatUnit unit(library, speed_variant(), options);
  const int second = static_cast<int>(programs.product.program.words.size());
  unit.load_program(programs.product.program);
  unit.load_program(programs.sum.program, second);
  std::vector<std::uint64_t> words(lanes, 0x3FC00000);
  const auto run = [&](bool with_words) {
    if (with_words) {
      unit.write_lanes(programs.product.base(region_a), word_bits, words);
      unit.write_lanes(programs.product.base(region_b), word_bits, words);
      unit.write_lanes(programs.sum.base(region_b), word_bits, words);
    }
    unit.set_bases(programs.product.bases);
    unit.run();
    unit.set_bases(programs.sum.bases);
    unit.run(second);
    if (with_words) unit.read_lanes(programs.sum.base(region_result), word_bits, words);
  };
  run(true);
  const double start = thread_seconds();
  const std::uint64_t first = unit.cycle();
  for (int i = 0; i < runs; ++i) run(moves);
  return {thread_seconds() - start, unit.cycle() - first};
}

}  // namespace

double float_unit_result(bool moves) {
  return 1e9 * run_multiply_adds(load_model(speed_variant()), moves).seconds / (runs * lanes);
}

double float_unit_harness_share() {
  const auto library = load_model(speed_variant());
  constexpr std::size_t recorded = 1U << 13;
  PortRecorder recorder(recorded);
  run_multiply_adds(library, false, {.random_state = {}, .wave = {}, .recorder = &recorder});
  // The last recorded cycles, over and over: the model's eval with the inputs of a run, and the same without eval.
  VerilatedModel model(library);
  const PinPort clock(model.port("aclk"));
  std::vector<std::pair<Port, const std::vector<std::uint64_t>*>> inputs;
  for (const auto& track : recorder.tracks()) {
    if (!track.info.is_output) inputs.emplace_back(model.port(track.info.name), &track.words);
  }
  const auto replay = [&](bool with_eval) {
    const std::size_t half = recorder.cycles() / 2;  // the program runs by then
    double start = 0.0;
    for (std::size_t cycle = 0; cycle < recorder.cycles(); ++cycle) {
      if (cycle == half) start = thread_seconds();
      for (const auto& [port, words] : inputs) port.copy_from(std::span(*words).subspan(cycle * port.words()));
      clock.set(false);
      if (with_eval) model.eval();
      clock.set(true);
      if (with_eval) model.eval();
    }
    return (thread_seconds() - start) / static_cast<double>(recorder.cycles() - half);
  };
  const double eval = replay(true) - replay(false);
  const Measured whole = run_multiply_adds(library, false);
  const double cycle = whole.seconds / static_cast<double>(whole.cycles);
  return (cycle - eval) / cycle;
}

}  // namespace spintile::verif
