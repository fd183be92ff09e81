// NumPy's .npy files (numpy.lib.format): one array of numbers, for weights that come from elsewhere or go there.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/matrix.h"

namespace spintile::host {

struct NpyArray {
  std::vector<int> shape;      // one size a dimension; none: a single number
  std::vector<double> values;  // as many as the product of the shape, last dimension fastest
};

/// Reads float32 or float64 in little-endian, C order, of format version 1, 2 or 3. Throws std::runtime_error naming
/// the file and what was expected: unreadable, not .npy, another element type or order, shorter or longer than its
/// header says.
NpyArray read_npy(const std::filesystem::path& file);

/// An array of that shape, as float32. Throws std::runtime_error naming the file, also when it has another shape.
Matrix<float> read_npy_matrix(const std::filesystem::path& file, int rows, int columns);
std::vector<float> read_npy_vector(const std::filesystem::path& file, int size);

/// The bytes of a .npy file of float32.
std::string npy_text(const Matrix<float>& matrix);
std::string npy_text(const std::vector<float>& vector);

}  // namespace spintile::host
