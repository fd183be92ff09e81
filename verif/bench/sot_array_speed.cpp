#include "verif/bench/sot_array_speed.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "host/philox.h"
#include "refmodel/sot/sot_counts.h"
#include "refmodel/sot/sot_executable.h"
#include "verif/bench/thread_time.h"
#include "verif/host_draws.h"

namespace spintile::verif {
namespace {

constexpr int lanes = 4096;
constexpr int repeats = 20;
constexpr int runs = 20;  // of all programs in a repeat

refmodel::SotBases regions_in_a_row(const spec::sot::Program& program) {
  refmodel::SotBases bases{};
  int next = 0;
  for (std::size_t i = 0; i < program.regions.size(); ++i) {
    bases[i] = next;
    next += program.regions[i].rows;
  }
  return bases;
}

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

SotArraySpeed sot_array_speed(std::span<const spec::sot::Program> programs) {
  int rows = 1;
  std::int64_t steps = 0;
  for (const auto& program : programs) {
    rows = std::max(rows, program.rows());
    steps += refmodel::static_counts(program, refmodel::XorWrite::toggle).steps;
  }
  std::vector<refmodel::SotExecutable> executables;
  for (const auto& program : programs) executables.emplace_back(program, regions_in_a_row(program), rows);

  refmodel::SotArray array(rows, lanes);
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

spec::sot::Program schoolbook_product() {
  using namespace spec::sot;
  constexpr int bits = 24;
  Program program{"schoolbook_product", {{"a", bits}, {"b", bits}, {"result", 2 * bits}}, {}, {}};
  program.words.push_back({Clear{{2, 0, 0}, 2 * bits, true, Mask::keep}});
  for (int i = 0; i < bits; ++i) {
    // Under bit i of b, a is added to rows i .. i + 23; the carry travels in row i + 24, still 0, and stays as the top
    // bit.
    const Row a{0, 0, 1};
    const Row sum{2, i, 1};
    const Row carry{2, i + bits, 0};
    program.words.push_back({Step{Read::row, {1, i, 0}, Write::none, {}, {}, false, Mask::latch}});
    program.words.push_back({Loop{bits}});
    program.words.push_back({Step{Read::row, a, Write::xor_into, sum, carry, false, Mask::keep}});
    program.words.push_back({Step{Read::row, carry, Write::xor_into, sum, {}, false, Mask::keep}});
    program.words.push_back({Step{Read::row_complement, sum, Write::and_into, carry, {}, false, Mask::keep}});
    program.words.push_back({Step{Read::row, a, Write::xor_into, sum, carry, false, Mask::keep}});
    program.words.back().ends_loop = true;
  }
  program.words.push_back({End{}});
  return program;
}

}  // namespace spintile::verif
