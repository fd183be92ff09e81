// Variant -> Verilog package.
#pragma once

#include <string>
#include <vector>

#include "gen/hdl/design.h"
#include "spec/variant.h"

namespace spintile::gen {

struct File {
  std::string path;  // relative, '/' between folders
  std::string text;
};

struct Package {
  std::string top;          // module name of the bus wrapper
  std::vector<File> files;  // in a fixed order; rtl/*.v leaf cells first
};

/// The modules of the variant's tile or float unit; the bus wrapper is the last.
hdl::Design design(const spec::Variant& variant);

/// Pure: the same variant gives the same bytes.
Package generate(const spec::Variant& variant);

}  // namespace spintile::gen
