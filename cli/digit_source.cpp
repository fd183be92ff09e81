#include "cli/digit_source.h"

#include <fmt/format.h>

#include <filesystem>

#include "host/digits.h"
#include "host/mnist.h"

namespace spintile::cli {
namespace {

// Pictures of one seed never repeat those of another.
constexpr int drawn_train_count = 20000;
constexpr std::uint32_t drawn_train_seed = 1;
constexpr std::uint32_t drawn_test_seed = 2;

Digits load_folder(const std::filesystem::path& folder, int count) {
  return {host::load_mnist_train(folder), host::first_images(host::load_mnist_test(folder), count),
          fmt::format("MNIST in {}", folder.string())};
}

}  // namespace

Digits load_digits(const std::string& folder, int count) {
  if (!folder.empty()) return load_folder(folder, count);
  const host::FolderSearch search = host::find_data_folder("mnist");
  if (search.found) return load_folder(*search.found, count);
  std::string looked;
  for (const auto& place : search.looked) looked += fmt::format("{}{}", looked.empty() ? "" : ", ", place.string());
  return {host::draw_digits(drawn_train_count, drawn_train_seed), host::draw_digits(count, drawn_test_seed),
          fmt::format("built-in drawn digits (no MNIST in {})", looked)};
}

}  // namespace spintile::cli
