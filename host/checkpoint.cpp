#include "host/checkpoint.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "host/file_replacement.h"
#include "spec/fnv1a.h"

namespace spintile::host {
namespace {

static_assert(std::endian::native == std::endian::little, "values are copied as they lie in the file");

constexpr std::string_view magic = "spintile checkpoint 1\n";

void append(std::string& bytes, std::uint64_t word) { bytes.append(reinterpret_cast<const char*>(&word), sizeof word); }

void append(std::string& bytes, std::string_view text) {
  append(bytes, std::uint64_t{text.size()});
  bytes += text;
}

/// Takes values off the front of `bytes`; throws std::out_of_range where they end.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t word() {
    std::uint64_t result = 0;
    std::memcpy(&result, take(sizeof result).data(), sizeof result);
    return result;
  }
  std::string text() { return std::string(take(word())); }

  template <class Value>
  std::vector<Value> values() {
    const std::uint64_t count = word();
    if (count > bytes_.size() / sizeof(Value)) throw std::out_of_range("values");
    std::vector<Value> result(count);
    const std::string_view taken = take(count * sizeof(Value));
    if (count > 0) std::memcpy(result.data(), taken.data(), taken.size());
    return result;
  }

 private:
  std::string_view take(std::uint64_t size) {
    if (size > bytes_.size()) throw std::out_of_range("bytes");
    const std::string_view front = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return front;
  }

  std::string_view bytes_;
};

StateArray read_array(Reader& reader) {
  switch (reader.word()) {
    case 0:
      return reader.values<float>();
    case 1:
      return reader.values<std::uint32_t>();
    case 2:
      return reader.values<std::uint64_t>();
    default:
      throw std::out_of_range("kind");
  }
}

}  // namespace

void write_checkpoint(const std::filesystem::path& file, const Checkpoint& checkpoint) {
  std::string bytes(magic);
  append(bytes, checkpoint.subject);
  append(bytes, std::uint64_t{checkpoint.state.size()});
  for (const auto& [name, array] : checkpoint.state) {
    append(bytes, name);
    append(bytes, std::uint64_t{array.index()});
    std::visit(
        [&bytes](const auto& values) {
          append(bytes, std::uint64_t{values.size()});
          bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof values[0]);
        },
        array);
  }
  append(bytes, spec::fnv1a(bytes));
  replace_file(file, bytes);
}

Checkpoint read_checkpoint(const std::filesystem::path& file) {
  const auto fail = [&file](const char* problem) {
    throw std::runtime_error(fmt::format("{}: {}", file.string(), problem));
  };
  std::ifstream stream(file, std::ios::binary);
  if (!stream || std::filesystem::is_directory(file)) fail("cannot be opened; a checkpoint was expected");
  std::ostringstream text;
  text << stream.rdbuf();
  const std::string bytes = text.str();
  if (!bytes.starts_with(magic)) fail("is no checkpoint of this version of spintile");
  const std::string_view content = std::string_view(bytes).substr(0, bytes.size() - sizeof(std::uint64_t));
  if (content.size() < magic.size() ||
      Reader(std::string_view(bytes).substr(content.size())).word() != spec::fnv1a(content))
    fail("is damaged or cut off: its checksum does not agree");

  Checkpoint checkpoint;
  try {
    Reader reader(content.substr(magic.size()));
    checkpoint.subject = reader.text();
    for (std::uint64_t left = reader.word(); left > 0; --left) {
      const std::string name = reader.text();
      checkpoint.state.insert_or_assign(name, read_array(reader));
    }
  } catch (const std::out_of_range&) {
    fail("is damaged: its arrays do not fit");
  }
  return checkpoint;
}

}  // namespace spintile::host
