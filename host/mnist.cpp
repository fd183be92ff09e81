#include "host/mnist.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "host/idx.h"

namespace spintile::host {
namespace {

namespace fs = std::filesystem;

fs::path existing_file(const fs::path& folder, const std::string& name) {
  const fs::path plain = folder / name;
  const fs::path compressed = folder / (name + ".gz");
  if (fs::exists(plain)) return plain;
  if (fs::exists(compressed)) return compressed;
  throw std::runtime_error(fmt::format("MNIST: neither {} nor {} exists", plain.string(), compressed.string()));
}

Dataset load_part(const fs::path& folder, const std::string& part) {
  const fs::path image_file = existing_file(folder, part + "-images-idx3-ubyte");
  const fs::path label_file = existing_file(folder, part + "-labels-idx1-ubyte");
  const IdxFile images = read_idx(image_file);
  const IdxFile labels = read_idx(label_file);

  if (images.sizes.size() != 3 || images.sizes[1] != image_side || images.sizes[2] != image_side)
    throw std::runtime_error(
        fmt::format("{}: sizes {}; N x 28 x 28 was expected", image_file.string(), fmt::join(images.sizes, " x ")));
  if (labels.sizes.size() != 1)
    throw std::runtime_error(
        fmt::format("{}: {} dimensions; 1 was expected", label_file.string(), labels.sizes.size()));
  if (labels.sizes[0] != images.sizes[0])
    throw std::runtime_error(fmt::format("{}: {} labels for the {} pictures of {}", label_file.string(),
                                         labels.sizes[0], images.sizes[0], image_file.string()));
  const auto wrong = std::ranges::find_if(labels.values, [](std::uint8_t label) { return label >= classes; });
  if (wrong != labels.values.end())
    throw std::runtime_error(fmt::format("{}: label {} at {}; 0 .. 9 were expected", label_file.string(), *wrong,
                                         wrong - labels.values.begin()));

  Dataset dataset{Matrix<std::uint8_t>(images.sizes[0], image_pixels), {}};
  std::ranges::copy(images.values, dataset.images.values().begin());
  dataset.labels.assign(labels.values.begin(), labels.values.end());
  return dataset;
}

}  // namespace

Dataset load_mnist_train(const fs::path& folder) { return load_part(folder, "train"); }

Dataset load_mnist_test(const fs::path& folder) { return load_part(folder, "t10k"); }

Mnist load_mnist(const fs::path& folder) { return {load_mnist_train(folder), load_mnist_test(folder)}; }

FolderSearch find_data_folder(std::string_view name, const fs::path& base) {
  FolderSearch search;
  if (const char* root = std::getenv("SPINTILE_DATA"); root != nullptr && *root != '\0')
    search.looked.push_back(fs::path(root) / name);
  search.looked.push_back(base / "data" / name);
  search.looked.push_back(base / ".." / "shared" / "data" / name);
  for (fs::path& folder : search.looked) folder = fs::absolute(folder).lexically_normal();
  const auto found =
      std::ranges::find_if(search.looked, [](const fs::path& folder) { return fs::is_directory(folder); });
  if (found != search.looked.end()) search.found = *found;
  return search;
}

}  // namespace spintile::host
