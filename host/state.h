// All that a model must remember to go on with the same bits, as named arrays: what a checkpoint holds.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace spintile::host {

using StateArray = std::variant<std::vector<float>, std::vector<std::uint32_t>, std::vector<std::uint64_t>>;

/// By name: "layer0.fast.weights".
using State = std::map<std::string, StateArray>;

}  // namespace spintile::host
