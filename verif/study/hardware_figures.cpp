#include "verif/study/hardware_figures.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace spintile::verif {
namespace {

using nlohmann::ordered_json;

/// One layer, a sample.
class PerSample {
 public:
  PerSample(const LayerFigures& layer, const HardwareFigures& figures)
      : layer_(layer), samples_(static_cast<double>(figures.samples)), clock_mhz_(figures.clock_mhz) {}

  double of(std::uint64_t count) const { return static_cast<double>(count) / samples_; }
  double nanoseconds(std::uint64_t cycles) const { return of(cycles) * 1000.0 / clock_mhz_; }
  std::uint64_t cycles() const { return layer_.meter.cycles(); }
  /// Share of the tile's cycles, 0 .. 1.
  double use(std::uint64_t used) const {
    return cycles() == 0 ? 0.0 : static_cast<double>(used) / static_cast<double>(cycles());
  }

 private:
  const LayerFigures& layer_;
  double samples_;
  double clock_mhz_;
};

std::vector<TilePhase> phases_seen(const TileMeter& meter) {
  std::vector<TilePhase> seen;
  for (std::size_t i = 0; i < tile_phases; ++i)
    if (meter.phases[i].count > 0) seen.push_back(static_cast<TilePhase>(i));
  return seen;
}

std::string layer_text(const HardwareFigures& figures, std::size_t number) {
  const LayerFigures& layer = figures.layers[number];
  const PerSample sample(layer, figures);
  const spec::Crossbar& crossbar = layer.variant.crossbar;
  std::string text =
      fmt::format("layer {}: {} x {}, a sample at {} MHz\n  {:<20}{:>10}{:>12}{:>12}\n", number, crossbar.rows,
                  crossbar.columns, figures.clock_mhz, "phase", "commands", "cycles", "ns");
  const auto line = [&](std::string_view what, std::uint64_t count, std::uint64_t cycles) {
    text += fmt::format("  {:<20}{:>10.3f}{:>12.1f}{:>12.1f}\n", what, sample.of(count), sample.of(cycles),
                        sample.nanoseconds(cycles));
  };
  std::uint64_t commands = 0;
  for (const TilePhase phase : phases_seen(layer.meter)) {
    line(name(phase), layer.meter.at(phase).count, layer.meter.at(phase).cycles);
    commands += layer.meter.at(phase).count;
  }
  line("all", commands, sample.cycles());
  text += fmt::format("  in use: arrays {:.1f} %, converters {:.1f} %, SOT unit {:.1f} %\n",
                      100.0 * sample.use(layer.meter.array_cycles), 100.0 * sample.use(layer.meter.converter_cycles),
                      100.0 * sample.use(layer.meter.sot_cycles));
  text += fmt::format("  register accesses: {:.1f}; pulses at cells of W: {:.3f} ({} in all)\n",
                      sample.of(layer.meter.register_accesses), sample.of(layer.meter.weight_pulses),
                      layer.meter.weight_pulses);
  return text;
}

ordered_json layer_json(const HardwareFigures& figures, const LayerFigures& layer) {
  const PerSample sample(layer, figures);
  ordered_json phases = ordered_json::object();
  for (const TilePhase phase : phases_seen(layer.meter)) {
    const host::TileActivity::Commands& seen = layer.meter.at(phase);
    phases[std::string(name(phase))] = {{"commands", seen.count},
                                        {"cycles", seen.cycles},
                                        {"cycles_a_sample", sample.of(seen.cycles)},
                                        {"ns_a_sample", sample.nanoseconds(seen.cycles)}};
  }
  return {{"tile", layer.variant.name},
          {"rows", layer.variant.crossbar.rows},
          {"columns", layer.variant.crossbar.columns},
          {"phases", phases},
          {"cycles", sample.cycles()},
          {"cycles_a_sample", sample.of(sample.cycles())},
          {"ns_a_sample", sample.nanoseconds(sample.cycles())},
          {"register_accesses", layer.meter.register_accesses},
          {"weight_pulses", layer.meter.weight_pulses},
          {"use",
           {{"arrays", sample.use(layer.meter.array_cycles)},
            {"converters", sample.use(layer.meter.converter_cycles)},
            {"sot_unit", sample.use(layer.meter.sot_cycles)}}}};
}

}  // namespace

std::string to_text(const HardwareFigures& figures) {
  std::string text;
  for (std::size_t i = 0; i < figures.layers.size(); ++i) text += layer_text(figures, i);
  return text;
}

std::string to_json(const HardwareFigures& figures) {
  ordered_json layers = ordered_json::array();
  for (const LayerFigures& layer : figures.layers) layers.push_back(layer_json(figures, layer));
  const ordered_json json = {{"samples", figures.samples}, {"clock_mhz", figures.clock_mhz}, {"layers", layers}};
  return json.dump(2) + "\n";
}

}  // namespace spintile::verif
