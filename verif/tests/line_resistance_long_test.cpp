// The iterative solver at the size of the published block against a direct solution of its two million nodes: minutes,
// 2 GB.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "refmodel/analog/line_resistance.h"
#include "verif/tests/nodal_analysis.h"

namespace spintile::refmodel {
namespace {

TEST(LineResistanceLong, IsTheDirectSolutionAtThePublishedSize) {
  constexpr int size = 1024;
  // At 10 kohm wires take nearly all, and 110 products are needed: the hardest that is of use.
  const WiredCrossbar crossbar{.conductances = random_conductances(size, size, 1e-4, 10.0, 0)};
  const std::vector<double> drivers(size, 0.785);
  const LineSolution solution = solve_lines(crossbar, drivers);
  EXPECT_LE(solution.residual, LineLimits{}.tolerance);
  const std::vector<double> expected =
      nodal_columns<Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>>>(crossbar, drivers);
  expect_close(solution.columns, expected, 1e-9);
}

}  // namespace
}  // namespace spintile::refmodel
