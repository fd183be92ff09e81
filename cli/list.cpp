#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/command.h"
#include "spec/derive.h"
#include "spec/parse.h"
#include "spec/training_config.h"
#include "spec/training_keys.h"
#include "spec/variant_keys.h"

namespace spintile::cli {
namespace {

namespace fs = std::filesystem;

struct ListOptions {
  std::string folder;
  bool training = false;
  bool json = false;
};

/// ./variants or ./configs in a source tree; else the folder installed beside the command.
fs::path default_folder(const std::string& name) {
  if (fs::is_directory(name)) return name;
  const fs::path installed = fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "share/spintile" / name;
  if (fs::is_directory(installed)) return installed;
  throw std::runtime_error(fmt::format("no {0} in ./{0} or {1}: name a folder", name, installed.string()));
}

std::vector<fs::path> yaml_files(const fs::path& folder) {
  if (!fs::is_directory(folder)) throw std::runtime_error(fmt::format("{}: not a folder", folder.string()));
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

nlohmann::ordered_json size_of(const fs::path& file, const spec::Variant& variant) {
  const nlohmann::ordered_json head = {
      {"name", variant.name}, {"unit", spec::name(variant.unit)}, {"file", file.string()}};
  const auto with = [](nlohmann::ordered_json json, const nlohmann::ordered_json& more) {
    json.update(more);
    return json;
  };
  if (variant.unit == spec::Unit::float_unit) {
    return with(head, {{"lanes", variant.sot.lanes},
                       {"rows", variant.sot.rows},
                       {"program_words", variant.sot.program_words},
                       {"transposed_lanes", spec::transposed_lanes(variant)}});
  }
  return with(head, {{"rows", variant.crossbar.rows},
                     {"columns", variant.crossbar.columns},
                     {"subarrays", spec::subarrays(variant)},
                     {"weight_slices", variant.crossbar.weight_slices},
                     {"streams", variant.input.streams},
                     {"samples_max", variant.readout.samples_max},
                     {"converters", spec::converters(variant)},
                     {"forward_cycles", spec::forward_cycles(variant, variant.readout.samples_max)}});
}

/// The variants of one unit, if there are any.
void print_table(const nlohmann::ordered_json& all, spec::Unit unit, const std::vector<std::string>& columns) {
  nlohmann::ordered_json variants = nlohmann::ordered_json::array();
  for (const auto& variant : all) {
    if (variant["unit"] == spec::name(unit)) variants.push_back(variant);
  }
  if (variants.empty()) return;
  std::size_t name_width = 4;
  for (const auto& variant : variants)
    name_width = std::max(name_width, variant["name"].get_ref<const std::string&>().size());
  fmt::print("{:<{}}  {}\n", "name", name_width, fmt::join(columns, "  "));
  for (const auto& variant : variants) {
    fmt::print("{:<{}}", variant["name"].get<std::string>(), name_width);
    for (const auto& column : columns) fmt::print("  {:>{}}", variant[column].get<int>(), column.size());
    fmt::print("\n");
  }
}

nlohmann::ordered_json summary_of(const fs::path& file, const spec::TrainingConfig& config) {
  const auto value = [&config](std::string_view path) {
    const auto key = std::ranges::find(spec::training_keys(), path, &spec::table::Key<spec::TrainingConfig>::path);
    return spec::table::value_text(*key, config);
  };
  return {{"name", config.name},
          {"file", file.string()},
          {"data", value("data.set")},
          {"network", value("network.kind")},
          {"algorithm", value("algorithm.kind")},
          {"epochs", config.training.epochs},
          {"description", config.description}};
}

void print_training_table(const nlohmann::ordered_json& all) {
  for (const auto& one : all) {
    fmt::print("{:<16}  {:<8}  {:<10}  {:<15}  {}\n", one["name"].get<std::string>(), one["data"].get<std::string>(),
               one["network"].get<std::string>(), one["algorithm"].get<std::string>(),
               one["description"].get<std::string>());
  }
}

/// Lists every good file even when another is refused, and then says what was refused.
int list(const ListOptions& options) {
  const fs::path folder =
      options.folder.empty() ? default_folder(options.training ? "configs" : "variants") : fs::path(options.folder);
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  std::string refused;
  for (const auto& file : yaml_files(folder)) {
    try {
      all.push_back(options.training ? summary_of(file, spec::load_training_config(file))
                                     : size_of(file, spec::load_variant(file)));
    } catch (const spec::KeyFileError& error) {
      refused += fmt::format("{}\n", error.what());
    }
  }
  if (options.json) {
    fmt::print("{}\n", all.dump(2));
  } else if (options.training) {
    print_training_table(all);
  } else {
    print_table(
        all, spec::Unit::tile,
        {"rows", "columns", "subarrays", "weight_slices", "streams", "samples_max", "converters", "forward_cycles"});
    print_table(all, spec::Unit::float_unit, {"lanes", "rows", "program_words", "transposed_lanes"});
  }
  fmt::print(stderr, "{}", refused);
  return refused.empty() ? good : bad_input;
}

}  // namespace

void add_list(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("list", "List the variants in a folder, with their size, or training runs");
  const auto options = std::make_shared<ListOptions>();
  command->add_option("folder", options->folder,
                      "Folder of YAML files; ./variants, or the installed ones, when none is given");
  command->add_flag("--training", options->training, "Configurations of `spintile train` instead, those in ./configs");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([&action, options] { action = [options] { return list(*options); }; });
}

}  // namespace spintile::cli
