// The iterative solver of line resistance against Kirchhoff's laws at every node, solved directly by sparse LU.
#include "refmodel/analog/line_resistance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "host/philox.h"
#include "verif/tests/nodal_analysis.h"

namespace spintile::refmodel {
namespace {

std::vector<double> random_voltages(int count, std::uint32_t purpose) {
  host::PhiloxSequence random({4, 0x80000000}, purpose);
  std::vector<double> voltages(static_cast<std::size_t>(count));
  for (double& voltage : voltages) voltage = 2.0 * static_cast<double>(random.uniform()) - 1.0;
  return voltages;
}

using SparseLu = Eigen::SparseLU<Eigen::SparseMatrix<double>>;

struct Shape {
  int rows;
  int columns;
  double on;  // S
};

TEST(LineResistance, IsTheDirectSolution) {
  // From cells that hardly load the wires to cells as good as these.
  for (const Shape& shape : {Shape{1, 1, 1e-3}, Shape{1, 17, 1e-4}, Shape{23, 1, 1e-4}, Shape{5, 9, 0.3},
                             Shape{31, 18, 1e-2}, Shape{64, 64, 1e-4}, Shape{40, 64, 1e-6}, Shape{64, 64, 1e-8}}) {
    WiredCrossbar crossbar{.conductances = random_conductances(shape.rows, shape.columns, shape.on, 10.0, 0)};
    crossbar.column_segment = 2.5;
    const std::vector<double> drivers = random_voltages(shape.rows, 1);
    const LineSolution solution = solve_lines(crossbar, drivers);
    EXPECT_LE(solution.residual, LineLimits{}.tolerance);
    SCOPED_TRACE(testing::Message() << shape.rows << " x " << shape.columns << ", " << shape.on << " S");
    // Voltages of the oracle are rounded at 1e-16, and its wires conduct better than its cells.
    const double rounding = 1e-15 / (crossbar.row_segment * shape.on);
    expect_close(solution.columns, nodal_columns<SparseLu>(crossbar, drivers), 1e-9 + rounding);
  }
}

TEST(LineResistance, IsTheDirectSolutionOfARealSize) {
  const WiredCrossbar crossbar{.conductances = random_conductances(256, 256, 1e-4, 10.0, 2)};
  const std::vector<double> drivers = random_voltages(256, 3);
  const LineSolution solution = solve_lines(crossbar, drivers);
  expect_close(solution.columns, nodal_columns<SparseLu>(crossbar, drivers), 1e-9);
}

// At a cell, all voltages on the way add up: driver, row wire, cell, column wire, integrator.
TEST(LineResistance, KirchhoffsVoltageLawHoldsWithAccessDevices) {
  for (const double on : {1e-8, 1e-6}) {
    // Currents of 1 nA and of 100 nA over a long wire.
    WiredCrossbar crossbar{.conductances = random_conductances(20, 30, on, 10.0, 4), .access = AccessDevice{}};
    crossbar.row_segment = 4e4;
    crossbar.column_segment = 2e4;
    std::vector<double> drivers = random_voltages(20, 5);
    for (double& driver : drivers) driver *= 0.785;
    const LineSolution solution = solve_lines(crossbar, drivers);
    EXPECT_LE(solution.residual, 1e-10);
    host::Matrix<double> currents(20, 30);
    for (int k = 0; k < 20; ++k) {
      for (int j = 0; j < 30; ++j) {
        const double voltage = drivers[static_cast<std::size_t>(k)] - solution.drops(k, j);
        currents(k, j) = cell_point(crossbar.access, crossbar.conductances(k, j), voltage).current;
      }
    }
    double largest = 0.0;
    for (const double drop : solution.drops.values()) largest = std::max(largest, std::abs(drop));
    EXPECT_GT(largest, 0.005);  // they matter
    for (int k = 0; k < 20; ++k) {
      for (int j = 0; j < 30; ++j) {
        // A cell's current passes as many segments together with another's as both have before them.
        double drop = 0.0;
        for (int other = 0; other < 30; ++other) {
          drop += crossbar.row_segment * (std::min(j, other) + 1) * currents(k, other);
        }
        for (int other = 0; other < 20; ++other) {
          drop += crossbar.column_segment * (20 - std::max(k, other)) * currents(other, j);
        }
        EXPECT_NEAR(solution.drops(k, j), drop, 2e-10 * largest);
      }
    }
    double sum = 0.0;
    for (const double current : solution.rows) sum += current;
    for (const double current : solution.columns) sum -= current;
    EXPECT_NEAR(sum, 0.0, 1e-20);
  }
}

TEST(LineResistance, WithoutItCurrentsAreThePlainProduct) {
  const WiredCrossbar crossbar{
      .conductances = random_conductances(7, 5, 1e-6, 10.0, 6), .row_segment = 0.0, .column_segment = 0.0};
  const std::vector<double> drivers = random_voltages(7, 7);
  const LineSolution solution = solve_lines(crossbar, drivers);
  for (int j = 0; j < 5; ++j) {
    double sum = 0.0;
    for (int k = 0; k < 7; ++k) sum += crossbar.conductances(k, j) * drivers[static_cast<std::size_t>(k)];
    EXPECT_EQ(solution.columns[static_cast<std::size_t>(j)], sum);
    EXPECT_EQ(solution.ideal[static_cast<std::size_t>(j)], sum);
  }
  EXPECT_EQ(solution.products, 1);
}

TEST(LineResistance, EffectiveConductancesGiveTheCurrentsOfAnyInputBothWays) {
  for (const auto& [rows, columns] : {std::pair{12, 20}, std::pair{20, 12}}) {
    const WiredCrossbar crossbar{.conductances = random_conductances(rows, columns, 1e-2, 10.0, 8)};
    int reports = 0;
    const host::Matrix<double> effective = effective_conductances(crossbar, {}, [&](int done, int total) {
      EXPECT_EQ(done, ++reports);
      EXPECT_EQ(total, 12);
    });
    EXPECT_EQ(reports, 12);
    const std::vector<double> drivers = random_voltages(rows, 9);
    const LineSolution forward = solve_lines(crossbar, drivers);
    std::vector<double> expected(static_cast<std::size_t>(columns), 0.0);
    for (int k = 0; k < rows; ++k) {
      for (int j = 0; j < columns; ++j) {
        expected[static_cast<std::size_t>(j)] += effective(k, j) * drivers[static_cast<std::size_t>(k)];
      }
    }
    expect_close(forward.columns, expected, 1e-9);

    const std::vector<double> errors = random_voltages(columns, 10);
    const LineSolution backward = solve_lines(crossbar, {}, errors);
    expected.assign(static_cast<std::size_t>(rows), 0.0);
    for (int k = 0; k < rows; ++k) {
      for (int j = 0; j < columns; ++j) {
        expected[static_cast<std::size_t>(k)] -= effective(k, j) * errors[static_cast<std::size_t>(j)];
      }
    }
    expect_close(backward.rows, expected, 1e-9);
  }
}

TEST(LineResistance, CellsThatDoNotConductAreLeftOut) {
  WiredCrossbar crossbar{.conductances = random_conductances(6, 6, 1e-2, 10.0, 11), .access = AccessDevice{}};
  for (int j = 0; j < 6; ++j) crossbar.conductances(2, j) = 0.0;
  const std::vector<double> drivers = random_voltages(6, 12);
  EXPECT_EQ(solve_lines(crossbar, drivers).rows[2], 0.0);
}

TEST(LineResistance, SaysWhenItDoesNotConverge) {
  const WiredCrossbar crossbar{.conductances = random_conductances(30, 30, 1.0, 10.0, 13)};
  const std::vector<double> drivers = random_voltages(30, 14);
  int products = 0;
  EXPECT_THROW(solve_lines(crossbar, drivers, {}, {.tolerance = 1e-10, .products = 3},
                           [&](int done, double) { products = done; }),
               std::runtime_error);
  EXPECT_EQ(products, 3);
}

TEST(LineResistance, RefusesWhatCannotBe) {
  WiredCrossbar crossbar{.conductances = random_conductances(3, 4, 1e-6, 10.0, 15)};
  const std::vector<double> three(3, 0.1);
  EXPECT_THROW(solve_lines(crossbar, std::vector<double>(4, 0.1)), std::invalid_argument);
  EXPECT_THROW(solve_lines(crossbar, three, three), std::invalid_argument);
  crossbar.row_segment = -1.0;
  EXPECT_THROW(solve_lines(crossbar, three), std::invalid_argument);
  crossbar.row_segment = 1.0;
  crossbar.access = AccessDevice{};
  EXPECT_THROW(effective_conductances(crossbar), std::invalid_argument);
  crossbar.conductances(0, 0) = std::nan("");
  EXPECT_THROW(solve_lines(crossbar, three), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::refmodel
