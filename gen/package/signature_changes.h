// What a user of one package has to change to use another.
#pragma once

#include <string>
#include <vector>

#include "gen/generate.h"

namespace spintile::gen {

struct SignatureChange {
  std::string kind;    // "port", "register", "space", "command", "latency"
  std::string name;    // "row_sign_o", "SAMPLES"
  std::string before;  // empty: it is new
  std::string after;   // empty: it is gone
};

/// By kind, in the order of `before`, then what is new. Throws std::invalid_argument for a package without a
/// signature.json.
std::vector<SignatureChange> signature_changes(const Package& before, const Package& after);

}  // namespace spintile::gen
