// What the resistance of its wires does to a crossbar: the voltage that every cell is left with, and the currents of
// the lines. docs/contract.md, "Analog effects".
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "host/matrix.h"
#include "refmodel/analog/access_device.h"

namespace spintile::refmodel {

/// 64 nm from cell to cell at 30 ohm / um (Marinella et al., JETCAS 2018).
inline constexpr double published_segment = 0.064 * 30.0;

/// Row k comes from its driver to cell (k, 0) first, column j leaves for its integrator behind cell (R - 1, j); a
/// segment of wire lies before each cell of a row and behind each cell of a column.
struct WiredCrossbar {
  host::Matrix<double> conductances;          // R x C, S, 0 or above
  std::optional<AccessDevice> access = {};    // in series with each
  double row_segment = published_segment;     // ohm, 0 or above
  double column_segment = published_segment;  // likewise
};

/// When a solution is good enough. Its residual: the largest difference between the drop at a cell and what the cell
/// currents cause by Ohm's law along the wires, over the largest drop.
struct LineLimits {
  double tolerance = 1e-10;
  int products = 5000;  // with the resistances of the wires, O(R C) each
};

struct LineSolution {
  host::Matrix<double> drops;   // R x C, V: what a cell lacks of row minus column voltage
  std::vector<double> rows;     // A, R: out of the drivers
  std::vector<double> columns;  // A, C: into the integrators
  std::vector<double> ideal;    // A, C: columns, were wires without resistance
  double residual = 0.0;
  int products = 0;
};

/// Products so far, and the residual of the linear system at hand.
using LineProgress = std::function<void(int products, double residual)>;

/// The steady state with R drivers at `rows` and C integrators at `columns` (V; empty: at 0). Newton's steps over the
/// cells' law, each solved by conjugate gradients; one thread, the same bits everywhere.
/// std::invalid_argument for voltages of another size, a negative or infinite conductance or segment;
/// std::runtime_error where the limit of products does not suffice.
LineSolution solve_lines(const WiredCrossbar& crossbar, std::span<const double> rows,
                         std::span<const double> columns = {}, const LineLimits& limits = {},
                         const LineProgress& progress = {});

/// S(k, j) with column currents I_j = sum of S(k, j) V_k, R x C: what the conductances look like from outside. By
/// reciprocity I_k = sum of S(k, j) V_j where the columns are driven. min(R, C) solutions; `progress` counts them.
/// std::invalid_argument with access devices, which have no such matrix.
host::Matrix<double> effective_conductances(const WiredCrossbar& crossbar, const LineLimits& limits = {},
                                            const std::function<void(int done, int total)>& progress = {});

}  // namespace spintile::refmodel
