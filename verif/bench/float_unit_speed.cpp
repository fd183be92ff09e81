// The Verilated float unit at 1024 lanes on the steps that floating-point programs are made of, and the share of it
// that the clock, the macro at the pins and the driver take beyond the model's eval. Thread time, so that a busy
// machine does not count.
#include <time.h>

#include "verif/bench/figure.h"
#include "verif/rtl_float_unit.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

using namespace spec::sot;

constexpr int lanes = 1024;
constexpr int loops = 1000;
constexpr int body = 10;

double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Nine steps of reading a row and writing it into one or two, masked, and a search: the mixture of a product.
Program steps() {
  Program program;
  program.name = "steps";
  program.words.push_back({Loop{loops}});
  for (int i = 0; i < body - 1; ++i) {
    Step step{.read = i % 3 == 0 ? Read::row_complement : Read::row, .from = {0, 3 * i, 0}, .to = {0, 100 + i, 0}};
    step.write = i % 4 == 3 ? Write::and_into : Write::xor_into;
    if (i % 2 == 0) step.also = Row{0, 200 + i, 0};
    step.unmasked = i % 4 == 1;
    if (i == 5) step.mask = Mask::latch;
    program.words.push_back({step});
  }
  program.words.push_back({Search{.first = {0, 40, 0}, .rows = 3, .key = 5, .mask = Mask::match}, true});
  program.words.push_back({End{}});
  return program;
}

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

Measured run_steps(const std::shared_ptr<const ModelLibrary>& library, const HarnessOptions& options = {}) {
  RtlFloatUnit unit(library, speed_variant(), options);
  unit.load_program(steps());
  unit.run();
  const double start = thread_seconds();
  unit.run();
  return {thread_seconds() - start, unit.cycles_of_run()};
}

}  // namespace

double float_unit_step() {
  const Measured measured = run_steps(load_model(speed_variant()));
  return 1e9 * measured.seconds / (loops * body);
}

double float_unit_harness_share() {
  const auto library = load_model(speed_variant());
  constexpr std::size_t recorded = 1U << 13;
  PortRecorder recorder(recorded);
  run_steps(library, {.random_state = {}, .wave = {}, .recorder = &recorder});
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
  const Measured whole = run_steps(library);
  const double cycle = whole.seconds / static_cast<double>(whole.cycles);
  return (cycle - eval) / cycle;
}

}  // namespace spintile::verif
