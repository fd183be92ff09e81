#include "gen/package/manifest.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "gen/package/sha256.h"

namespace spintile::gen {
namespace {

constexpr const char* format_name = "spintile package 1";

}  // namespace

Package with_files(Package package, std::vector<File> files) {
  std::erase_if(package.files, [](const File& file) { return file.path == manifest_path; });
  std::move(files.begin(), files.end(), std::back_inserter(package.files));

  nlohmann::ordered_json listed = nlohmann::ordered_json::array();
  for (const File& file : package.files) {
    listed.push_back({{"path", file.path}, {"bytes", file.text.size()}, {"sha256", package::sha256(file.text)}});
  }
  const nlohmann::ordered_json manifest = {
      {"format", format_name}, {"generator", "spintile " SPINTILE_VERSION}, {"top", package.top}, {"files", listed}};
  package.files.push_back({std::string(manifest_path), manifest.dump(2) + "\n"});
  return package;
}

std::optional<std::vector<std::string>> listed_paths(std::string_view text) {
  const auto manifest = nlohmann::json::parse(text, nullptr, false);
  if (!manifest.is_object() || manifest.value("format", "") != format_name) return std::nullopt;
  std::vector<std::string> paths;
  for (const auto& file : manifest.value("files", nlohmann::json::array())) {
    if (!file.is_object() || !file.contains("path") || !file["path"].is_string()) return std::nullopt;
    paths.push_back(file["path"]);
  }
  return paths;
}

}  // namespace spintile::gen
