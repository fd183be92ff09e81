#include "verif/scratch_folder.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace spintile::verif {

ScratchFolder::ScratchFolder(const std::filesystem::path& parent) {
  std::filesystem::create_directories(parent);
  std::string name = (parent / "spintile-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error(fmt::format("{}: cannot make a folder here: {}", parent.string(), std::strerror(errno)));
  }
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_file(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be written", file.string()));
}

std::vector<std::string> write_package(const gen::Package& package, const std::filesystem::path& folder) {
  std::vector<std::string> verilog;
  for (const gen::File& file : package.files) {
    write_file(folder / file.path, file.text);
    if (file.text.starts_with("#!")) {  // a script
      std::filesystem::permissions(folder / file.path, std::filesystem::perms::owner_exec,
                                   std::filesystem::perm_options::add);
    }
    if (file.path.starts_with("rtl/") && file.path.ends_with(".v")) verilog.push_back(file.path);
  }
  return verilog;
}

}  // namespace spintile::verif
