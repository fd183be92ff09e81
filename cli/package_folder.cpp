#include "cli/package_folder.h"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

#include "gen/package/manifest.h"
#include "verif/scratch_folder.h"

namespace spintile::cli {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
  return text.str();
}

/// Everything in `folder` that is not a folder itself: relative paths with '/'.
std::set<std::string> files_in(const fs::path& folder) {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_symlink() || !entry.is_directory())
      files.insert(entry.path().lexically_relative(folder).generic_string());
  }
  return files;
}

/// The files the manifest in `folder` lists, itself among them; nothing when the folder is not a package.
std::optional<std::set<std::string>> listed_files(const fs::path& folder) {
  const fs::path manifest = folder / gen::manifest_path;
  if (!fs::is_regular_file(manifest)) return std::nullopt;
  const auto paths = gen::listed_paths(read_file(manifest));
  if (!paths) return std::nullopt;
  std::set<std::string> files(paths->begin(), paths->end());
  files.emplace(gen::manifest_path);
  return files;
}

void refuse_unless_replaceable(const fs::path& folder, ForeignFiles foreign) {
  if (!fs::is_directory(folder))
    throw std::runtime_error(fmt::format("{}: is there and not a folder", folder.string()));
  if (fs::is_empty(folder)) return;
  const auto listed = listed_files(folder);
  if (!listed) {
    throw std::runtime_error(
        fmt::format("{}: holds files and is not a spintile package; it is left alone: name a new or empty "
                    "folder",
                    folder.string()));
  }
  if (foreign == ForeignFiles::remove) return;
  for (const auto& file : files_in(folder)) {
    if (!listed->contains(file)) {
      throw std::runtime_error(fmt::format(
          "{}: is not part of the package and would be lost; move it away, or use --force", (folder / file).string()));
    }
  }
}

/// The folder as a full path without a trailing slash, links followed, so that its parent is where it really stands.
fs::path real_path(const fs::path& folder) {
  const fs::path path = fs::weakly_canonical(fs::absolute(folder));
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

void place_package(const gen::Package& package, const fs::path& folder, ForeignFiles foreign) {
  const fs::path target = real_path(folder);
  const bool replaces = fs::exists(target);
  if (replaces) refuse_unless_replaceable(target, foreign);

  const verif::ScratchFolder beside(target.parent_path());  // the same file system, so that rename is one step
  const fs::path fresh = beside.path() / "new";
  const fs::path former = beside.path() / "old";
  verif::write_package(package, fresh);
  if (replaces) fs::rename(target, former);
  try {
    fs::rename(fresh, target);
  } catch (const fs::filesystem_error&) {
    if (replaces) fs::rename(former, target);
    throw;
  }
}

std::vector<std::string> differences(const gen::Package& package, const fs::path& folder) {
  std::map<std::string, std::string> found;
  std::set<std::string> there = fs::is_directory(folder) ? files_in(folder) : std::set<std::string>{};
  for (const auto& file : package.files) {
    if (there.erase(file.path) == 0) {
      found[file.path] = "missing";
    } else if (read_file(folder / file.path) != file.text) {
      found[file.path] = "differs";
    }
  }
  for (const auto& file : there) found[file] = "not in the package";

  std::vector<std::string> lines;
  for (const auto& [file, what] : found) lines.push_back(fmt::format("{}: {}", (folder / file).string(), what));
  return lines;
}

}  // namespace spintile::cli
