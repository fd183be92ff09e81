#include "host/cifar10.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace spintile::host {
namespace {

namespace fs = std::filesystem;

constexpr auto plane = static_cast<std::size_t>(cifar10_shape.height * cifar10_shape.width);
constexpr auto channels = static_cast<std::size_t>(cifar10_shape.channels);
constexpr std::size_t record = 1 + channels * plane;

std::string read_bytes(const fs::path& file) {
  if (fs::is_directory(file))
    throw std::runtime_error(fmt::format("{}: is a folder; a file was expected", file.string()));
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    throw std::runtime_error(fmt::format("{}: cannot be opened; CIFAR-10 records were expected", file.string()));
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

}  // namespace

Dataset read_cifar10(const fs::path& file) {
  const std::string bytes = read_bytes(file);
  if (bytes.empty() || bytes.size() % record != 0)
    throw std::runtime_error(
        fmt::format("{}: {} bytes; one or more records of {} were expected", file.string(), bytes.size(), record));
  const auto count = static_cast<int>(bytes.size() / record);
  Dataset dataset{Matrix<std::uint8_t>(count, cifar10_shape.size()), {}, cifar10_shape};
  for (int picture = 0; picture < count; ++picture) {
    const std::size_t begin = static_cast<std::size_t>(picture) * record;
    const int label = static_cast<unsigned char>(bytes[begin]);
    if (label >= classes)
      throw std::runtime_error(fmt::format("{}: label {} at {}; 0 .. 9 were expected", file.string(), label, picture));
    dataset.labels.push_back(label);
    const std::span<std::uint8_t> values = dataset.images.row(picture);
    for (std::size_t channel = 0; channel < channels; ++channel)
      for (std::size_t pixel = 0; pixel < plane; ++pixel)
        values[pixel * channels + channel] = static_cast<std::uint8_t>(bytes[begin + 1 + channel * plane + pixel]);
  }
  return dataset;
}

Dataset load_cifar10_train(const fs::path& folder) {
  std::vector<Dataset> parts;
  int count = 0;
  for (int part = 1; part <= 5; ++part) {
    parts.push_back(read_cifar10(folder / fmt::format("data_batch_{}.bin", part)));
    count += parts.back().size();
  }
  Dataset train{Matrix<std::uint8_t>(count, cifar10_shape.size()), {}, cifar10_shape};
  auto place = train.images.values().begin();
  for (const Dataset& part : parts) {
    place = std::ranges::copy(part.images.values(), place).out;
    train.labels.insert(train.labels.end(), part.labels.begin(), part.labels.end());
  }
  return train;
}

Dataset load_cifar10_test(const fs::path& folder) { return read_cifar10(folder / "test_batch.bin"); }

}  // namespace spintile::host
