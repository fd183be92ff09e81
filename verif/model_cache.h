// A cache of built models on disk. An entry is a folder named by the hash of everything its content depends on; it
// appears whole or not at all, so processes may share the cache without locks.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace spintile::verif {

/// $SPINTILE_CACHE, or $XDG_CACHE_HOME/spintile, or ~/.cache/spintile.
std::filesystem::path default_cache_root();

/// 128 bits of FNV-1a over the texts given, each with its length, so that moving a byte from one to the next counts.
class ContentHash {
 public:
  ContentHash& add(std::string_view text);
  /// 32 hexadecimal digits.
  std::string hex() const;

 private:
  void add_byte(unsigned char byte);

  __extension__ using Wide = unsigned __int128;
  Wide state_ = (Wide{0x6c62272e07bb0142U} << 64) + 0x62b821756295c58dU;
};

class ModelCache {
 public:
  explicit ModelCache(std::filesystem::path root = default_cache_root());

  /// The folder of entry `key`; on a miss `make` fills an empty folder, which then becomes the entry. An exception of
  /// `make` leaves no entry.
  std::filesystem::path entry(const std::string& key,
                              const std::function<void(const std::filesystem::path& folder)>& make) const;

 private:
  std::filesystem::path root_;
};

}  // namespace spintile::verif
