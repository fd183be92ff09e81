// The MNIST data set of handwritten digits (LeCun, Cortes, Burges), from its four IDX files.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "host/dataset.h"

namespace spintile::host {

struct Mnist {
  Dataset train;  // 60,000 in the published files
  Dataset test;   // 10,000
};

/// Reads {train,t10k}-{images-idx3,labels-idx1}-ubyte, each plain or with .gz, from `folder`. Throws std::runtime_error
/// naming the file: missing (with the names tried), malformed, pictures that are not 28 x 28, labels above 9, or counts
/// that do not agree.
Mnist load_mnist(const std::filesystem::path& folder);
Dataset load_mnist_train(const std::filesystem::path& folder);
Dataset load_mnist_test(const std::filesystem::path& folder);

/// Where a data set's folder was looked for, in that order, and the first of them that exists.
struct FolderSearch {
  std::vector<std::filesystem::path> looked;
  std::optional<std::filesystem::path> found;
};

/// Looks for the folder `name` ("mnist") in the environment variable SPINTILE_DATA (if set), `base`/data and
/// `base`/../shared/data. Nothing is opened.
FolderSearch find_data_folder(std::string_view name, const std::filesystem::path& base = ".");

}  // namespace spintile::host
