#include "spec/key_table.h"

#include <limits>

namespace spintile::spec::table {
namespace {

/// Levenshtein's edit distance.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j < row.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row.back();
}

}  // namespace

std::string_view section_of(std::string_view path) {
  const auto dot = path.find('.');
  return dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
}

std::string_view leaf_of(std::string_view path) {
  const auto dot = path.find('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

std::string_view nearest_path(std::string_view path, const std::vector<std::string_view>& candidates) {
  constexpr std::size_t longest = 64;  // no key is half as long; keeps the distance cheap whatever the file holds
  const std::string_view tried = path.substr(0, longest);
  std::string_view nearest;
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (const std::string_view candidate : candidates) {
    const std::size_t elsewhere = section_of(candidate) == section_of(tried) ? 0 : 1;
    const std::size_t distance = 2 * edit_distance(leaf_of(tried), leaf_of(candidate)) + elsewhere;
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace spintile::spec::table
