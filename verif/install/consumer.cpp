// Loads a variant, and drives the golden tile: what a user of the installed libraries does first.
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "gen/generate.h"
#include "refmodel/tile/golden_tile.h"
#include "spec/parse.h"

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::runtime_error("usage: consumer VARIANT");
    const auto variant = spintile::spec::load_variant(argv[1]);
    spintile::refmodel::GoldenTile tile(variant, 1);
    const spintile::host::Matrix<std::int32_t> inputs(1, variant.crossbar.rows);
    const auto readout = tile.forward(inputs);
    const auto package = spintile::gen::generate(variant);
    std::printf("%s: %d outputs, %zu files, top %s\n", variant.name.c_str(), readout.outputs.columns(),
                package.files.size(), package.top.c_str());
    return readout.outputs.columns() == variant.crossbar.columns ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
