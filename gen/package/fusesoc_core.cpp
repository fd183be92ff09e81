#include <fmt/format.h>

#include "gen/package/description.h"
#include "gen/package/package_files.h"

namespace spintile::gen::package {

File fusesoc_core(const Contents& contents) {
  const std::string& name = contents.variant.name;
  return {name + ".core", fmt::format("CAPI=2:\n"
                                      "name: spintile::{0}:{1}\n"
                                      "description: {4}\n"
                                      "\n"
                                      "filesets:\n"
                                      "  rtl:\n"
                                      "    files:\n"
                                      "{2}"
                                      "    file_type: verilogSource-2005\n"
                                      "  constraints:\n"
                                      "    files:\n"
                                      "      - constraints/{0}.sdc\n"
                                      "    file_type: SDC\n"
                                      "\n"
                                      "targets:\n"
                                      "  default: &default\n"
                                      "    filesets: [rtl]\n"
                                      "    toplevel: {3}\n"
                                      "  lint:\n"
                                      "    <<: *default\n"
                                      "    default_tool: verilator\n"
                                      "    tools:\n"
                                      "      verilator:\n"
                                      "        mode: lint-only\n"
                                      "        verilator_options: [-Wall, -fno-const-bit-op-tree]\n"
                                      "  synth:\n"
                                      "    <<: *default\n"
                                      "    filesets: [rtl, constraints]\n"
                                      "    default_tool: yosys\n"
                                      "    tools:\n"
                                      "      yosys:\n"
                                      "        arch: xilinx\n",
                                      name, SPINTILE_VERSION, lines(contents.sources, "      - "), contents.top.name(),
                                      summary(contents.variant))};
}

}  // namespace spintile::gen::package
