#include <fmt/format.h>

#include "gen/package/description.h"
#include "gen/package/package_files.h"

namespace spintile::gen::package {

File verilator_arguments(const Contents& contents) {
  return {"verilator.f",
          fmt::format("// For verilator -F: paths are relative to this file. The package needs no lint waiver.\n"
                      "// Verilator 5.006 computes some XOR and AND trees wrong without this flag.\n"
                      "-fno-const-bit-op-tree\n{}",
                      lines(contents.sources, ""))};
}

}  // namespace spintile::gen::package
