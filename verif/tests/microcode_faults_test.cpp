// Seeded faults: one word of a program changed in one way. Comparison over every operand pair finds each of them, but
// for those that change nothing.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "refmodel/sot/sot_counts.h"
#include "verif/float_comparison.h"
#include "verif/tests/microcode_operations.h"

namespace spintile::verif {
namespace {

using spec::FloatKind;
using spec::FloatOperation;
using spec::sot::Clear;
using spec::sot::Mask;
using spec::sot::Program;
using spec::sot::Read;
using spec::sot::Row;
using spec::sot::Search;
using spec::sot::Step;
using spec::sot::Word;
using spec::sot::Write;

enum class Kind {
  drop,
  complement,
  row_read,
  mask_of_write,
  operation,
  row_written,
  second_row,
  mask_update,
  search,
  clear
};

constexpr std::array<std::string_view, 10> kind_names = {"dropped",
                                                         "read complemented",
                                                         "read from another row",
                                                         "write under the mask or not",
                                                         "write of another kind",
                                                         "written to another row",
                                                         "second row not written",
                                                         "mask update",
                                                         "search",
                                                         "clear"};

constexpr std::uint64_t weighted_cases = 1 << 14;

struct Fault {
  std::size_t word = 0;
  Kind kind = Kind::drop;
  std::vector<Word> becomes;  // none: the word is dropped
};

class Faults {
 public:
  explicit Faults(const Program& program) : program_(program) {
    for (at_ = 0; at_ < program.words.size(); ++at_) {
      const Word& word = program.words[at_];
      if (std::holds_alternative<spec::sot::End>(word.act)) continue;
      faults_.push_back({at_, Kind::drop, {}});
      std::visit([this](const auto& act) { of(act); }, word.act);
    }
  }

  std::vector<Fault> take() && { return std::move(faults_); }

 private:
  template <class Act, class Change>
  void add(Kind kind, Act act, const Change& change) {
    change(act);
    faults_.push_back({at_, kind, {Word{act}}});
  }

  /// The row one up in its region, or else one down.
  Row beside(Row row) const {
    const int rows = program_.regions.at(static_cast<std::size_t>(row.base)).rows;
    row.offset += row.offset + 1 < rows ? 1 : -1;
    return row;
  }

  template <class Act>
  void mask_updates(const Act& act) {
    for (int other = 0; other < 8; ++other) {
      const auto mask = static_cast<Mask>(other);
      if (mask == act.mask) continue;
      const bool related = act.mask == Mask::keep ? mask == Mask::ones : true;
      if (related) add(Kind::mask_update, act, [mask](Act& changed) { changed.mask = mask; });
    }
  }

  void of(const Step& step) {
    if (step.read != Read::hold) {
      constexpr std::array complement = {Read::hold, Read::one, Read::zero, Read::row_complement, Read::row};
      add(Kind::complement, step,
          [&](Step& changed) { changed.read = complement.at(static_cast<std::size_t>(step.read)); });
    }
    if (step.read == Read::row || step.read == Read::row_complement) {
      const Row other = beside(step.from);
      if (other.offset >= 0) add(Kind::row_read, step, [&](Step& changed) { changed.from = other; });
    }
    if (step.write != Write::none) {
      add(Kind::mask_of_write, step, [](Step& changed) { changed.unmasked = !changed.unmasked; });
      for (const Write other : {Write::store, Write::and_into, Write::or_into, Write::xor_into}) {
        if (other != step.write) add(Kind::operation, step, [other](Step& changed) { changed.write = other; });
      }
      const Row other = beside(step.to);
      if (other.offset >= 0 && other != step.also) {
        add(Kind::row_written, step, [&](Step& changed) { changed.to = other; });
      }
      if (step.also) add(Kind::second_row, step, [](Step& changed) { changed.also.reset(); });
      if (step.also) {
        add(Kind::second_row, step, [](Step& changed) {
          changed.to = *changed.also;
          changed.also.reset();
        });
      }
    }
    mask_updates(step);
  }

  void of(const Search& search) {
    add(Kind::search, search, [](Search& changed) { changed.key = static_cast<std::uint16_t>(changed.key ^ 1U); });
    if (search.rows > 1) {
      add(Kind::search, search, [](Search& changed) { --changed.rows; });
      add(Kind::search, search, [](Search& changed) {
        --changed.rows;
        ++changed.first.offset;
      });
    }
    mask_updates(search);
  }

  void of(const Clear& clear) {
    add(Kind::mask_of_write, clear, [](Clear& changed) { changed.unmasked = !changed.unmasked; });
    if (clear.rows > 1) {
      add(Kind::clear, clear, [](Clear& changed) { --changed.rows; });
      add(Kind::clear, clear, [](Clear& changed) {
        --changed.rows;
        ++changed.first.offset;
      });
    }
    mask_updates(clear);
  }

  void of(const spec::sot::Loop&) {}
  void of(const spec::sot::End&) {}

  const Program& program_;
  std::size_t at_ = 0;
  std::vector<Fault> faults_;
};

FloatProgram with_fault(FloatProgram placed, const Fault& fault) {
  auto& words = placed.program.words;
  const auto at = words.begin() + static_cast<std::ptrdiff_t>(fault.word);
  if (fault.becomes.empty()) {
    words.erase(at);
  } else {
    *at = fault.becomes.front();
  }
  return placed;
}

bool is_found(const FloatProgram& placed, const Fault& fault, const FloatCases& cases) {
  return FloatProgramRun(with_fault(placed, fault), 7).first_difference(cases).has_value();
}

std::int64_t steps(const FloatProgram& placed) {
  return static_counts(placed.program, refmodel::XorWrite::toggle).steps;
}

std::string text(const FloatProgram& placed, const Fault& fault) {
  return fmt::format("word {} '{}': {}\n", fault.word, placed.program.notes[fault.word],
                     kind_names.at(static_cast<std::size_t>(fault.kind)));
}

struct Survey {
  int faults = 0;
  int equivalent = 0;       // every operand pair gives the right result in spite of it
  int redundant_steps = 0;  // of these: words that cost a step and can be left out
  std::string redundant;    // which
  int missed = 0;           // by the weighted operands alone
  std::string missed_which;
};

/// Each fault of a program of an 8-bit format, on every operand pair and on a few weighted ones.
Survey survey(const FloatOperation& operation) {
  const FloatProgram placed = float_program(operation, {.flags = true, .roll_loops = false});
  const FloatCases every = every_float_case(operation);
  const FloatCases weighted = weighted_float_cases(operation, 9, 0, weighted_cases);
  Survey result;
  for (const Fault& fault : Faults(placed.program).take()) {
    ++result.faults;
    if (is_found(placed, fault, weighted)) continue;
    if (is_found(placed, fault, every)) {
      ++result.missed;
      result.missed_which += text(placed, fault);
      continue;
    }
    ++result.equivalent;
    if (fault.kind == Kind::drop && steps(with_fault(placed, fault)) < steps(placed)) {
      ++result.redundant_steps;
      result.redundant += text(placed, fault);
    }
  }
  return result;
}

struct Subject {
  FloatKind kind;
  const char* format;
  int redundant_steps;  // at most; words that no longer pay are a chance to save a step, new ones a mistake
};

struct MicrocodeFaults : testing::TestWithParam<Subject> {};

INSTANTIATE_TEST_SUITE_P(EightBits, MicrocodeFaults,
                         testing::Values(Subject{FloatKind::add, "fp8_e4m3", 5}, Subject{FloatKind::add, "fp8_e5m2", 6},
                                         Subject{FloatKind::multiply, "fp8_e4m3", 12},
                                         Subject{FloatKind::multiply, "fp8_e5m2", 8}),
                         [](const auto& param) {
                           return fmt::format("{}_{}", name(param.param.kind), param.param.format);
                         });

/// What no operand pair shows changes nothing: that is the proof. The weighted operands find all others, which is what
/// makes them fit for the formats that are too wide to try every pair.
TEST_P(MicrocodeFaults, AreFoundUnlessTheyChangeNothing) {
  const Survey found = survey(operation_of(GetParam().kind, GetParam().format));
  EXPECT_GT(found.faults, 1500);
  EXPECT_LT(found.equivalent * 4, found.faults);
  EXPECT_EQ(found.missed, 0) << found.missed_which;
  EXPECT_LE(found.redundant_steps, GetParam().redundant_steps) << found.redundant;
}

}  // namespace
}  // namespace spintile::verif
