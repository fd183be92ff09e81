// A dense row-major matrix that owns its values.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace spintile::host {

template <class T>
class Matrix {
 public:
  Matrix() = default;
  Matrix(int rows, int columns, T value = T{})
      : rows_(rows),
        columns_(columns),
        values_(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), value) {}

  int rows() const { return rows_; }
  int columns() const { return columns_; }

  T& operator()(int row, int column) { return values_[index(row, column)]; }
  const T& operator()(int row, int column) const { return values_[index(row, column)]; }

  std::span<T> row(int row) { return std::span<T>(values_).subspan(index(row, 0), static_cast<std::size_t>(columns_)); }
  std::span<const T> row(int row) const {
    return std::span<const T>(values_).subspan(index(row, 0), static_cast<std::size_t>(columns_));
  }
  std::span<T> values() { return values_; }
  std::span<const T> values() const { return values_; }

  /// The same values, row after row, in another shape of as many.
  Matrix reshaped(int rows, int columns) && {
    Matrix result;
    result.rows_ = rows;
    result.columns_ = columns;
    result.values_ = std::move(values_);
    *this = Matrix();
    return result;
  }

  friend bool operator==(const Matrix&, const Matrix&) = default;

 private:
  std::size_t index(int row, int column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column);
  }

  int rows_ = 0;
  int columns_ = 0;
  std::vector<T> values_;
};

}  // namespace spintile::host
