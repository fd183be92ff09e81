#include "verif/study/step_diagram.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "host/commanded_tile.h"
#include "host/constant_words.h"
#include "host/pulse_probabilities.h"
#include "refmodel/periphery/transfer_timing.h"
#include "spec/derive.h"
#include "verif/rtl_port.h"
#include "verif/transfer_layout.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

constexpr int most_samples_drawn = 3;
constexpr int slots_drawn = 4;
constexpr std::size_t cycles_recorded = 1'000'000;
constexpr const char* device_name = "soft_bounds_20";

/// What the recorder has of a port, as one number a cycle: the lowest 64 bits.
std::vector<std::uint64_t> values_of(const PortRecorder& recorder, std::string_view port) {
  const auto& tracks = recorder.tracks();
  const auto found = std::ranges::find(tracks, port, [](const auto& track) { return track.info.name; });
  if (found == tracks.end()) throw std::invalid_argument(fmt::format("the tile has no port {}", port));
  std::vector<std::uint64_t> values(recorder.cycles());
  for (std::size_t cycle = 0; cycle < values.size(); ++cycle) values[cycle] = found->words[cycle * found->port.words()];
  return values;
}

std::vector<std::uint64_t> both(std::vector<std::uint64_t> a, const std::vector<std::uint64_t>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] &= b[i];
  return a;
}

/// A tile as its host left it before the step, and all that its ports have done.
class Step {
 public:
  explicit Step(const spec::Variant& variant) : variant_(variant), recorder_(cycles_recorded), tile_(port()) {
    set_up();
  }

  TimingDiagram run() {
    const std::vector<std::int64_t> x = codes(variant_.crossbar.rows);
    const std::vector<std::int64_t> d = codes(variant_.crossbar.columns);
    note("x in", [&](host::TilePort& port) { port.write(Space::input, x); });
    note("FORWARD", [](host::TilePort& port) { port.run(Command::forward); });
    note("y out", [](host::TilePort& port) { port.read(Space::accumulator); });
    note("d in", [&](host::TilePort& port) { port.write(Space::output_error, d); });
    note("BACKWARD", [](host::TilePort& port) { port.run(Command::backward); });
    note("out", [](host::TilePort& port) { port.read(Space::accumulator); });
    const host::PulseProbabilities p = probabilities(x, d);
    note("p of x in", [&](host::TilePort& port) { port.write(Space::row_probability, wide(p.rows)); });
    note("p of d in", [&](host::TilePort& port) { port.write(Space::column_probability, wide(p.columns)); });
    note("UPDATE of A", [](host::TilePort& port) { port.run(Command::update, 1); });
    note("TRANSFER", [](host::TilePort& port) { port.run(Command::transfer); });
    split_transfer();
    return diagram();
  }

 private:
  std::unique_ptr<host::TilePort> port() {
    host::SimulatedTile tile;
    tile.variant = variant_;
    tile.weight = tile.fast = spec::device_preset(device_name);
    HarnessOptions options;
    options.recorder = &recorder_;
    return std::make_unique<RtlPort>(tile, load_model(variant_), options);
  }

  void set_up() {
    const TransferLayout layout = transfer_layout(variant_);
    host::TransferSettings settings;
    settings.program = layout.program;
    settings.bases = layout.bases;
    settings.samples = samples_;
    tile_.set_up_transfer(settings);
    tile_.set_transfer_constants(host::constant_words(0.5, 0.0, 0.5, variant_.transfer));
    tile_.set_samples(samples_);
    tile_.port().write_register(reg::slots, slots_drawn);
  }

  /// A ramp over all legal codes.
  std::vector<std::int64_t> codes(int lines) const {
    const std::int32_t largest = spec::input_code_max(variant_);
    std::vector<std::int64_t> ramp(static_cast<std::size_t>(lines));
    for (int i = 0; i < lines; ++i) {
      ramp[static_cast<std::size_t>(i)] = lines == 1 ? largest : 2 * largest * i / (lines - 1) - largest;
    }
    return ramp;
  }

  host::PulseProbabilities probabilities(const std::vector<std::int64_t>& x, const std::vector<std::int64_t>& d) const {
    spec::PulsedUpdate rule;
    rule.slots = slots_drawn;
    rule.slot_management = false;
    rule.probability_bits = variant_.update.probability_bits;
    const std::vector<float> rows(x.begin(), x.end());
    const std::vector<float> columns(d.begin(), d.end());
    const double largest = spec::input_code_max(variant_);
    const double granularity = spec::device_preset(device_name).dw_min;
    return host::pulse_probabilities(rows, columns, slots_drawn * granularity / (largest * largest), granularity, rule);
  }

  static std::vector<std::int64_t> wide(const std::vector<std::int32_t>& values) {
    return {values.begin(), values.end()};
  }

  /// The cycles of a command are those in which interrupt_o is low.
  template <class Action>
  void note(const char* name, Action action) {
    const std::size_t before = recorder_.cycles();
    action(tile_.port());
    const std::vector<std::uint64_t> interrupt = values_of(recorder_, "interrupt_o");
    const auto begin = interrupt.begin() + static_cast<std::ptrdiff_t>(before);
    const auto first = std::find(begin, interrupt.end(), 0U);
    const auto end = std::find(first, interrupt.end(), 1U);
    spans_.push_back(
        {name, static_cast<std::size_t>(first - interrupt.begin()), static_cast<std::size_t>(end - interrupt.begin())});
  }

  /// The parts of a TRANSFER: docs/contract.md, "Cycles of a TRANSFER".
  void split_transfer() {
    const DiagramSpan whole = spans_.back();
    spans_.pop_back();
    refmodel::ProgramRun program;
    program.cycles = tile_.port().read_register(reg::in_tile + reg::cycles);
    const refmodel::TransferTiming timing = refmodel::transfer_timing(variant_, samples_, {}, program, true);
    std::size_t first = whole.first;
    const auto add = [&](const char* name, std::uint64_t cycles) {
      spans_.push_back({name, first, first + cycles});
      first += cycles;
    };
    add("TRANSFER: read", timing.read);
    add("store", timing.store);
    add("program", timing.program);
    add("pulses of W", timing.pulses);
    add("end", timing.end);
  }

  TimingDiagram diagram() const {
    TimingDiagram diagram;
    diagram.title = fmt::format("One training step of {}: {} sample{} a conversion, {} slots", variant_.name, samples_,
                                samples_ == 1 ? "" : "s", slots_drawn);
    diagram.spans = spans_;
    diagram.longest = 48;
    const auto add = [&](std::string name, std::vector<std::uint64_t> values, bool is_bus = false) {
      diagram.signals.push_back({std::move(name), is_bus, std::move(values),
                                 is_bus ? std::vector<std::string>{""} : std::vector<std::string>{}});
    };
    const auto values = [this](std::string_view port) { return values_of(recorder_, port); };
    add("s_axis beat", both(values("s_axis_tvalid"), values("s_axis_tready")));
    add("m_axis beat", both(values("m_axis_tvalid"), values("m_axis_tready")));
    for (const char* bus : {"row_level_o", "col_level_o"}) add(bus, values(bus), true);
    std::vector<const char*> pins = {"reverse_o", "array_sel_o", "integ_rst_o", "integ_en_o"};
    if (spec::has_ramp(variant_)) {
      pins.insert(pins.end(), {"ramp_rst_o", "ramp_en_o"});
    } else {
      pins.insert(pins.end(), {"mtj_reset_o", "mtj_write_o", "mtj_read_o"});
    }
    pins.push_back("update_en_o");
    for (const char* pin : pins) add(pin, values(pin));
    if (variant_.sot.array == spec::SotArray::pins) {
      for (const char* pin : {"sot_read_o", "sot_write_o"}) add(pin, values(pin));
    }
    return diagram;
  }

  spec::Variant variant_;
  int samples_ = std::min(most_samples_drawn, variant_.readout.samples_max);
  PortRecorder recorder_;
  host::CommandedTile tile_;
  std::vector<DiagramSpan> spans_;
};

}  // namespace

TimingDiagram training_step_diagram(const spec::Variant& variant) {
  if (!spec::has_transfer(variant) || !spec::has_backward(variant)) {
    throw std::invalid_argument(
        fmt::format("{}: a training step wants transfer.kind and backward.array_columns", variant.name));
  }
  return Step(variant).run();
}

}  // namespace spintile::verif
