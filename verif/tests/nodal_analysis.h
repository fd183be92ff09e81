// Crossbars with wires solved directly: Kirchhoff's current law at every node, and a sparse factorization. The oracle
// of line resistance.
#pragma once

#include <gtest/gtest.h>

#include <Eigen/SparseCholesky>
#include <Eigen/SparseLU>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "host/matrix.h"
#include "host/philox.h"
#include "refmodel/analog/line_resistance.h"

namespace spintile::refmodel {

/// Anywhere between `on` (S) and off.
inline host::Matrix<double> random_conductances(int rows, int columns, double on, double on_off_ratio,
                                                std::uint32_t purpose) {
  host::PhiloxSequence random({3, 0x80000000}, purpose);
  host::Matrix<double> conductances(rows, columns);
  for (double& conductance : conductances.values()) {
    conductance = on * (1.0 / on_off_ratio + (1.0 - 1.0 / on_off_ratio) * static_cast<double>(random.uniform()));
  }
  return conductances;
}

/// Column currents (A) of cells without access devices; an unknown voltage at each end of each cell. Segments above 0.
template <class Factors>
std::vector<double> nodal_columns(const WiredCrossbar& crossbar, const std::vector<double>& drivers) {
  const int rows = crossbar.conductances.rows();
  const int columns = crossbar.conductances.columns();
  const int cells = rows * columns;
  const int nodes = 2 * cells;
  std::vector<Eigen::Triplet<double>> entries;
  Eigen::VectorXd injected = Eigen::VectorXd::Zero(nodes);
  const auto join = [&](int a, int b, double conductance) {
    entries.emplace_back(a, a, conductance);
    entries.emplace_back(b, b, conductance);
    entries.emplace_back(a, b, -conductance);
    entries.emplace_back(b, a, -conductance);
  };
  const double row_wire = 1.0 / crossbar.row_segment;
  const double column_wire = 1.0 / crossbar.column_segment;
  for (int k = 0; k < rows; ++k) {
    for (int j = 0; j < columns; ++j) {
      const int on_row = k * columns + j;
      const int on_column = cells + on_row;
      join(on_row, on_column, crossbar.conductances(k, j));
      if (j == 0) {
        entries.emplace_back(on_row, on_row, row_wire);
        injected(on_row) = row_wire * drivers[static_cast<std::size_t>(k)];
      } else {
        join(on_row - 1, on_row, row_wire);
      }
      if (k == rows - 1) {
        entries.emplace_back(on_column, on_column, column_wire);
      } else {
        join(on_column, on_column + columns, column_wire);
      }
    }
  }
  Eigen::SparseMatrix<double> laws(nodes, nodes);
  laws.setFromTriplets(entries.begin(), entries.end());
  const Factors factors(laws);
  const Eigen::VectorXd voltages = factors.solve(injected);
  std::vector<double> currents(static_cast<std::size_t>(columns));
  for (int j = 0; j < columns; ++j) {
    currents[static_cast<std::size_t>(j)] = column_wire * voltages(cells + (rows - 1) * columns + j);
  }
  return currents;
}

/// Within `relative` of the largest.
inline void expect_close(const std::vector<double>& found, const std::vector<double>& expected, double relative) {
  ASSERT_EQ(found.size(), expected.size());
  double largest = 0.0;
  for (const double value : expected) largest = std::max(largest, std::abs(value));
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], relative * largest) << i;
}

}  // namespace spintile::refmodel
