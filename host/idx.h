// IDX files: the format of the MNIST data set (yann.lecun.com/exdb/mnist). A header of big-endian words, the magic
// number 0x000008NN for N dimensions of unsigned bytes, then N sizes; then the bytes, last dimension fastest.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace spintile::host {

struct IdxFile {
  std::vector<int> sizes;            // one a dimension
  std::vector<std::uint8_t> values;  // as many as the product of the sizes
};

/// Reads a file of unsigned bytes, plain or compressed with gzip. Throws std::runtime_error naming the file and what
/// was expected: unreadable, not IDX, another element type, shorter or longer than its header says, damaged gzip.
IdxFile read_idx(const std::filesystem::path& file);

}  // namespace spintile::host
