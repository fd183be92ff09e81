// manifest.json: every other file of a package with its SHA-256. It also marks a folder as one that spintile wrote.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gen/generate.h"

namespace spintile::gen {

inline constexpr std::string_view manifest_path = "manifest.json";

/// The package with `files` besides its own, and a manifest, its last file, that lists them all.
Package with_files(Package package, std::vector<File> files);

/// The paths a manifest lists; nothing when `text` is not a manifest of a package.
std::optional<std::vector<std::string>> listed_paths(std::string_view text);

}  // namespace spintile::gen
