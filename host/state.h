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

/// Adds the arrays of `part` to `state` under the names prefix + name.
void add_state(State& state, const std::string& prefix, const State& part);

/// The arrays of `state` whose names begin with `prefix`, without it.
State part_of(const State& state, const std::string& prefix);

/// Throws std::invalid_argument unless `state` holds every array of `pattern`, of its kind and size; the message names
/// the array. Values do not matter.
void require_like(const State& state, const State& pattern);

}  // namespace spintile::host
