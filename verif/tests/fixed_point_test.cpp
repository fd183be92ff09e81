// Two's complement microcode against integers, every operand of small words and patterns of long ones.
#include "gen/microcode/fixed_point.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "gen/microcode/pulse_count.h"
#include "refmodel/sot/sot_array.h"
#include "verif/float_patterns.h"

namespace spintile::gen::microcode {
namespace {

using verif::Draws;
using verif::low_bits;

using Words = std::vector<std::uint64_t>;

std::int64_t signed_number(std::uint64_t word, int bits) {
  return static_cast<std::int64_t>(word << (64 - bits)) >> (64 - bits);
}

std::uint64_t saturated(std::int64_t number, int bits) {
  const std::int64_t largest = (std::int64_t{1} << (bits - 1)) - 1;
  return static_cast<std::uint64_t>(std::clamp(number, -largest - 1, largest)) & low_bits(bits);
}

std::int64_t rounded(std::int64_t number, int shift) {
  const std::int64_t floor = number >> shift;
  const std::int64_t rest = 2 * (number - floor * (std::int64_t{1} << shift));
  const std::int64_t one_up = std::int64_t{1} << shift;
  return floor + (rest > one_up || (rest == one_up && (floor & 1) != 0) ? 1 : 0);
}

/// All pairs of words where there are few, else patterns.
struct Pairs {
  Words a, b;

  Pairs(int a_bits, int b_bits) {
    const bool every = a_bits + b_bits <= 12;
    const std::uint64_t count = every ? std::uint64_t{1} << (a_bits + b_bits) : 4096;
    for (std::uint64_t i = 0; i < count; ++i) {
      Draws draws(3, i);
      a.push_back(every ? i >> b_bits : verif::pattern(draws, a_bits));
      b.push_back(every ? i & low_bits(b_bits) : verif::pattern(draws, b_bits));
    }
  }
};

/// Runs what `write` writes from a and b into the result, regions one after another, on random cells.
Words run(const Pairs& pairs, int a_bits, int b_bits, int result_bits, const std::function<void(Assembler&)>& write) {
  Assembler p("test", a_bits, b_bits, result_bits, 0, false);
  write(p);
  const spec::sot::Program program = p.finish(true, 220);
  refmodel::SotBases bases{};
  int row = 0;
  for (std::size_t i = 0; i < program.regions.size(); ++i) {
    bases.at(i) = row;
    row += program.regions[i].rows;
  }
  refmodel::SotArray array(row, static_cast<int>(pairs.a.size()));
  for (int r = 0; r < row; ++r) {
    Draws draws(7, static_cast<std::uint64_t>(r));
    Words cells(array.lane_words());
    for (auto& word : cells) word = draws.bits(64);
    array.set_row(r, cells);
  }
  array.load(bases[region::a], a_bits, pairs.a);
  array.load(bases[region::b], b_bits, pairs.b);
  refmodel::run(array, program, bases);
  Words result(pairs.a.size());
  array.unload(bases[region::result], result_bits, result);
  return result;
}

void copy(Assembler& p, const std::vector<Source>& from, const Bits& to) {
  for (int i = 0; i < to.size(); ++i) p.store(from[static_cast<std::size_t>(i)], to[i]);
}

TEST(FixedPoint, ProductIsExact) {
  for (const auto& sizes : {std::pair{2, 1}, {2, 2}, {5, 2}, {6, 6}, {4, 8}, {9, 3}, {24, 8}, {24, 24}, {32, 32}}) {
    const int n = sizes.first;
    const int m = sizes.second;
    for (const bool is_signed : {false, true}) {
      if (is_signed && m == 1) continue;
      const Pairs pairs(n, m);
      const Words given = run(pairs, n, m, n + m, [&](Assembler& p) {
        copy(p, sign_extended(multiply_integers(p, p.rows(region::a), p.rows(region::b), is_signed), n + m),
             p.rows(region::result));
      });
      for (std::size_t i = 0; i < given.size(); ++i) {
        const std::int64_t b = is_signed ? signed_number(pairs.b[i], m) : static_cast<std::int64_t>(pairs.b[i]);
        const auto product = static_cast<std::uint64_t>(signed_number(pairs.a[i], n) * b) & low_bits(n + m);
        ASSERT_EQ(given[i], product) << fmt::format("{} x {} rows: {:#x} x {:#x}", n, m, pairs.a[i], pairs.b[i]);
      }
    }
  }
}

TEST(FixedPoint, RoundsToNearestEvenAndSaturates) {
  for (const int shift : {0, 1, 2, 5, 9}) {
    for (const int bits : {2, 3, 7, 20}) {
      const Pairs pairs(12, 1);
      const int kept = std::min(bits, 12 - shift);
      const Words given = run(pairs, 12, 1, bits, [&](Assembler& p) {
        const Bits number = p.scratch("number", 12);
        copy(p, sign_extended(p.rows(region::a), 12), number);
        const Bits result = round_shifted(p, number, shift, bits);
        EXPECT_EQ(result.size(), kept);
        copy(p, sign_extended(result, bits), p.rows(region::result));
      });
      for (std::size_t i = 0; i < given.size(); ++i) {
        const std::int64_t a = signed_number(pairs.a[i], 12);
        if (rounded(a, shift) == std::int64_t{1} << (11 - shift)) continue;  // carries out: no product does
        ASSERT_EQ(given[i], saturated(rounded(a, shift), bits)) << a << " shifted " << shift << " to " << bits;
      }
    }
  }
}

TEST(FixedPoint, SumSaturates) {
  for (const int bits : {2, 6, 24, 32}) {
    for (const bool carry : {false, true}) {
      const Pairs pairs(bits, bits);
      const Words given = run(pairs, bits, bits, bits, [&](Assembler& p) {
        p.store(carry ? one : zero, p.rows(region::result)[0]);
        add_saturated(p, sign_extended(p.rows(region::a), bits), sign_extended(p.rows(region::b), bits),
                      p.rows(region::result));
      });
      for (std::size_t i = 0; i < given.size(); ++i) {
        const std::int64_t sum = signed_number(pairs.a[i], bits) + signed_number(pairs.b[i], bits) + (carry ? 1 : 0);
        ASSERT_EQ(given[i], saturated(sum, bits)) << fmt::format("{:#x} + {:#x}", pairs.a[i], pairs.b[i]);
      }
    }
  }
}

TEST(PulseCount, IsLimitedAndBecomesARowAPulse) {
  for (int most = 1; most <= 32; ++most) {
    const Pairs pairs(7, 1);
    const Words given = run(pairs, 7, 1, most, [&](Assembler& p) {
      const Bits n = p.scratch("n", 7);
      copy(p, sign_extended(p.rows(region::a), 7), n);
      limit(p, n, most);
      store_thermometer(p, n, p.rows(region::result));
    });
    for (std::size_t i = 0; i < given.size(); ++i) {
      ASSERT_EQ(given[i], low_bits(std::min(most, static_cast<int>(pairs.a[i])))) << most;
    }
  }
}

}  // namespace
}  // namespace spintile::gen::microcode
