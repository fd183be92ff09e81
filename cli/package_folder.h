// A package on disk. Its manifest lists its files and marks the folder as one that spintile wrote and may replace.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gen/generate.h"

namespace spintile::cli {

enum class ForeignFiles { refuse, remove };

/// Puts the package at `folder`, whole or not at all: it is written beside it and renamed. A folder already there is
/// replaced when it is empty or a package; files in it that its manifest does not list are refused, or removed with it.
/// Throws std::runtime_error.
void place_package(const gen::Package& package, const std::filesystem::path& folder, ForeignFiles foreign);

/// How `folder` departs from the package, one line a file: "missing", "differs" or "not in the package". Empty: up to
/// date.
std::vector<std::string> differences(const gen::Package& package, const std::filesystem::path& folder);

}  // namespace spintile::cli
