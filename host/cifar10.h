// The CIFAR-10 data set (Krizhevsky, "Learning multiple layers of features from tiny images", 2009) in its binary form:
// records of a label and three planes (red, green, blue) of 32 x 32 bytes.
#pragma once

#include <filesystem>

#include "host/dataset.h"

namespace spintile::host {

inline constexpr PictureShape cifar10_shape{32, 32, 3};

/// One file, whatever number of records it has. Throws std::runtime_error naming the file: missing, no whole records,
/// labels above 9.
Dataset read_cifar10(const std::filesystem::path& file);

/// data_batch_1.bin .. data_batch_5.bin of `folder`, one after the other (50,000 in the published files).
Dataset load_cifar10_train(const std::filesystem::path& folder);
/// test_batch.bin (10,000).
Dataset load_cifar10_test(const std::filesystem::path& folder);

}  // namespace spintile::host
