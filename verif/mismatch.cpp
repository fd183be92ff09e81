#include "verif/mismatch.h"

#include <fmt/format.h>

namespace spintile::verif {

std::string to_string(const Mismatch& mismatch) {
  const std::string line = mismatch.line < 0 ? "" : fmt::format(", line {}", mismatch.line);
  return fmt::format("cycle {}: {}{}: expected {}, got {}", mismatch.cycle, mismatch.signal, line, mismatch.expected,
                     mismatch.got);
}

}  // namespace spintile::verif
