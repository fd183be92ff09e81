// What the assembler makes of its calls: words, their cost, their notes.
#include "gen/microcode/assembler.h"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "refmodel/sot/sot_counts.h"

namespace spintile::gen::microcode {
namespace {

using refmodel::SotCounts;
using refmodel::XorWrite;
using spec::sot::Clear;
using spec::sot::End;
using spec::sot::Mask;
using spec::sot::Program;
using spec::sot::Read;
using spec::sot::Search;
using spec::sot::Step;
using spec::sot::Write;

/// Regions a, b and result of 4 rows.
Program written(const std::function<void(Assembler&)>& write, bool search_pairs = false) {
  Assembler p("test", 4, 4, 4, 0, search_pairs);
  write(p);
  return p.finish(false);
}

const Step& step(const Program& program, std::size_t index) { return std::get<Step>(program.words.at(index).act); }

SotCounts counts(const std::function<void(Assembler&)>& write, bool search_pairs = false) {
  return static_counts(written(write, search_pairs), XorWrite::toggle);
}

TEST(Assembler, AStepReadsAndWrites) {
  const Program program = written([](Assembler& p) {
    p.store(p.rows(region::a)[1], p.rows(region::result)[2]);
    p.and_into(~Source(p.rows(region::b)[3]), p.rows(region::result)[0], p.rows(region::result)[1]).everywhere();
    p.or_into(one, p.rows(region::result)[0]).then(Mask::latch);
    p.xor_into(hold, p.rows(region::result)[0]);
  });
  ASSERT_EQ(program.words.size(), 5U);
  EXPECT_EQ(step(program, 0), (Step{Read::row, {0, 1}, Write::store, {2, 2}, {}, false, Mask::keep}));
  EXPECT_EQ(step(program, 1),
            (Step{Read::row_complement, {1, 3}, Write::and_into, {2, 0}, {{2, 1}}, true, Mask::keep}));
  EXPECT_EQ(step(program, 2), (Step{Read::one, {}, Write::or_into, {2, 0}, {}, false, Mask::latch}));
  EXPECT_EQ(step(program, 3), (Step{Read::hold, {}, Write::xor_into, {2, 0}, {}, false, Mask::keep}));
  EXPECT_EQ(program.words.back().act, (decltype(program.words.back().act){End{}}));
}

TEST(Assembler, AClearMayBeStoresOfZero) {
  Assembler p("test", {{"a", 4}, {"b", 4}, {"result", 5}, {"flags", 0}, {"scratch", 0}}, false, true);
  p.store(p.rows(region::a)[0], p.zeroed("sum"));
  p.clear(p.rows(region::result)).everywhere().then(Mask::ones);
  p.clear(p.rows(region::result).part(0, 2));
  const Program program = p.finish(false);
  ASSERT_EQ(program.words.size(), 7U);
  const auto zeros = [](spec::sot::Row to, std::optional<spec::sot::Row> also, bool unmasked, Mask mask) {
    return Step{Read::zero, {}, Write::store, to, also, unmasked, mask};
  };
  EXPECT_EQ(step(program, 0), zeros({4, 0}, {}, false, Mask::keep));  // the zeroed row, first of all
  EXPECT_EQ(step(program, 2), zeros({2, 0}, {{2, 1}}, true, Mask::keep));
  EXPECT_EQ(step(program, 3), zeros({2, 2}, {{2, 3}}, true, Mask::keep));
  EXPECT_EQ(step(program, 4), zeros({2, 4}, {}, true, Mask::ones));
  EXPECT_EQ(step(program, 5), zeros({2, 0}, {{2, 1}}, false, Mask::keep));
}

TEST(Assembler, CostOfEachCall) {
  const auto steps = [](const std::function<void(Assembler&)>& write) { return counts(write).steps; };
  const auto a = [](Assembler& p) { return p.rows(region::a); };
  const auto r = [](Assembler& p) { return p.rows(region::result); };
  EXPECT_EQ(steps([&](Assembler& p) { p.store(a(p)[0], r(p)[0], r(p)[1]); }), 1);
  EXPECT_EQ(steps([&](Assembler& p) { p.store(a(p)[0], r(p)[0]).then(Mask::latch); }), 1);
  EXPECT_EQ(steps([&](Assembler& p) { p.clear(r(p)); }), 1);
  EXPECT_EQ(steps([&](Assembler& p) { p.mask(a(p)[0]); }), 1);
  EXPECT_EQ(steps([&](Assembler& p) { p.and_mask(~Source(a(p)[0])); }), 1);
  EXPECT_EQ(steps([&](Assembler& p) { p.search_zeros(a(p)); }), 1);
  EXPECT_EQ(steps([&](Assembler& p) { p.search_zeros(a(p)).then(Mask::match); }), 2);
  EXPECT_EQ(steps([&](Assembler& p) { p.mask_ones(a(p)); }), 2);
  EXPECT_EQ(steps([&](Assembler& p) { p.search_ones(a(p)).store(one, r(p)[0]).mask_match(); }), 3);
  EXPECT_EQ(steps([&](Assembler& p) { p.store_all(one, r(p)); }), 2);
  EXPECT_EQ(steps([&](Assembler& p) { p.xor_all(one, r(p).part(0, 3)); }), 2);
}

TEST(Assembler, UnmaskIsFree) {
  const auto free = [](Assembler& p) {
    p.mask(p.rows(region::a)[0]);
    p.store(one, p.rows(region::result)[0]);
    p.unmask();
  };
  EXPECT_EQ(written(free).words.size(), 3U);
  EXPECT_EQ(step(written(free), 1).mask, Mask::ones);
  // A word that has set the mask already is left alone.
  const auto after_mask = [](Assembler& p) {
    p.mask(p.rows(region::a)[0]);
    p.unmask();
  };
  EXPECT_EQ(written(after_mask).words.size(), 3U);
  EXPECT_EQ(step(written(after_mask), 0).mask, Mask::latch);
  EXPECT_EQ(counts(free).steps, 2);
  EXPECT_EQ(counts(after_mask).steps, 1);
}

TEST(Assembler, SearchKeys) {
  const Program program = written([](Assembler& p) {
    p.search_zeros(p.rows(region::a));
    p.search_ones(p.rows(region::a).part(1, 2)).then(Mask::and_match);
    p.search(p.rows(region::b), 0b0110);
  });
  EXPECT_EQ(std::get<Search>(program.words[0].act), (Search{{0, 0}, 4, 0, false, Mask::keep}));
  EXPECT_EQ(std::get<Search>(program.words[1].act), (Search{{0, 1}, 2, 0xFFFF, false, Mask::and_match}));
  EXPECT_EQ(std::get<Search>(program.words[2].act), (Search{{1, 0}, 4, 6, false, Mask::keep}));
  EXPECT_EQ(program.notes[2], "search b[0] .. b[3] = 0110");
}

TEST(Assembler, SearchPairsCopyTheRowsAndTheirComplements) {
  const auto write = [](Assembler& p) {
    p.mask(p.rows(region::b)[0]);
    p.search_ones(p.rows(region::a)).then(Mask::match);
  };
  const Program program = written(write, true);
  ASSERT_EQ(program.words.size(), 1U + 8U + 1U + 1U);
  for (std::size_t i = 0; i < 4; ++i) {
    const int row = static_cast<int>(i);
    EXPECT_EQ(step(program, 1 + 2 * i), (Step{Read::row, {0, row}, Write::store, {4, row}, {}, true, Mask::keep}));
    EXPECT_EQ(step(program, 2 + 2 * i),
              (Step{Read::row_complement, {0, row}, Write::store, {4, 4 + row}, {}, true, Mask::keep}));
  }
  EXPECT_EQ(std::get<Search>(program.words[9].act), (Search{{4, 0}, 4, 0xFFFF, true, Mask::match}));
  EXPECT_EQ(counts(write, true).steps, counts(write).steps + 8);
  EXPECT_EQ(program.rows(), 4 + 4 + 4 + 8);
}

TEST(Assembler, ANoteAWord) {
  const Program program = written([](Assembler& p) {
    const Bits sum = p.scratch("sum", 3);
    const Bit carry = p.scratch("carry");
    p.name(p.rows(region::a).part(0, 2), "a fraction");
    p.clear(sum).everywhere();
    p.store(p.rows(region::a)[1], sum[2], carry).everywhere();
    p.xor_into(~Source(p.rows(region::a)[3]), sum[0]).then(Mask::latch_complement);
    p.and_mask(~Source(carry));
    p.mask_zeros(sum);
    p.mask_match();
    p.unmask();
  });
  EXPECT_EQ(program.notes, (std::vector<std::string>{
                               "clear sum[0] .. sum[2]", "store a fraction[1] -> sum[2], carry everywhere",
                               "xor ~a[3] -> sum[0]; mask <- ~~a[3]", "mask &= ~carry",
                               "search sum[0] .. sum[2] = 000; mask <- match", "mask <- match", "mask <- 1", "end"}));
}

TEST(Assembler, TheLatestNameOfARowIsShown) {
  const Program program = written([](Assembler& p) {
    const Bits rows = p.scratch("rows", 2);
    p.store(rows[0], rows[1]);
    p.name(rows.part(1, 1), "top");
    p.store(rows[0], rows[1]);
    p.name(rows, "both");
    p.store(rows[0], rows[1]);
  });
  EXPECT_EQ(program.notes, (std::vector<std::string>{"store rows[0] -> rows[1]", "store rows[0] -> top",
                                                     "store both[0] -> both[1]", "end"}));
}

TEST(Assembler, RowsOutsideABlockAreRefused) {
  const Bits rows(0, 2, 3);
  EXPECT_EQ(rows.back(), (Bit{0, 4}));
  EXPECT_EQ(rows.part(1, 2)[0], (Bit{0, 3}));
  EXPECT_EQ(rows.part(3, 0).size(), 0);
  EXPECT_THROW(rows[3], std::logic_error);
  EXPECT_THROW(rows[-1], std::logic_error);
  EXPECT_THROW(rows.part(2, 2), std::logic_error);
  EXPECT_THROW(rows.part(-1, 1), std::logic_error);
  EXPECT_THROW(~Source(hold), std::logic_error);
}

TEST(Assembler, AnOperationInsideAProgramHasRowsOfItsOwn) {
  Assembler p("outer", {{"number", 3}, {"other", 2}, {"none", 0}, {"none", 0}, {"scratch", 0}}, false);
  p.name({0, 0, 1}, "least");
  const Bits sum = p.scratch("sum", 2);
  const Bit least{0, 0};
  p.mask(least);
  p.inner(p.rows(1), {}, sum, {}, [&](Assembler& inner) {
    EXPECT_EQ(inner.rows(region::a).size(), 2);
    EXPECT_EQ(inner.rows(region::b).size(), 0);
    const Bit clear = inner.zeroed("clear");
    inner.name({0, 0, 1}, "inner name");
    inner.store(least, clear);
    inner.mask(inner.rows(region::a)[1]);
    inner.store(clear, inner.rows(region::result)[1]);
  });
  p.store(least, sum[0]);
  const Program program = p.finish(false);
  EXPECT_EQ(program.notes,
            (std::vector<std::string>{"mask <- least", "mask <- 1", "clear zeroed .. zeroed",
                                      "store inner name -> clear", "mask <- other[1]",
                                      "store clear -> sum[1]; mask <- 1", "store least -> sum[0]", "end"}));
}

}  // namespace
}  // namespace spintile::gen::microcode
