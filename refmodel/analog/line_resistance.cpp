#include "refmodel/analog/line_resistance.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace spintile::refmodel {
namespace {

using Field = host::Matrix<double>;  // a value for every cell

// The unknown is the drop w at every cell, of its row and its column together. K is what one ampere through each cell
// causes: w = K i, which needs two sums along every line, and nothing else. With the cells' law i(v - w):
//   w = K i(v - w)
// Newton: (1 + K g) dw = K i - w, g the slopes of the cells. K is symmetric and positive definite, so with s = sqrt(g)
// and u = s dw conjugate gradients solve (1 + s K s) u = s (K i - w): eigenvalues from 1 on, and hardly above where the
// wires matter little.

/// drops = K currents.
void wire_drops(const WiredCrossbar& crossbar, const Field& currents, Field& drops) {
  const int rows = currents.rows();
  const auto columns = static_cast<std::size_t>(currents.columns());
  // Columns: the wire below a cell carries what all cells above it and itself give.
  std::vector<double> carried(columns, 0.0);
  for (int k = 0; k < rows; ++k) {
    const std::span<const double> current = currents.row(k);
    const std::span<double> drop = drops.row(k);
    for (std::size_t j = 0; j < columns; ++j) {
      carried[j] += current[j];
      drop[j] = crossbar.column_segment * carried[j];
    }
  }
  for (int k = rows - 2; k >= 0; --k) {
    const std::span<const double> below = drops.row(k + 1);
    const std::span<double> drop = drops.row(k);
    for (std::size_t j = 0; j < columns; ++j) drop[j] += below[j];
  }
  // Rows: the wire before a cell carries what it and all cells behind it take.
  for (int k = 0; k < rows; ++k) {
    const std::span<const double> current = currents.row(k);
    const std::span<double> drop = drops.row(k);
    double sum = 0.0;
    for (std::size_t j = columns; j-- > 0;) carried[j] = sum += current[j];
    sum = 0.0;
    for (std::size_t j = 0; j < columns; ++j) {
      sum += crossbar.row_segment * carried[j];
      drop[j] += sum;
    }
  }
}

double largest(const Field& field) {
  double most = 0.0;
  for (const double value : field.values()) most = std::max(most, std::abs(value));
  return most;
}

/// Sums of eight interleaved parts, so that compilers may use vectors without another order.
double dot(const Field& a, const Field& b) {
  std::array<double, 8> parts{};
  const std::span<const double> x = a.values();
  const std::span<const double> y = b.values();
  std::size_t i = 0;
  for (; i + parts.size() <= x.size(); i += parts.size()) {
    for (std::size_t part = 0; part < parts.size(); ++part) parts[part] += x[i + part] * y[i + part];
  }
  for (std::size_t part = 0; i < x.size(); ++i, ++part) parts[part] += x[i] * y[i];
  return ((parts[0] + parts[1]) + (parts[2] + parts[3])) + ((parts[4] + parts[5]) + (parts[6] + parts[7]));
}

/// A product with 1 + s K s counts as one; the limit is kept here.
class Wires {
 public:
  Wires(const WiredCrossbar& crossbar, const LineLimits& limits, const LineProgress& progress)
      : crossbar_(crossbar), limits_(limits), progress_(progress) {}

  int products() const { return products_; }

  void drops(const Field& currents, Field& drops, double residual) {
    if (products_ == limits_.products) {
      throw std::runtime_error(fmt::format("line resistance: residual {:.1e} after {} products, wanted is {:.1e}",
                                           residual, products_, limits_.tolerance));
    }
    ++products_;
    wire_drops(crossbar_, currents, drops);
    if (progress_) progress_(products_, residual);
  }

 private:
  const WiredCrossbar& crossbar_;
  const LineLimits& limits_;
  const LineProgress& progress_;
  int products_ = 0;
};

/// u with (1 + s K s) u = right, to a residual of `tolerance` of it in the Euclidean norm.
Field conjugate_gradients(Wires& wires, const Field& s, const Field& right, double tolerance) {
  const std::size_t cells = right.values().size();
  Field u(right.rows(), right.columns());
  Field residue = right;
  Field direction = right;
  Field currents(right.rows(), right.columns());
  Field image(right.rows(), right.columns());
  const double whole = dot(right, right);
  double square = whole;
  while (square > tolerance * tolerance * whole) {
    for (std::size_t i = 0; i < cells; ++i) currents.values()[i] = s.values()[i] * direction.values()[i];
    wires.drops(currents, image, std::sqrt(square / whole));
    for (std::size_t i = 0; i < cells; ++i) {
      image.values()[i] = direction.values()[i] + s.values()[i] * image.values()[i];
    }
    const double step = square / dot(direction, image);
    for (std::size_t i = 0; i < cells; ++i) {
      u.values()[i] += step * direction.values()[i];
      residue.values()[i] -= step * image.values()[i];
    }
    const double next = dot(residue, residue);
    const double share = next / square;
    for (std::size_t i = 0; i < cells; ++i) {
      direction.values()[i] = residue.values()[i] + share * direction.values()[i];
    }
    square = next;
  }
  return u;
}

/// Drops, and what follows from them.
struct Trial {
  Field drops;
  Field currents;
  Field roots;   // sqrt of the slopes
  Field excess;  // K i - w
  double residual = 0.0;
};

Trial try_drops(Wires& wires, const WiredCrossbar& crossbar, const Field& voltages, Field drops, double before) {
  const int rows = drops.rows();
  const int columns = drops.columns();
  Trial trial{.drops = std::move(drops),
              .currents = Field(rows, columns),
              .roots = Field(rows, columns),
              .excess = Field(rows, columns),
              .residual = 0.0};
  for (std::size_t i = 0; i < voltages.values().size(); ++i) {
    const CellPoint cell =
        cell_point(crossbar.access, crossbar.conductances.values()[i], voltages.values()[i] - trial.drops.values()[i]);
    trial.currents.values()[i] = cell.current;
    trial.roots.values()[i] = std::sqrt(cell.slope);
  }
  wires.drops(trial.currents, trial.excess, before);
  const double most = std::max(largest(trial.excess), largest(trial.drops));
  for (std::size_t i = 0; i < voltages.values().size(); ++i) trial.excess.values()[i] -= trial.drops.values()[i];
  trial.residual = most > 0.0 ? largest(trial.excess) / most : 0.0;
  return trial;
}

/// dw of Newton's step.
Field newton_step(Wires& wires, const Trial& trial, double tolerance) {
  Field right = trial.excess;
  for (std::size_t i = 0; i < right.values().size(); ++i) right.values()[i] *= trial.roots.values()[i];
  Field currents = conjugate_gradients(wires, trial.roots, right, tolerance);
  for (std::size_t i = 0; i < right.values().size(); ++i) currents.values()[i] *= trial.roots.values()[i];
  // Of dw = K i - w - K s u, so that cells without a slope have theirs too.
  Field step(right.rows(), right.columns());
  wires.drops(currents, step, trial.residual);
  for (std::size_t i = 0; i < right.values().size(); ++i) {
    step.values()[i] = trial.excess.values()[i] - step.values()[i];
  }
  return step;
}

Field moved(const Field& from, const Field& step, double length) {
  Field to = from;
  for (std::size_t i = 0; i < to.values().size(); ++i) to.values()[i] += length * step.values()[i];
  return to;
}

std::vector<double> column_sums(const Field& currents) {
  std::vector<double> sums(static_cast<std::size_t>(currents.columns()), 0.0);
  for (int k = 0; k < currents.rows(); ++k) {
    for (std::size_t j = 0; j < sums.size(); ++j) sums[j] += currents.row(k)[j];
  }
  return sums;
}

void check(const WiredCrossbar& crossbar, std::span<const double> rows, std::span<const double> columns) {
  const auto fits = [](std::span<const double> voltages, int lines) {
    return voltages.empty() || voltages.size() == static_cast<std::size_t>(lines);
  };
  const Field& conductances = crossbar.conductances;
  if (!fits(rows, conductances.rows()) || !fits(columns, conductances.columns())) {
    throw std::invalid_argument(fmt::format("{} row and {} column voltages, allowed are {} and {}, or none",
                                            rows.size(), columns.size(), conductances.rows(), conductances.columns()));
  }
  const auto is_possible = [](double value) { return std::isfinite(value) && value >= 0.0; };
  for (const double conductance : conductances.values()) {
    if (!is_possible(conductance)) {
      throw std::invalid_argument(fmt::format("conductance = {} S, allowed is 0 or above", conductance));
    }
  }
  for (const double segment : {crossbar.row_segment, crossbar.column_segment}) {
    if (!is_possible(segment))
      throw std::invalid_argument(fmt::format("segment = {} ohm, allowed is 0 or above", segment));
  }
}

}  // namespace

LineSolution solve_lines(const WiredCrossbar& crossbar, std::span<const double> rows, std::span<const double> columns,
                         const LineLimits& limits, const LineProgress& progress) {
  check(crossbar, rows, columns);
  Field voltages(crossbar.conductances.rows(), crossbar.conductances.columns());
  for (int k = 0; k < voltages.rows(); ++k) {
    for (int j = 0; j < voltages.columns(); ++j) {
      voltages(k, j) = (rows.empty() ? 0.0 : rows[static_cast<std::size_t>(k)]) -
                       (columns.empty() ? 0.0 : columns[static_cast<std::size_t>(j)]);
    }
  }

  Wires wires(crossbar, limits, progress);
  Trial best = try_drops(wires, crossbar, voltages, Field(voltages.rows(), voltages.columns()), 1.0);
  std::vector<double> ideal = column_sums(best.currents);
  // Cells without an access device are linear: one step, solved to the end. The others need a few, of moderate
  // accuracy.
  const double tolerance = crossbar.access ? 1e-3 : 0.1 * limits.tolerance;
  while (best.residual > limits.tolerance) {
    const Field step = newton_step(wires, best, tolerance);
    double length = 1.0;
    Trial next = try_drops(wires, crossbar, voltages, moved(best.drops, step, length), best.residual);
    // A full step may pass the bend of an access device.
    while (next.residual >= best.residual) {
      length *= 0.5;
      next = try_drops(wires, crossbar, voltages, moved(best.drops, step, length), best.residual);
    }
    best = std::move(next);
  }

  LineSolution solution{.drops = std::move(best.drops),
                        .rows = std::vector<double>(static_cast<std::size_t>(voltages.rows())),
                        .columns = column_sums(best.currents),
                        .ideal = std::move(ideal),
                        .residual = best.residual,
                        .products = wires.products()};
  for (int k = 0; k < voltages.rows(); ++k) {
    for (const double current : best.currents.row(k)) solution.rows[static_cast<std::size_t>(k)] += current;
  }
  return solution;
}

host::Matrix<double> effective_conductances(const WiredCrossbar& crossbar, const LineLimits& limits,
                                            const std::function<void(int done, int total)>& progress) {
  if (crossbar.access)
    throw std::invalid_argument("effective conductances of cells with an access device: there are none");
  const int rows = crossbar.conductances.rows();
  const int columns = crossbar.conductances.columns();
  host::Matrix<double> effective(rows, columns);
  const bool by_rows = rows < columns;
  const int driven = by_rows ? rows : columns;
  std::vector<double> voltages(static_cast<std::size_t>(driven), 0.0);
  for (int line = 0; line < driven; ++line) {
    // A driven column sees the rows' currents come the other way.
    voltages[static_cast<std::size_t>(line)] = by_rows ? 1.0 : -1.0;
    const LineSolution solution = by_rows ? solve_lines(crossbar, voltages, {}, limits)  //
                                          : solve_lines(crossbar, {}, voltages, limits);
    voltages[static_cast<std::size_t>(line)] = 0.0;
    for (int other = 0; other < (by_rows ? columns : rows); ++other) {
      const auto index = static_cast<std::size_t>(other);
      if (by_rows) {
        effective(line, other) = solution.columns[index];
      } else {
        effective(other, line) = solution.rows[index];
      }
    }
    if (progress) progress(line + 1, driven);
  }
  return effective;
}

}  // namespace spintile::refmodel
