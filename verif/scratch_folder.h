// A folder that lives as long as its owner.
#pragma once

#include <filesystem>

#include "gen/generate.h"

namespace spintile::verif {

class ScratchFolder {
 public:
  /// A new empty folder inside `parent`, which is made when it does not exist.
  explicit ScratchFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Writes `text` to a new or emptied file; makes its folder. Throws std::runtime_error naming the file.
void write_file(const std::filesystem::path& file, const std::string& text);

/// Writes all files of the package below `folder`; returns the paths, relative to it, of its Verilog files.
std::vector<std::string> write_package(const gen::Package& package, const std::filesystem::path& folder);

}  // namespace spintile::verif
