// What every compiled program keeps to, whatever it computes: docs/contract.md, "SOT array".
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "refmodel/sot/sot_counts.h"
#include "verif/float_comparison.h"
#include "verif/float_patterns.h"
#include "verif/tests/microcode_operations.h"
#include "verif/tests/unrolled.h"

namespace spintile::verif {
namespace {

using gen::microcode::compile;
using gen::microcode::Options;
using spec::FloatKind;
using spec::FloatOperation;
using spec::sot::Program;
using spec::sot::Read;
using spec::sot::Row;
using spec::sot::Search;
using spec::sot::Step;
using spec::sot::Word;
using spec::sot::Write;

/// Rows of one region: which have been written.
using Written = std::array<std::vector<bool>, 5>;

/// Follows a program word by word and complains of what it may not do.
class Follow {
 public:
  explicit Follow(const Program& program) : program_(program) {
    for (std::size_t i = 0; i < written_.size(); ++i) {
      written_[i].assign(static_cast<std::size_t>(program.regions.at(i).rows), i == region_a || i == region_b);
    }
  }

  void word(const Word& word) {
    if (const auto* step = std::get_if<Step>(&word.act)) {
      if (step->read == Read::row || step->read == Read::row_complement) reads(step->from, 1);
      // A write of another kind depends on what is there.
      for (const auto& to : {std::optional(step->to), step->also}) {
        if (step->write == Write::none || !to) continue;
        if (step->write != Write::store) reads(*to, 1);
        writes(*to, 1);
      }
    } else if (const auto* search = std::get_if<Search>(&word.act)) {
      reads(search->first, search->pair ? 2 * search->rows : search->rows);
    } else if (const auto* clear = std::get_if<spec::sot::Clear>(&word.act)) {
      writes(clear->first, clear->rows);
    }
    ++number_;
  }

  std::string complaint() const { return complaint_; }
  /// All rows of result and flags have been written.
  bool complete() const {
    const auto all = [](const std::vector<bool>& rows) { return std::ranges::find(rows, false) == rows.end(); };
    return all(written_[region_result]) && all(written_[region_flags]);
  }

 private:
  void complain(std::string_view what, const Row& row) {
    if (!complaint_.empty()) return;
    complaint_ =
        fmt::format("word {} of the unrolled program: {}, base {} offset {}", number_, what, row.base, row.offset);
  }
  bool is_inside(const Row& row, int rows) {
    const bool inside = row.base >= 0 && row.base < 5 && row.offset >= 0 &&
                        row.offset + rows <= program_.regions.at(static_cast<std::size_t>(row.base)).rows;
    if (!inside) complain("outside its region", row);
    return inside;
  }
  void reads(const Row& row, int rows) {
    if (!is_inside(row, rows)) return;
    for (int i = 0; i < rows; ++i) {
      if (!at(row, i)) complain("reads a row not written", row);
    }
  }
  void writes(const Row& row, int rows) {
    if (!is_inside(row, rows)) return;
    if (row.base == region_a || row.base == region_b) complain("writes an operand", row);
    for (int i = 0; i < rows; ++i) at(row, i) = true;
  }
  std::vector<bool>::reference at(const Row& row, int i) {
    return written_[static_cast<std::size_t>(row.base)][static_cast<std::size_t>(row.offset + i)];
  }

  const Program& program_;
  Written written_;
  std::string complaint_;
  int number_ = 0;
};

void expect_rules(const FloatOperation& operation, const Options& options) {
  SCOPED_TRACE(fmt::format("{}{}{}", to_string(operation), options.flags ? ", flags" : "",
                           options.search_pairs ? ", search pairs" : ""));
  const Program program = compile(operation, options);
  ASSERT_EQ(compile(operation, options), program);
  ASSERT_EQ(program.notes.size(), program.words.size());
  for (const Word& word : program.words) ASSERT_EQ(spec::sot::decode(encode(word)), word);

  Follow follow(program);
  const std::vector<Word> words = unrolled(program.words);
  for (const Word& word : words) follow.word(word);
  EXPECT_EQ(follow.complaint(), "");
  EXPECT_TRUE(follow.complete());

  Options straight = options;
  straight.roll_loops = false;
  const Program before = compile(operation, straight);
  ASSERT_EQ(words, before.words);
  for (const auto xor_write : {refmodel::XorWrite::toggle, refmodel::XorWrite::rmw}) {
    refmodel::SotCounts of_rolled = static_counts(program, xor_write);
    refmodel::SotCounts of_straight = static_counts(before, xor_write);
    of_rolled.words = of_straight.words = 0;  // Loop words
    EXPECT_EQ(of_rolled, of_straight);
  }
}

/// Every operation that has two operands or one, and the product with a few constants.
std::vector<FloatOperation> operations_in(std::string_view format) {
  std::vector<FloatOperation> operations;
  for (const FloatKind kind : two_operand_kinds) operations.push_back(operation_of(kind, format));
  for (const FloatKind kind : one_operand_kinds) operations.push_back(operation_of(kind, format));
  for (const FloatKind kind : {FloatKind::from_integer, FloatKind::to_integer}) {
    for (const int bits : {2, 8, 32, 64}) {
      FloatOperation operation = operation_of(kind, format);
      operation.integer_bits = bits;
      operation.integer_signed = bits != 8;
      operations.push_back(operation);
    }
  }
  for (const char* target : {"fp32", "fp16", "fp8_e4m3", "fp8_e5m2", "fp64", "e2m1"}) {
    FloatOperation operation = operation_of(FloatKind::convert, format);
    operation.target = spec::float_format(target);
    operations.push_back(operation);
  }
  for (std::uint64_t i = 0; i < 4; ++i) {
    FloatOperation operation = operation_of(FloatKind::multiply_constant, format);
    Draws draws(3, i);
    operation.constant = any_finite(draws, operation.format);
    operations.push_back(operation);
  }
  return operations;
}

struct Rules : testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Microcode, Rules,
                         testing::Values("fp32", "bf16", "fp16", "tf32", "fp8_e4m3", "fp8_e5m2", "e2m1", "e3m2", "e8m1",
                                         "e11m1", "e2m20"),
                         [](const auto& param) { return param.param; });

TEST_P(Rules, OfEveryProgram) {
  for (const FloatOperation& one : operations_in(GetParam())) {
    for (const FloatOperation& operation : in_its_modes(one)) {
      for (const Options& options : every_option) expect_rules(operation, options);
    }
  }
}

TEST(MicrocodeRules, OfTheWidestFormats) {
  for (const char* format : {"fp64", "e2m52"}) {
    for (const FloatOperation& operation : operations_in(format)) {
      for (const Options& options : every_option) expect_rules(operation, options);
    }
  }
}

/// 1024 words hold every program but the product of fp64.
TEST(MicrocodeRules, ProgramsOfTheNamedFormatsFitTheirProgramStore) {
  for (const spec::NamedFormat& format : spec::named_formats()) {
    for (const FloatOperation& one : operations_in(format.name)) {
      const bool is_longest = format.name == "fp64" && one.kind == FloatKind::multiply;
      for (const FloatOperation& operation : in_its_modes(one)) {
        for (const bool flags : {false, true}) {
          EXPECT_LE(compile(operation, {.flags = flags}).words.size(), is_longest ? 1088U : 1024U)
              << to_string(operation);
        }
      }
    }
  }
}

TEST(MicrocodeRules, OperandsStayAndTheMaskIsOnesAgain) {
  const FloatOperation operation = operation_of(FloatKind::add, "fp16");
  const FloatProgram placed = float_program(operation, {.flags = true});
  const FloatCases cases = weighted_float_cases(operation, 4, 0, 1000);
  refmodel::SotArray array(placed.program.rows(), 1000);
  array.load(placed.base(region_a), 16, cases.operands[0]);
  array.load(placed.base(region_b), 16, cases.operands[1]);
  const auto ones = array.mask();
  run(array, placed.program, placed.bases);
  std::vector<std::uint64_t> words(1000);
  array.unload(placed.base(region_a), 16, words);
  EXPECT_EQ(words, cases.operands[0]);
  array.unload(placed.base(region_b), 16, words);
  EXPECT_EQ(words, cases.operands[1]);
  EXPECT_EQ(array.mask(), ones);
}

}  // namespace
}  // namespace spintile::verif
