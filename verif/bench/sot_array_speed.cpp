#include "verif/bench/sot_array_speed.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "host/philox.h"
#include "refmodel/sot/sot_counts.h"
#include "refmodel/sot/sot_executable.h"
#include "verif/bench/multiply_add.h"
#include "verif/bench/thread_time.h"
#include "verif/host_draws.h"

namespace spintile::verif {
namespace {

constexpr int lanes = 4096;
constexpr int repeats = 20;
constexpr int runs = 20;  // of both programs in a repeat

template <class Work>
double seconds(const Work& work) {
  const double start = thread_seconds();
  for (int i = 0; i < runs; ++i) work();
  return (thread_seconds() - start) / runs;
}

void fill(refmodel::SotArray& array) {
  host::PhiloxSequence random({1, host_draws::benchmark}, 0);
  std::vector<std::uint64_t> bits(array.lane_words());
  for (int row = 0; row < array.rows(); ++row) {
    for (auto& word : bits) word = std::uint64_t{random.next()} << 32 | random.next();
    array.set_row(row, bits);
  }
}

/// As many copies of a row as there are steps, in the same blocks, no two in a row at the same place.
void copy_rows(refmodel::SotArray& array, std::int64_t steps) {
  for (int index = 0; index < array.blocks(); ++index) {
    auto* const block = array.block(index);
    int from = 0;
    int to = array.rows() / 2;
    for (std::int64_t step = 0; step < steps; ++step) {
      block[to] = block[from];
      from = from + 1 == array.rows() ? 0 : from + 1;
      to = to + 1 == array.rows() ? 0 : to + 1;
    }
  }
}

}  // namespace

SotArraySpeed sot_array_speed() {
  const MultiplyAdd programs;
  std::int64_t steps = 0;
  std::vector<refmodel::SotExecutable> executables;
  for (const FloatProgram& placed : {programs.product, programs.sum}) {
    steps += refmodel::static_counts(placed.program, refmodel::XorWrite::toggle).steps;
    executables.emplace_back(placed.program, placed.bases, programs.rows);
  }
  refmodel::SotArray array(programs.rows, lanes);
  fill(array);
  double work = std::numeric_limits<double>::max();
  double copies = work;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    work = std::min(work, seconds([&] {
                      for (const auto& executable : executables) executable.run(array);
                    }));
    copies = std::min(copies, seconds([&] { copy_rows(array, steps); }));
  }
  return {1e9 * work / lanes, work / copies};
}

}  // namespace spintile::verif
