#include "host/npy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>
#include <regex>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace spintile::host {
namespace {

static_assert(std::endian::native == std::endian::little, "values are copied as they lie in the file");

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t fixed_part = 8;  // magic, version

/// One file: what it holds, and complaints about it.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : name_(file.string()) {
    if (std::filesystem::is_directory(file)) fail("is a folder; a .npy file was expected");
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) fail("cannot be opened or read");
    bytes_ = text.str();
    if (!bytes_.starts_with(magic)) fail("does not begin as a .npy file does (\\x93NUMPY)");
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw std::runtime_error(fmt::format("{}: {}", name_, problem));
  }

  NpyArray read() const {
    const std::string header = this->header();
    const std::string type = field(header, "'descr'\\s*:\\s*'([^']*)'", "descr");
    if (type != "<f4" && type != "<f8")
      fail(fmt::format("elements of type {}; <f4 or <f8 (little-endian float32, float64) was expected", type));
    if (field(header, "'fortran_order'\\s*:\\s*(\\w+)", "fortran_order") != "False")
      fail("columns first (fortran_order); rows first was expected");
    NpyArray array;
    array.shape = shape(field(header, "'shape'\\s*:\\s*\\(([0-9, ]*)\\)", "shape"));

    std::uint64_t count = 1;
    for (const int size : array.shape) {
      count *= static_cast<std::uint64_t>(size);
      if (count > std::numeric_limits<std::int32_t>::max()) fail("more than 2^31 - 1 values");
    }
    const std::size_t size = type == "<f4" ? 4 : 8;
    const std::size_t begin = data_begin();
    if (bytes_.size() - begin != count * size)
      fail(fmt::format("{} bytes of values; {} were expected for the shape ({})", bytes_.size() - begin, count * size,
                       fmt::join(array.shape, ", ")));
    array.values.resize(count);
    for (std::size_t i = 0; i < count; ++i)
      array.values[i] = size == 4 ? static_cast<double>(value<float>(begin + 4 * i)) : value<double>(begin + 8 * i);
    return array;
  }

 private:
  template <class Value>
  Value value(std::size_t at) const {
    Value result;
    std::memcpy(&result, bytes_.data() + at, sizeof result);
    return result;
  }

  /// Version 1 has two bytes for the length of the header, 2 and 3 have four.
  std::size_t header_begin() const {
    if (bytes_.size() < fixed_part) fail("ends within its first 8 bytes");
    const int version = static_cast<unsigned char>(bytes_[6]);
    if (version < 1 || version > 3) fail(fmt::format("format version {}; 1 .. 3 was expected", version));
    return fixed_part + (version == 1 ? 2 : 4);
  }

  std::size_t data_begin() const {
    const std::size_t begin = header_begin();
    if (bytes_.size() < begin) fail("ends within the length of its header");
    const std::size_t length =
        begin == fixed_part + 2 ? value<std::uint16_t>(fixed_part) : value<std::uint32_t>(fixed_part);
    if (bytes_.size() - begin < length) fail("ends within its header");
    return begin + length;
  }

  std::string header() const {
    const std::size_t end = data_begin();
    return bytes_.substr(header_begin(), end - header_begin());
  }

  std::string field(const std::string& header, const char* pattern, const char* key) const {
    std::smatch match;
    if (!std::regex_search(header, match, std::regex(pattern)))
      fail(fmt::format("no {} in its header that can be read", key));
    return match[1];
  }

  /// "784, 256" or "10,".
  std::vector<int> shape(const std::string& text) const {
    std::vector<int> sizes;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
      if (word.find_first_not_of(' ') == std::string::npos) continue;
      constexpr std::size_t most_digits = 9;
      const std::size_t first = word.find_first_not_of(' ');
      if (word.size() - first > most_digits) fail(fmt::format("size {} is too large", word.substr(first)));
      sizes.push_back(std::stoi(word));
    }
    return sizes;
  }

  std::string name_;
  std::string bytes_;
};

std::vector<float> read_shape(const std::filesystem::path& file, const std::vector<int>& shape) {
  const NpyArray array = read_npy(file);
  if (array.shape != shape)
    throw std::runtime_error(fmt::format("{}: shape ({}); ({}) was expected", file.string(),
                                         fmt::join(array.shape, ", "), fmt::join(shape, ", ")));
  std::vector<float> values(array.values.size());
  std::ranges::transform(array.values, values.begin(), [](double value) { return static_cast<float>(value); });
  return values;
}

std::string npy_text_of(const std::string& shape, std::span<const float> values) {
  std::string header = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}), }}", shape);
  constexpr std::size_t alignment = 64;  // of the first value
  const std::size_t before = fixed_part + 2;
  header.append((alignment - (before + header.size() + 1) % alignment) % alignment, ' ');
  header += '\n';
  std::string text(magic);
  text += {'\x01', '\x00', static_cast<char>(header.size() & 0xFF), static_cast<char>(header.size() >> 8)};
  text += header;
  const std::size_t begin = text.size();
  text.resize(begin + values.size_bytes());
  std::memcpy(text.data() + begin, values.data(), values.size_bytes());
  return text;
}

}  // namespace

NpyArray read_npy(const std::filesystem::path& file) { return Reader(file).read(); }

Matrix<float> read_npy_matrix(const std::filesystem::path& file, int rows, int columns) {
  Matrix<float> matrix(rows, columns);
  std::ranges::copy(read_shape(file, {rows, columns}), matrix.values().begin());
  return matrix;
}

std::vector<float> read_npy_vector(const std::filesystem::path& file, int size) { return read_shape(file, {size}); }

std::string npy_text(const Matrix<float>& matrix) {
  return npy_text_of(fmt::format("{}, {}", matrix.rows(), matrix.columns()), matrix.values());
}

std::string npy_text(const std::vector<float>& vector) {
  return npy_text_of(fmt::format("{},", vector.size()), vector);
}

}  // namespace spintile::host
