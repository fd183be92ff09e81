#include "spec/tile_of_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "spec/parse.h"
#include "spec/training_keys.h"

namespace spintile::spec {
namespace {

constexpr std::size_t name_length = 32;  // of a variant
constexpr int command_queue = 4;         // where the template has none

/// The value that the configuration has at `path`, and why no tile can do it.
void require(bool holds, const TrainingConfig& config, std::string_view path, std::string_view allowed) {
  if (holds) return;
  const auto key = std::ranges::find(training_keys(), path, &table::Key<TrainingConfig>::path);
  throw std::invalid_argument(
      fmt::format("{}: {}: {}; a tile wants {}", config.name, path, table::value_text(*key, config), allowed));
}

/// Nothing in a tile tells the end of a batch.
void require_still_devices(const TrainingConfig& config, const ResistiveDevice& device, std::string_view section) {
  const auto still = [&](double value, std::string_view key) {
    require(value == 0.0, config, fmt::format("{}.{}", section, key), "0");
  };
  still(device.decay, "decay");
  still(device.diffusion, "diffusion");
  still(device.reference_drift, "reference_drift");
}

void require_ramp(const TrainingConfig& config) {
  require(config.read.input_bits <= 9, config, "read.input_bits", "at most 9: slots of a time code");
  require(config.read.output_bits <= 12, config, "read.output_bits", "at most 12: steps of a ramp");
}

void require_possible(const TrainingConfig& config) {
  const bool transfers = transfer_of(config.algorithm).kind != TransferKind::none;
  require(transfers || config.algorithm.kind == Algorithm::sgd, config, "algorithm.kind", "sgd, ttv2, c_ttv2 or agad");
  const ReadKind kind = config.read.kind;
  require(kind == ReadKind::stochastic || kind == ReadKind::ramp, config, "read.kind", "stochastic or ramp");
  if (kind == ReadKind::ramp) require_ramp(config);
  require(config.update.kind == PulseKind::stochastic, config, "update.kind", "stochastic");
  require(config.carry.digits == 1, config, "carry.digits", "1");
  require_still_devices(config, config.weight_device.device, "weight_device");
  if (!transfers) return;
  constexpr std::string_view same = "that of read: both go through the same converters";
  require(config.transfer_read.kind == kind, config, "transfer_read.kind", same);
  require(config.transfer_read.mtj_gain == config.read.mtj_gain, config, "transfer_read.mtj_gain",
          fmt::format("read.mtj_gain = {}: both go through the same converters", config.read.mtj_gain));
  require(kind != ReadKind::ramp || config.transfer_read.output_bits == config.read.output_bits, config,
          "transfer_read.output_bits", same);
  require_still_devices(config, config.fast_device.device, "fast_device");
}

Variant template_of(const TrainingConfig& config) {
  if (config.tile.empty()) {
    Variant variant;
    variant.sot.program_words = 2048;
    return variant;
  }
  Variant variant = load_variant(config.tile);
  const ReadoutKind kind = config.read.kind == ReadKind::ramp ? ReadoutKind::ramp : ReadoutKind::stochastic;
  require(variant.unit == Unit::tile && variant.readout.kind == kind, config, "tile",
          "a variant of unit tile, its readout.kind that of read");
  return variant;
}

std::string name_of(const TrainingConfig& config, int layer) {
  const std::string suffix = fmt::format("_layer{}", layer);
  return config.name.substr(0, name_length - suffix.size()) + suffix;
}

}  // namespace

Variant tile_of_training(const TrainingConfig& config, int layer, int rows, int columns) {
  require_possible(config);
  const Transfer transfer = transfer_of(config.algorithm);
  const bool transfers = transfer.kind != TransferKind::none;
  const bool ramp = config.read.kind == ReadKind::ramp;
  // A ramp reads all driven lines at once.
  const int driven_lines = ramp ? std::max(rows, columns) : config.read.array_rows;
  Variant variant = template_of(config);
  variant.name = name_of(config, layer);
  variant.crossbar = {.rows = rows,
                      .columns = columns,
                      .array_rows = std::min(driven_lines, rows),
                      .weight_slices = 1,
                      .slice_bits = variant.crossbar.slice_bits,
                      .fast_array = transfers};
  variant.backward.array_columns = layer == 0 ? 0 : std::min(driven_lines, columns);
  if (ramp) {
    variant.input = {.coding = InputCoding::time, .streams = 1, .stream_bits = config.read.input_bits - 1};
    variant.readout.kind = ReadoutKind::ramp;
    variant.readout.ramp_bits = config.read.output_bits;
    variant.readout.samples_max = 1;
  } else {
    variant.input = {.streams = config.read.streams, .stream_bits = config.read.stream_bits};
    variant.readout.samples_max = std::max(config.read.samples, transfers ? config.transfer_read.samples : 1);
  }
  variant.readout.column_mux = std::min({variant.readout.column_mux, rows, columns});
  variant.update = {.kind = UpdateKind::stochastic,
                    .pulse_slots = config.update.slots,
                    .probability_bits = config.update.probability_bits,
                    .random_words = config.update.random_words,
                    .pulse_cycles = variant.update.pulse_cycles};
  variant.transfer = transfer;
  if (variant.commands.queue == 0) variant.commands.queue = command_queue;
  variant.device.mtj_gain = config.read.mtj_gain;
  return parse_variant(to_yaml(variant), variant.name);
}

}  // namespace spintile::spec
