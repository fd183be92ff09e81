#include "cli/package_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "gen/package/signature_changes.h"
#include "spec/parse.h"

namespace spintile::cli {
namespace {

gen::Package package_of(const std::string& path) {
  const bool is_folder = std::filesystem::is_directory(path);
  return gen::generate(
      spec::load_variant(is_folder ? std::filesystem::path(path) / "variant.yaml" : std::filesystem::path(path)));
}

void print_json(std::span<const gen::SignatureChange> changes) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& [kind, name, before, after] : changes) {
    nlohmann::ordered_json change = {{"kind", kind}, {"name", name}};
    if (!before.empty()) change["before"] = before;
    if (!after.empty()) change["after"] = after;
    list.push_back(change);
  }
  fmt::print("{}\n", list.dump(2));
}

void print_table(std::span<const gen::SignatureChange> changes) {
  std::size_t kind_width = 0;
  std::size_t name_width = 0;
  for (const auto& change : changes) {
    kind_width = std::max(kind_width, change.kind.size());
    name_width = std::max(name_width, change.name.size());
  }
  const auto line = [&](std::string_view kind, std::string_view name, char sign, std::string_view words) {
    fmt::print("{:<{}}  {:<{}}  {} {}\n", kind, kind_width, name, name_width, sign, words);
  };
  for (const auto& change : changes) {
    if (!change.before.empty()) line(change.kind, change.name, '-', change.before);
    const bool is_new = change.before.empty();
    if (!change.after.empty()) line(is_new ? change.kind : "", is_new ? change.name : "", '+', change.after);
  }
  if (changes.empty()) fmt::print("no change in ports, registers, state spaces, commands and latencies\n");
}

}  // namespace

void print_package_diff(const std::string& before, const std::string& after, bool json) {
  const auto changes = gen::signature_changes(package_of(before), package_of(after));
  json ? print_json(changes) : print_table(changes);
}

}  // namespace spintile::cli
