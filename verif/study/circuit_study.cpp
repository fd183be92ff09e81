#include "verif/study/circuit_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "host/commanded_tile.h"
#include "host/philox.h"
#include "refmodel/analog/line_resistance.h"
#include "refmodel/analog/write_voltages.h"
#include "refmodel/tile/golden_port.h"
#include "spec/derive.h"
#include "spec/resistive_device.h"
#include "verif/study/line_chart.h"

namespace spintile::verif {
namespace {

using refmodel::AccessDevice;
using refmodel::CellCircuit;

/// Devices anywhere in their range, alike in it for every on resistance.
host::Matrix<double> random_conductances(const CellCircuit& circuit, int size, std::uint32_t seed) {
  host::PhiloxSequence random({seed, 1U << 31}, static_cast<std::uint32_t>(size));
  host::Matrix<double> conductances(size, size);
  for (double& conductance : conductances.values()) {
    conductance = device_conductance(circuit, static_cast<double>(random.uniform()));
  }
  return conductances;
}

WireLoss wire_loss(int size, const CellCircuit& circuit, const std::optional<AccessDevice>& access,
                   std::uint32_t seed) {
  const refmodel::WiredCrossbar crossbar{.conductances = random_conductances(circuit, size, seed), .access = access};
  const std::vector<double> voltages(static_cast<std::size_t>(size), circuit.read_voltage);
  const refmodel::LineSolution solution = solve_lines(crossbar, voltages);

  WireLoss loss{.size = size,
                .on_resistance = circuit.on_resistance,
                .access = access.has_value(),
                .products = solution.products};
  for (std::size_t j = 0; j < solution.columns.size(); ++j) {
    const double share = 1.0 - solution.columns[j] / solution.ideal[j];
    loss.mean += share / size;
    loss.worst = std::max(loss.worst, share);
  }
  return loss;
}

AccessRange access_range(const CellCircuit& circuit) {
  const auto current = [&](double level) {
    return cell_point(AccessDevice{}, device_conductance(circuit, level), circuit.read_voltage).current;
  };
  const double off = current(0.0);
  const double on = current(1.0);
  AccessRange range{.on_resistance = circuit.on_resistance, .on_current = on, .on_off_ratio = on / off, .bend = 0.0};
  constexpr int levels = 256;
  for (int step = 0; step <= levels; ++step) {
    const double level = static_cast<double>(step) / levels;
    range.bend = std::max(range.bend, std::abs(current(level) - off - level * (on - off)) / (on - off));
  }
  return range;
}

WriteDisturb write_disturb(double threshold) {
  using refmodel::WriteRails;
  const refmodel::WriteThreshold both{.minimum = threshold};
  const refmodel::WriteDevice device{.up = both, .down = both};
  const WriteRails rails(device, CellCircuit{}.write_voltage, 127);
  constexpr auto up = WriteRails::Polarity::up;
  // One active row and one active column: of the other three cells two see a third, one the opposite.
  const host::Matrix<double> voltages =
      cell_voltages(rails, {.polarity = up, .rows = {true, false}, .columns = {rails.codes(), 0}});
  return {.threshold = threshold,
          .first_rail = rails.rail(up, 1),
          .disturb = refmodel::write_step(device, voltages(0, 1)) / rails.unit_step(up)};
}

/// A tile of 8 bits with an offset row; the gain of tiles that train, the root of the lines, at which the row of 1024
/// reaches 4 codes.
spec::Variant block(const CircuitStudy& study, double offset) {
  spec::Variant variant;
  variant.name = "circuit_study";
  variant.crossbar = {.rows = study.lines, .columns = study.lines, .array_rows = study.lines, .offset_row = true};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 7};
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.readout.ramp_bits = 8;
  variant.update.kind = spec::UpdateKind::opu;
  variant.update.voltage_bits = 8;
  variant.device.programming_error = 0.02;
  variant.device.column_gain = std::sqrt(study.lines);
  variant.device.comparator_offset_spread = offset / spec::ramp_code_max(variant);
  return variant;
}

double root_mean_square(std::span<const std::int64_t> codes) {
  double sum = 0.0;
  for (const std::int64_t code : codes) sum += static_cast<double>(code * code);
  return std::sqrt(sum / static_cast<double>(codes.size()));
}

OffsetReach offset_reach(const CircuitStudy& study, double offset) {
  const spec::Variant variant = block(study, offset);
  // A pulse of the device is a slot at the full voltage.
  const spec::ResistiveDevice device =
      spec::in_units(spec::device_preset("taox_like"), spec::voltage_code_max(variant));
  host::CommandedTile tile(std::make_unique<refmodel::GoldenPort>(
      host::SimulatedTile{.variant = variant, .seed = study.seed, .weight = device}));
  const host::Matrix<std::int32_t> zeros(1, study.lines);
  OffsetReach reach{.offset = offset};
  reach.rms_before = root_mean_square(tile.forward_accumulators(zeros).values());
  const host::RowOutcome outcome =
      tile.calibrate(host::Array::weight, {.attempts = 255, .slots = spec::input_slots(variant)});
  reach.rms_after = root_mean_square(tile.forward_accumulators(zeros).values());
  reach.failures = outcome.failures;
  reach.pulses = outcome.pulses;
  return reach;
}

std::string megohms(double resistance) { return fmt::format("{:g} Mohm", resistance * 1e-6); }

std::string percent(double share) { return fmt::format("{:.3g} %", 100.0 * share); }

/// The cells of a row of the table of losses: of one crossbar circuit, by size.
std::vector<std::vector<WireLoss>> by_circuit(const std::vector<WireLoss>& losses) {
  std::vector<std::vector<WireLoss>> rows;
  for (const WireLoss& loss : losses) {
    if (rows.empty() || rows.back().back().access != loss.access ||
        rows.back().back().on_resistance != loss.on_resistance) {
      rows.emplace_back();
    }
    rows.back().push_back(loss);
  }
  return rows;
}

std::string circuit_name(const WireLoss& loss) {
  return megohms(loss.on_resistance) + (loss.access ? ", access device" : "");
}

std::string header(const std::string& first, const std::vector<std::string>& others) {
  std::string names = fmt::format("| {} |", first);
  std::string line = "| --- |";
  for (const std::string& name : others) {
    names += fmt::format(" {} |", name);
    line += " --- |";
  }
  return names + "\n" + line + "\n";
}

std::string loss_table(const CircuitResult& result) {
  std::string text;
  for (const std::vector<WireLoss>& row : by_circuit(result.losses)) {
    if (text.empty()) {
      std::vector<std::string> sizes;
      for (const WireLoss& loss : row) sizes.push_back(fmt::format("{0} x {0}", loss.size));
      text = header("Column current lost, worst of columns", sizes);
    }
    text += fmt::format("| on state {} |", circuit_name(row.front()));
    for (const WireLoss& loss : row) text += fmt::format(" {} |", percent(loss.worst));
    text += '\n';
  }
  return text;
}

std::string range_table(const CircuitResult& result) {
  std::string text = header("Access device, on state", {"read current", "on/off of 10 becomes", "bend of the range"});
  for (const AccessRange& range : result.ranges) {
    text += fmt::format("| {} | {:.3g} nA | {:.3g} | {} |\n", megohms(range.on_resistance), range.on_current * 1e9,
                        range.on_off_ratio, percent(range.bend));
  }
  return text;
}

std::string disturb_table(const CircuitResult& result) {
  std::string text = header("Device moves from", {"rail of code 1 of 127", "disturb of a slot, in steps of code 1"});
  for (const WriteDisturb& one : result.disturbs) {
    text += fmt::format("| {:g} V | {:.3f} V | {:.3g} |\n", one.threshold, one.first_rail, one.disturb);
  }
  return text;
}

std::string offset_table(const CircuitResult& result) {
  std::string text = header(fmt::format("Offset of {} comparators, codes", result.lines),
                            {"zeros read, RMS", "calibrated", "lines that fail", "pulses"});
  for (const OffsetReach& reach : result.reaches) {
    text += fmt::format("| {:g} | {:.3f} | {:.3f} | {} | {} |\n", reach.offset, reach.rms_before, reach.rms_after,
                        reach.failures, reach.pulses);
  }
  return text;
}

}  // namespace

CircuitStudy CircuitStudy::quick() {
  return {.sizes = {32, 64, 128}, .on_resistances = {1e6, 100e6}, .offsets = {0.5, 2.0}, .lines = 64};
}

CircuitResult circuit_study(const CircuitStudy& study, const std::function<void(int done, int total)>& progress) {
  if (study.sizes.empty() || std::ranges::min(study.sizes) < 1) {
    throw std::invalid_argument("sizes of the circuit study: allowed are one or more of 1 and above");
  }
  if (study.on_resistances.empty() || std::ranges::min(study.on_resistances) <= 0.0) {
    throw std::invalid_argument("on resistances of the circuit study: allowed are one or more above 0");
  }
  CircuitResult result;
  result.lines = study.lines;
  const int total = static_cast<int>(2 * study.sizes.size() * study.on_resistances.size());
  int done = 0;
  for (const bool access : {false, true}) {
    for (const double on_resistance : study.on_resistances) {
      const CellCircuit circuit{.on_resistance = on_resistance};
      if (access) result.ranges.push_back(access_range(circuit));
      for (const int size : study.sizes) {
        const auto device = access ? std::optional(AccessDevice{}) : std::nullopt;
        result.losses.push_back(wire_loss(size, circuit, device, study.seed));
        if (progress) progress(++done, total);
      }
    }
  }
  for (const double threshold : study.thresholds) result.disturbs.push_back(write_disturb(threshold));
  for (const double offset : study.offsets) result.reaches.push_back(offset_reach(study, offset));
  return result;
}

std::string circuit_tables(const CircuitResult& result) {
  return loss_table(result) + "\n" + range_table(result) + "\n" + disturb_table(result) + "\n" + offset_table(result);
}

std::string circuit_json(const CircuitResult& result) {
  using Json = nlohmann::ordered_json;
  Json losses = Json::array();
  for (const WireLoss& loss : result.losses) {
    losses.push_back({{"size", loss.size},
                      {"on_resistance", loss.on_resistance},
                      {"access_device", loss.access},
                      {"mean_loss", loss.mean},
                      {"worst_loss", loss.worst},
                      {"products", loss.products}});
  }
  Json ranges = Json::array();
  for (const AccessRange& range : result.ranges) {
    ranges.push_back({{"on_resistance", range.on_resistance},
                      {"on_current", range.on_current},
                      {"on_off_ratio", range.on_off_ratio},
                      {"bend", range.bend}});
  }
  Json disturbs = Json::array();
  for (const WriteDisturb& one : result.disturbs) {
    disturbs.push_back({{"threshold", one.threshold}, {"first_rail", one.first_rail}, {"disturb", one.disturb}});
  }
  Json offsets = Json::array();
  for (const OffsetReach& reach : result.reaches) {
    offsets.push_back({{"offset", reach.offset},
                       {"rms_before", reach.rms_before},
                       {"rms_after", reach.rms_after},
                       {"failures", reach.failures},
                       {"pulses", reach.pulses}});
  }
  const Json report = {{"wire_losses", losses},
                       {"access_device", ranges},
                       {"write_disturb", disturbs},
                       {"lines", result.lines},
                       {"offset_row", offsets}};
  return report.dump(2) + "\n";
}

std::string circuit_chart(const CircuitResult& result) {
  LineChart chart{.title = "What wires take from a read",
                  .x = {.label = "N of N x N cells", .minimum = 0.0},
                  .y = {.label = "worst loss of a column current, %", .minimum = 0.0},
                  .series = {}};
  for (const std::vector<WireLoss>& row : by_circuit(result.losses)) {
    ChartSeries series{.name = megohms(row.front().on_resistance) + (row.front().access ? ", access" : ""),
                       .points = {},
                       .dashed = row.front().access};
    for (const WireLoss& loss : row) series.points.push_back({static_cast<double>(loss.size), 100.0 * loss.worst});
    chart.series.push_back(std::move(series));
  }
  return line_chart_svg(chart);
}

}  // namespace spintile::verif
