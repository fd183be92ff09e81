#include "host/file_replacement.h"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

namespace spintile::host {

namespace fs = std::filesystem;

void replace_file(const fs::path& file, std::string_view bytes) {
  if (file.has_parent_path()) fs::create_directories(file.parent_path());
  fs::path fresh = file;
  fresh += ".new";
  {
    std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.flush();
    if (!stream) throw std::runtime_error(fmt::format("{}: cannot be written", fresh.string()));
  }
  fs::rename(fresh, file);
}

}  // namespace spintile::host
