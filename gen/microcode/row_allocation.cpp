#include "gen/microcode/row_allocation.h"

#include <algorithm>
#include <limits>

namespace spintile::gen::microcode {
namespace {

namespace sot = spec::sot;

constexpr int never = std::numeric_limits<int>::max();

struct Live {
  int from = never;
  int to = -1;
};

}  // namespace

int place_rows(std::vector<sot::Word>& words, int base, const std::vector<RowGroup>& groups) {
  const auto group_of = [&](int row) {
    const auto next = std::ranges::upper_bound(groups, row, {}, &RowGroup::first);
    return static_cast<std::size_t>(next - groups.begin() - 1);
  };

  std::vector<Live> live(groups.size());
  for (int time = 0; time < static_cast<int>(words.size()); ++time) {
    for_each_row(words[static_cast<std::size_t>(time)], [&](const sot::Row& row, int rows) {
      if (row.base != base) return;
      for (std::size_t group = group_of(row.offset); group <= group_of(row.offset + rows - 1); ++group) {
        live[group].from = std::min(live[group].from, time);
        live[group].to = std::max(live[group].to, time);
      }
    });
  }

  std::vector<std::size_t> order;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    if (live[group].to >= 0) order.push_back(group);
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t group) { return live[group].from; });

  std::vector<int> place(groups.size(), 0);
  std::vector<int> busy_until;  // of each placed row: the last use of what was put there last
  for (const std::size_t group : order) {
    const auto size = static_cast<std::size_t>(groups[group].size);
    std::size_t first = 0;
    for (std::size_t row = 0; row < first + size; ++row) {
      if (row == busy_until.size()) busy_until.push_back(-1);
      if (busy_until[row] >= live[group].from) first = row + 1;
    }
    std::fill_n(busy_until.begin() + static_cast<std::ptrdiff_t>(first), size, live[group].to);
    place[group] = static_cast<int>(first);
  }

  for (sot::Word& word : words) {
    for_each_row(word, [&](sot::Row& row, int) {
      if (row.base != base) return;
      const std::size_t group = group_of(row.offset);
      row.offset += place[group] - groups[group].first;
    });
  }
  return static_cast<int>(busy_until.size());
}

}  // namespace spintile::gen::microcode
