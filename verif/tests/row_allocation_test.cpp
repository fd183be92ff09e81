// Places of scratch rows: by hand, and the properties of any placement on random programs.
#include "gen/microcode/row_allocation.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/philox.h"

namespace spintile::gen::microcode {
namespace {

using spec::sot::Clear;
using spec::sot::Mask;
using spec::sot::Read;
using spec::sot::Row;
using spec::sot::Search;
using spec::sot::Step;
using spec::sot::Word;
using spec::sot::Write;

constexpr int scratch = 4;

Word copy(int from, int to) {
  return {Step{Read::row, {scratch, from}, Write::store, {scratch, to}, {}, false, Mask::keep}};
}

std::vector<Word> placed(std::vector<Word> words, const std::vector<RowGroup>& groups, int rows) {
  EXPECT_EQ(place_rows(words, scratch, groups), rows);
  return words;
}

TEST(RowAllocation, ARowIsFreeAfterItsLastUse) {
  const std::vector<RowGroup> groups = {{0, 1}, {1, 1}, {2, 1}, {3, 1}};
  EXPECT_EQ(placed({copy(0, 1), copy(1, 2), copy(2, 3)}, groups, 2),
            (std::vector<Word>{copy(0, 1), copy(1, 0), copy(0, 1)}));
}

TEST(RowAllocation, AGroupTakesTheLowestGapThatHoldsIt) {
  // Groups of 2, 1, 3 and 2 rows; the first is free when the last two come, and too small for one of them.
  const std::vector<RowGroup> groups = {{0, 2}, {2, 1}, {3, 3}, {6, 2}};
  EXPECT_EQ(placed({copy(0, 2), copy(2, 4), copy(2, 7), copy(4, 2)}, groups, 6),
            (std::vector<Word>{copy(0, 2), copy(2, 4), copy(2, 1), copy(4, 2)}));
}

TEST(RowAllocation, OtherRegionsAndUnusedGroupsTakeNothing) {
  const Word elsewhere{Step{Read::row, {0, 5}, Write::store, {2, 7}, {}, false, Mask::keep}};
  const Word constant{Step{Read::one, {}, Write::store, {scratch, 3}, {}, false, Mask::keep}};
  const Word moved{Step{Read::one, {}, Write::store, {scratch, 0}, {}, false, Mask::keep}};
  EXPECT_EQ(placed({elsewhere, constant}, {{0, 3}, {3, 1}}, 1), (std::vector<Word>{elsewhere, moved}));
}

/// A random straight program on random groups, before and after.
struct Placement {
  std::vector<RowGroup> groups;
  std::vector<Word> before;
  std::vector<Word> after;
  int rows = 0;
};

class RandomProgram {
 public:
  explicit RandomProgram(std::uint32_t number) : random_({2, 0x80000000U}, number) {
    int first = 0;
    const int groups = 1 + below(12);
    for (int i = 0; i < groups; ++i) {
      groups_.push_back({first, 1 + below(6)});
      first += groups_.back().size;
    }
  }

  Placement placement() {
    Placement result{groups_, {}, {}, 0};
    const int words = 1 + below(30);
    for (int i = 0; i < words; ++i) result.before.push_back(word());
    result.after = result.before;
    result.rows = place_rows(result.after, scratch, groups_);
    return result;
  }

 private:
  int below(int bound) { return static_cast<int>(random_.below(static_cast<std::uint32_t>(bound))); }
  const RowGroup& group() { return groups_[static_cast<std::size_t>(below(static_cast<int>(groups_.size())))]; }
  Row row() {
    const RowGroup& of = group();
    return {scratch, of.first + below(of.size), 0};
  }

  Word word() {
    const RowGroup& of = group();
    const int skipped = below(of.size);
    const Row first{scratch, of.first + skipped, 0};
    const int rows = 1 + below(of.size - skipped);
    switch (below(5)) {
      case 0:
        if (rows % 2 == 0) return {Search{first, rows / 2, 1, true, Mask::keep}};
        return {Search{first, rows, 1, false, Mask::keep}};
      case 1:
        return {Clear{first, rows, false, Mask::keep}};
      case 2:
        return {Step{Read::row_complement, row(), Write::none, {}, {}, false, Mask::latch}};
      case 3:
        return {Step{Read::row, row(), Write::store, row(), row(), false, Mask::keep}};
      default:
        return {Step{Read::one, {}, Write::xor_into, row(), {}, false, Mask::keep}};
    }
  }

  host::PhiloxSequence random_;
  std::vector<RowGroup> groups_;
};

/// First rows of what a word touches, with how many.
std::vector<std::pair<Row, int>> touched(const Word& word) {
  std::vector<std::pair<Row, int>> rows;
  if (const auto* step = std::get_if<Step>(&word.act)) {
    if (step->read == Read::row || step->read == Read::row_complement) rows.emplace_back(step->from, 1);
    if (step->write != Write::none) rows.emplace_back(step->to, 1);
    if (step->also) rows.emplace_back(*step->also, 1);
  } else if (const auto* search = std::get_if<Search>(&word.act)) {
    rows.emplace_back(search->first, search->pair ? 2 * search->rows : search->rows);
  } else if (const auto* clear = std::get_if<Clear>(&word.act)) {
    rows.emplace_back(clear->first, clear->rows);
  }
  return rows;
}

struct Life {
  int first_row = -1;  // its place
  int from = 0;        // first and last word that touches it
  int to = 0;
};

/// Where each group lies and when it lives; groups are placed as a whole.
std::vector<Life> lives(const Placement& placement) {
  std::vector<Life> found(placement.groups.size());
  for (std::size_t time = 0; time < placement.before.size(); ++time) {
    const auto before = touched(placement.before[time]);
    const auto after = touched(placement.after[time]);
    for (std::size_t i = 0; i < before.size(); ++i) {
      const int row = before[i].first.offset;
      const auto group =
          std::ranges::find_if(placement.groups, [row](const RowGroup& each) { return row < each.first + each.size; });
      Life& life = found[static_cast<std::size_t>(group - placement.groups.begin())];
      const int place = after[i].first.offset - (row - group->first);
      if (life.first_row < 0) life = {place, static_cast<int>(time), static_cast<int>(time)};
      EXPECT_EQ(life.first_row, place) << "a group is torn apart";
      life.to = static_cast<int>(time);
    }
  }
  return found;
}

TEST(RowAllocation, NoTwoLiveGroupsShareARow) {
  int shared = 0;
  for (std::uint32_t number = 0; number < 2000; ++number) {
    const Placement placement = RandomProgram(number).placement();
    const std::vector<Life> found = lives(placement);
    int rows = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const Life& one = found[i];
      if (one.first_row < 0) continue;
      rows = std::max(rows, one.first_row + placement.groups[i].size);
      for (std::size_t j = 0; j < i; ++j) {
        const Life& other = found[j];
        if (other.first_row < 0) continue;
        const bool overlap = one.first_row < other.first_row + placement.groups[j].size &&
                             other.first_row < one.first_row + placement.groups[i].size;
        if (!overlap) continue;
        ++shared;
        EXPECT_TRUE(one.from > other.to || other.from > one.to) << "program " << number;
      }
    }
    EXPECT_EQ(placement.rows, rows);
  }
  EXPECT_GT(shared, 1000);
}

}  // namespace
}  // namespace spintile::gen::microcode
