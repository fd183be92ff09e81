#include "spec/training_config.h"

#include <fmt/format.h>

#include <algorithm>

#include "spec/key_reader.h"
#include "spec/training_keys.h"

namespace spintile::spec {
namespace {

using Reader = table::KeyReader<TrainingConfig>;

/// What no single key can say.
void report_contradictions(Reader& reader) {
  const TrainingConfig& config = reader.subject();
  const auto refuse = [&](const char* path, const std::string& allowed) {
    const Reader::Seen* const seen = reader.seen(path);
    const auto key = std::ranges::find(training_keys(), path, &table::Key<TrainingConfig>::path);
    reader.report({seen == nullptr ? 0 : seen->line, path, table::value_text(*key, config), allowed});
  };
  for (const bool fast : {true, false}) {
    const ResistiveDevice& device = (fast ? config.fast_device : config.weight_device).device;
    if (device.step != StepKind::table) continue;
    if (device.table_up.size() < 2)
      refuse(fast ? "fast_device.table_up" : "weight_device.table_up", "2 or more numbers, as its step is table");
    if (device.table_down.size() < 2)
      refuse(fast ? "fast_device.table_down" : "weight_device.table_down", "2 or more numbers, as its step is table");
  }
  for (const bool fast : {true, false}) {
    const Read& read = fast ? config.transfer_read : config.read;
    if (read.kind != ReadKind::stochastic || read.streams * read.stream_bits <= read_code_bits_max) continue;
    refuse(fast ? "transfer_read.streams" : "read.streams",
           fmt::format("at most {}: stream_bits = {} in an input of at most {} bits",
                       read_code_bits_max / read.stream_bits, read.stream_bits, read_code_bits_max));
  }
}

}  // namespace

ChosenDevice ChosenDevice::named(std::string_view name) {
  const std::vector<std::string_view> names = device_presets();
  const ResistiveDevice device = device_preset(name);  // throws for a name that is none
  return {static_cast<int>(std::ranges::find(names, name) - names.begin()), device};
}

TrainingConfig parse_training_config(std::string_view yaml, const std::string& file_name) {
  Reader reader(training_keys());
  if (reader.read(yaml)) {
    reader.report_missing([](const auto&) { return true; });
    report_contradictions(reader);
  }
  if (!reader.problems().empty()) throw KeyFileError(file_name, reader.problems());
  return reader.subject();
}

TrainingConfig load_training_config(const std::filesystem::path& file) {
  TrainingConfig config = parse_training_config(read_key_file(file, "training configuration"), file.string());
  if (!config.tile.empty()) config.tile = (file.parent_path() / config.tile).lexically_normal().string();
  return config;
}

std::string to_yaml(const TrainingConfig& config) {
  std::string yaml;
  std::string_view section;
  for (const table::Key<TrainingConfig>& key : training_keys()) {
    if (key.section() != section) {
      section = key.section();
      yaml += fmt::format("{}:\n", section);
    }
    yaml += fmt::format("{}{}: {}\n", section.empty() ? "" : "  ", key.leaf(), table::value_text(key, config));
  }
  return yaml;
}

}  // namespace spintile::spec
