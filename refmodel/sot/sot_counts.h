// What a program costs the SOT array: docs/contract.md, "SOT array", counting of steps and accesses.
#pragma once

#include <cstdint>
#include <vector>

#include "refmodel/sot/sot_array.h"
#include "spec/sot_program.h"

namespace spintile::refmodel {

/// How a cell is toggled: by one pulse, or by reading it and writing what it becomes.
enum class XorWrite { toggle, rmw };

struct SotCounts {
  std::int64_t words = 0;  // carried out; a loop's anew in each pass, Loop itself and End once
  std::int64_t steps = 0;  // docs/contract.md
  std::int64_t reads = 0;  // rows opened to be read; those of a search are not among them
  std::int64_t write_pulses = 0;
  std::int64_t rows_written = 0;
  std::int64_t cells_written = 0;  // lanes driven, summed over rows; known to run_counted() alone
  std::int64_t searches = 0;
  std::int64_t mask_loads = 0;  // mask updates that are a step
  std::int64_t clears = 0;
  std::int64_t moves = 0;

  SotCounts& operator+=(const SotCounts& other);
  friend bool operator==(const SotCounts&, const SotCounts&) = default;
};

/// All but cells_written, wherever the regions lie. Throws std::invalid_argument as for_each_word().
SotCounts static_counts(const spec::sot::Program& program, XorWrite xor_write);

/// Writes of cells, whether they changed or not: by lane, and by row summed over lanes.
struct SotWear {
  std::vector<std::int64_t> lanes;
  std::vector<std::int64_t> rows;

  explicit SotWear(const SotArray& array);
};

/// run() with all counts; adds to `wear` if there is one. Throws as run(), and std::invalid_argument if `wear` is of
/// another shape than the array.
SotCounts run_counted(SotArray& array, const spec::sot::Program& program, const SotBases& bases, XorWrite xor_write,
                      SotWear* wear = nullptr);

}  // namespace spintile::refmodel
