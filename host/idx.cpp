#include "host/idx.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>

namespace spintile::host {
namespace {

constexpr unsigned unsigned_byte = 0x08;  // element type
constexpr unsigned most_dimensions = 8;
constexpr std::uint64_t most_values = std::numeric_limits<std::int32_t>::max();

/// A file that zlib reads, compressed or not.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : name_(file.string()) {
    errno = 0;
    if (std::filesystem::is_directory(file)) fail("is a folder; an IDX file was expected");
    file_.reset(gzopen(name_.c_str(), "rb"));
    if (!file_) fail(fmt::format("cannot be opened: {}", errno != 0 ? std::strerror(errno) : "out of memory"));
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw std::runtime_error(fmt::format("{}: {}", name_, problem));
  }

  /// Fills `bytes` as far as the file goes; how many there were.
  std::size_t read(std::span<std::uint8_t> bytes) {
    std::size_t got = 0;
    while (got < bytes.size()) {
      constexpr std::size_t most = 1U << 20;
      const auto wanted = static_cast<unsigned>(std::min(most, bytes.size() - got));
      const int count = gzread(file_.get(), bytes.data() + got, wanted);
      check_zlib();
      if (count <= 0) break;
      got += static_cast<std::size_t>(count);
    }
    return got;
  }

 private:
  struct Close {
    void operator()(gzFile_s* file) const { gzclose(file); }
  };

  void check_zlib() const {
    int code = Z_OK;
    const char* message = gzerror(file_.get(), &code);
    if (code == Z_BUF_ERROR) fail("the gzip stream ends before its end mark");
    if (code == Z_ERRNO) fail(fmt::format("cannot be read: {}", std::strerror(errno)));
    if (code != Z_OK && code != Z_STREAM_END) fail(fmt::format("damaged gzip stream ({})", message));
  }

  std::string name_;
  std::unique_ptr<gzFile_s, Close> file_;
};

std::uint32_t read_word(Reader& reader, const std::string& what) {
  std::array<std::uint8_t, 4> bytes{};
  const std::size_t got = reader.read(bytes);
  if (got < bytes.size()) reader.fail(fmt::format("ends within {}: {} of 4 bytes", what, got));
  std::uint32_t word = 0;
  for (const std::uint8_t byte : bytes) word = (word << 8) | byte;
  return word;
}

}  // namespace

IdxFile read_idx(const std::filesystem::path& file) {
  Reader reader(file);

  const std::uint32_t magic = read_word(reader, "the magic number");
  const unsigned type = (magic >> 8) & 0xFF;
  const unsigned dimensions = magic & 0xFF;
  if (magic >> 16 != 0)
    reader.fail(fmt::format("magic number {:#010x}; an IDX file starts with two zero bytes", magic));
  if (type != unsigned_byte) reader.fail(fmt::format("element type {:#04x}; 0x08, unsigned bytes, was expected", type));
  if (dimensions < 1 || dimensions > most_dimensions)
    reader.fail(fmt::format("{} dimensions; 1 .. {} were expected", dimensions, most_dimensions));

  IdxFile idx;
  std::uint64_t count = 1;
  for (unsigned dimension = 0; dimension < dimensions; ++dimension) {
    const std::uint32_t size = read_word(reader, fmt::format("the size of dimension {}", dimension));
    if (size == 0) reader.fail(fmt::format("dimension {} has size 0; at least 1 was expected", dimension));
    count *= size;  // both factors are below 2^32
    if (count > most_values) reader.fail(fmt::format("more than {} elements", most_values));
    idx.sizes.push_back(static_cast<int>(size));
  }

  // In steps: a wrong header must not ask for memory that the file could never fill.
  constexpr std::size_t step = 1U << 24;
  while (idx.values.size() < count) {
    const std::size_t have = idx.values.size();
    idx.values.resize(std::min(static_cast<std::size_t>(count), have + step));
    const std::size_t got = reader.read(std::span(idx.values).subspan(have));
    if (have + got < idx.values.size())
      reader.fail(fmt::format("holds {} elements; its header says {}", have + got, count));
  }
  // Asking for one more also makes zlib check the sum at the end of a gzip stream.
  std::array<std::uint8_t, 1> more{};
  if (reader.read(more) != 0) reader.fail(fmt::format("goes on after the {} elements its header says", count));
  return idx;
}

}  // namespace spintile::host
