#include "verif/sot_comparison.h"

#include <fmt/format.h>

#include "verif/mismatch.h"

namespace spintile::verif {

void compare_cells(std::uint64_t cycle, const refmodel::SotArray& expected, SotMacro& macro) {
  for (int row = 0; row < macro.rows(); ++row) {
    const refmodel::LaneBits bits = expected.row(row);
    const std::span<const std::uint64_t> got = macro.row(row);
    for (std::size_t word = 0; word < got.size(); ++word) {
      if (bits[word] == got[word]) continue;
      throw MismatchError({cycle, fmt::format("lanes from {} on of an array row", 64 * word), row,
                           fmt::format("{:#018x}", bits[word]), fmt::format("{:#018x}", got[word])});
    }
  }
}

void compare_accesses(std::uint64_t cycle, const refmodel::ProgramRun& expected, const SotMacro& macro,
                      const SotAccesses& before) {
  const auto compare = [&](const char* what, std::uint64_t want, std::uint64_t got) {
    if (want != got) throw MismatchError({cycle, what, -1, fmt::format("{:#x}", want), fmt::format("{:#x}", got)});
  };
  const SotAccesses& now = macro.accesses();
  compare("reads at the pins", expected.reads, now.reads - before.reads);
  compare("writes at the pins", expected.writes, now.writes - before.writes);
  compare("searches at the pins", expected.searches, now.searches - before.searches);
  compare("clears at the pins", expected.clears, now.clears - before.clears);
}

}  // namespace spintile::verif
