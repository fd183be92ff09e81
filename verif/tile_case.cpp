#include "verif/tile_case.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "host/checkpoint.h"
#include "spec/parse.h"
#include "spec/training_config.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* variant_file = "variant.yaml";
constexpr const char* devices_file = "devices.yaml";
constexpr const char* case_file = "case.json";
constexpr const char* start_file = "start";
constexpr const char* calls_file = "calls.jsonl";
constexpr const char* difference_file = "mismatch.txt";

/// Devices are written down as a training configuration has them: one way to say a device.
std::string devices_yaml(const host::SimulatedTile& tile) {
  spec::TrainingConfig config;
  config.name = "devices";
  config.weight_device.device = tile.weight;
  config.fast_device.device = tile.fast;
  return spec::to_yaml(config);
}

std::string read_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<PortCall> read_calls(const fs::path& file) {
  std::vector<PortCall> calls;
  std::ifstream stream(file);
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
  for (std::string line; std::getline(stream, line);) {
    try {
      calls.push_back(port_call_from(line));
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), calls.size() + 1, error.what()));
    }
  }
  return calls;
}

}  // namespace

void write_case(const fs::path& folder, const TileCase& tile_case) {
  const fs::path target = fs::absolute(folder).lexically_normal();
  const ScratchFolder scratch(target.parent_path());  // beside it, so that the rename stays in one file system
  const fs::path draft = scratch.path() / "case";
  const host::SimulatedTile& tile = tile_case.tile;
  write_file(draft / variant_file, spec::to_yaml(tile.variant));
  write_file(draft / devices_file, devices_yaml(tile));
  write_file(draft / case_file, json{{"seed", tile.seed}, {"number", tile.number}}.dump() + "\n");
  if (tile_case.start) host::write_checkpoint(draft / start_file, {spec::to_yaml(tile.variant), *tile_case.start});
  std::string calls;
  for (const PortCall& call : tile_case.calls) calls += to_json(call) + "\n";
  write_file(draft / calls_file, calls);
  write_file(draft / difference_file, tile_case.difference + "\n");
  if (fs::exists(target / case_file)) fs::remove_all(target);
  std::error_code failure;
  fs::rename(draft, target, failure);
  if (failure) throw std::runtime_error(fmt::format("{}: cannot be made: {}", target.string(), failure.message()));
}

TileCase read_case(const fs::path& folder) {
  TileCase tile_case;
  const fs::path numbers = folder / case_file;
  const std::string text = read_file(numbers);
  try {
    const json object = json::parse(text);
    tile_case.tile.seed = object.at("seed").get<std::uint32_t>();
    tile_case.tile.number = object.at("number").get<std::uint32_t>();
  } catch (const json::exception& error) {
    throw std::runtime_error(fmt::format("{}: {}", numbers.string(), error.what()));
  }
  tile_case.tile.variant = spec::load_variant(folder / variant_file);
  const spec::TrainingConfig devices = spec::load_training_config(folder / devices_file);
  tile_case.tile.weight = devices.weight_device.device;
  tile_case.tile.fast = devices.fast_device.device;
  if (fs::exists(folder / start_file)) tile_case.start = host::read_checkpoint(folder / start_file).state;
  tile_case.calls = read_calls(folder / calls_file);
  tile_case.difference = read_file(folder / difference_file);
  while (!tile_case.difference.empty() && tile_case.difference.back() == '\n') tile_case.difference.pop_back();
  return tile_case;
}

}  // namespace spintile::verif
