// The crossbar: differential conductances of the weight slices, and their partial sums. docs/contract.md, "Analog
// side".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/matrix.h"
#include "host/state.h"
#include "refmodel/analog/simd.h"
#include "spec/variant.h"

namespace spintile::refmodel {

class Crossbar {
 public:
  /// All cells 0. Programming errors are drawn under key (seed, array).
  Crossbar(const spec::Variant& variant, std::uint32_t seed, std::uint32_t array);

  /// Programs R x C weight codes in +-weight_code_max (std::invalid_argument otherwise), with a fresh error on each of
  /// the two conductances of a cell.
  void program(const host::Matrix<std::int32_t>& weight_codes);

  /// Sets rows first .. end - 1 of the only weight slice to those of `cells`, R x C. std::invalid_argument for another
  /// size or more slices.
  void set_rows(const host::Matrix<float>& cells, int first, int end);
  /// Row `row` of the only weight slice, C cells.
  void copy_row(int row, std::span<float> cells) const;
  /// Makes column `line` what row `line` of `transposed` is, in every slice; that crossbar is C x R.
  void set_column(int line, const Crossbar& transposed);

  /// R x C: the weight codes over their full scale as the cells hold them; of a training array its cells.
  host::Matrix<float> weights() const;

  /// g+ - g- of a cell, in conductance ranges.
  float cell(int slice, int row, int column) const;

  /// "cells" (W x R x C) and "programmings", which number their errors.
  host::State state() const;
  /// Of a state like state().
  void set_state(const host::State& state);

  /// sums(n, (s W + i) C + j) = sum over the rows k of sub-array s, ascending, of drives(n, k) x cell(i, k, j).
  /// drives: N x R; returns the sums, N x S W C.
  host::Matrix<float> partial_sums(const host::Matrix<std::int32_t>& drives, Simd simd) const;

 private:
  void require_codes(const host::Matrix<std::int32_t>& weight_codes) const;
  std::size_t cell_index(int slice, int row, int column) const;

  spec::Variant variant_;
  std::uint32_t seed_;
  std::uint32_t array_;
  std::uint64_t programmings_ = 0;
  std::vector<float> cells_;  // panels of panel_columns lines (slice major), each R rows; lines past W C are 0
};

}  // namespace spintile::refmodel
