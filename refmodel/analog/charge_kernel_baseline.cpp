#include "refmodel/analog/charge_kernel_panels.h"

namespace spintile::refmodel {
namespace {

/// Plain numbers, of which compilers make the vectors that every machine has.
struct PlainLanes {
  static constexpr std::size_t vectors = 2;
  using Cells = const std::int16_t*;
  struct Sums {
    std::int32_t of_columns[charge_panel_columns];
  };

  static Cells load(const std::int16_t* panel) { return panel; }
  static Sums add(Sums sums, Cells cells, std::int32_t pair) {
    std::int16_t counts[2];
    std::memcpy(counts, &pair, sizeof counts);
    for (std::size_t c = 0; c < charge_panel_columns; ++c) {
      sums.of_columns[c] += cells[2 * c] * counts[0] + cells[2 * c + 1] * counts[1];
    }
    return sums;
  }
  static void store(const Sums& sums, std::int32_t* to) { std::copy_n(sums.of_columns, charge_panel_columns, to); }
};

}  // namespace

ChargeKernel charge_kernel_baseline() { return {PlainLanes::vectors, add_panel<PlainLanes>}; }

}  // namespace spintile::refmodel
