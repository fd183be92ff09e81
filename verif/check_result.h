// What one check of a variant came to.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace spintile::verif {

struct CheckResult {
  std::string name;  // "lint.verilator", "cosimulation", ...
  bool passed = false;
  double seconds = 0.0;
  std::string detail;  // for people: what was done, or what went wrong and how to see it again
  std::vector<std::pair<std::string, double>> figures;  // name with unit, value
};

/// JSON array of objects {name, passed, seconds, detail, figures: {..}}.
std::string to_json(std::span<const CheckResult> results);

}  // namespace spintile::verif
