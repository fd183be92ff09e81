#include "host/state.h"

#include <fmt/format.h>

#include <stdexcept>

namespace spintile::host {
namespace {

std::size_t size_of(const StateArray& array) {
  return std::visit([](const auto& values) { return values.size(); }, array);
}

/// "784 x float32".
std::string shape_of(const StateArray& array) {
  constexpr const char* kinds[] = {"float32", "uint32", "uint64"};
  return fmt::format("{} x {}", size_of(array), kinds[array.index()]);
}

}  // namespace

void add_state(State& state, const std::string& prefix, const State& part) {
  for (const auto& [name, array] : part) state.insert_or_assign(prefix + name, array);
}

State part_of(const State& state, const std::string& prefix) {
  State part;
  for (auto entry = state.lower_bound(prefix); entry != state.end() && entry->first.starts_with(prefix); ++entry)
    part.emplace(entry->first.substr(prefix.size()), entry->second);
  return part;
}

void require_like(const State& state, const State& pattern) {
  for (const auto& [name, wanted] : pattern) {
    const auto found = state.find(name);
    if (found == state.end())
      throw std::invalid_argument(fmt::format("state: no array {}; {} was expected", name, shape_of(wanted)));
    if (found->second.index() != wanted.index() || size_of(found->second) != size_of(wanted))
      throw std::invalid_argument(
          fmt::format("state: array {}: {}; {} was expected", name, shape_of(found->second), shape_of(wanted)));
  }
}

}  // namespace spintile::host
