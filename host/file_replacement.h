// Files that are there whole or not at all, whenever the machine stops.
#pragma once

#include <filesystem>
#include <string_view>

namespace spintile::host {

/// Writes `bytes` beside `file` and renames it into place; makes the folder. Throws std::runtime_error naming the file.
void replace_file(const std::filesystem::path& file, std::string_view bytes);

}  // namespace spintile::host
