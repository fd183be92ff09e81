// Seeded faults: one word of a program changed in one way. Comparison over every operand pair finds each of them, but
// for those that change nothing.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

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

/// "xor a[3] -> sum[2]: dropped", of each fault that is not found.
std::vector<std::string> survivors(const FloatOperation& operation, bool flags) {
  const FloatProgram placed = float_program(operation, {.flags = flags, .roll_loops = false});
  const FloatCases cases =
      operation.operand_bits() <= 8 ? every_float_case(operation) : weighted_float_cases(operation, 9, 0, 1 << 16);
  std::vector<std::string> names;
  std::map<Kind, int> total;
  for (const Fault& fault : Faults(placed.program).take()) {
    ++total[fault.kind];
    if (is_found(placed, fault, cases)) continue;
    names.push_back(fmt::format("{} word {} '{}': {}", to_string(operation), fault.word,
                                placed.program.notes[fault.word], kind_names.at(static_cast<std::size_t>(fault.kind))));
  }
  for (const auto& [kind, count] : total)
    fmt::print("{} {}: {}\n", to_string(operation), kind_names.at(static_cast<std::size_t>(kind)), count);
  return names;
}

TEST(MicrocodeFaults, Explore) {
  const char* what = std::getenv("EXPLORE");
  std::string format = what ? what : "fp8_e4m3";
  for (const FloatKind kind : {FloatKind::add, FloatKind::multiply}) {
    for (const auto& name : survivors(operation_of(kind, format), std::getenv("FLAGS") != nullptr))
      fmt::print("{}\n", name);
  }
}

}  // namespace
}  // namespace spintile::verif
