#include "verif/model_cache.h"

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

#include "verif/scratch_folder.h"

namespace spintile::verif {

std::filesystem::path default_cache_root() {
  const auto set = [](const char* name) -> std::string {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
  };
  if (const std::string own = set("SPINTILE_CACHE"); !own.empty()) return std::filesystem::absolute(own);
  if (const std::string xdg = set("XDG_CACHE_HOME"); !xdg.empty()) return std::filesystem::absolute(xdg) / "spintile";
  if (const std::string home = set("HOME"); !home.empty()) return std::filesystem::absolute(home) / ".cache/spintile";
  throw std::runtime_error("no place for the model cache: set SPINTILE_CACHE or HOME");
}

void ContentHash::add_byte(unsigned char byte) {
  constexpr Wide prime = (Wide{1} << 88) + 0x13b;
  state_ = (state_ ^ byte) * prime;
}

ContentHash& ContentHash::add(std::string_view text) {
  for (std::size_t length = text.size(), i = 0; i < sizeof length; ++i) {
    add_byte(static_cast<unsigned char>(length >> (8 * i)));
  }
  for (const char character : text) add_byte(static_cast<unsigned char>(character));
  return *this;
}

std::string ContentHash::hex() const {
  return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(state_ >> 64), static_cast<std::uint64_t>(state_));
}

ModelCache::ModelCache(std::filesystem::path root) : root_(std::move(root)) {}

std::filesystem::path ModelCache::entry(const std::string& key,
                                        const std::function<void(const std::filesystem::path& folder)>& make) const {
  std::filesystem::path folder = root_ / key;
  if (std::filesystem::exists(folder)) return folder;
  const ScratchFolder scratch(root_);  // beside the entry, so that the rename below stays in one file system
  std::filesystem::path draft = scratch.path() / "entry";
  std::filesystem::create_directory(draft);
  make(draft);
  std::error_code failure;
  std::filesystem::rename(draft, folder, failure);
  // Another process may have published the same entry first: theirs is as good as ours.
  if (failure && !std::filesystem::exists(folder)) {
    throw std::runtime_error(fmt::format("{}: cannot be made: {}", folder.string(), failure.message()));
  }
  return folder;
}

}  // namespace spintile::verif
