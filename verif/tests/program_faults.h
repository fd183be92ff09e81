// Seeded faults of a program: one word changed in one way.
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "spec/sot_program.h"

namespace spintile::verif {

enum class FaultKind {
  drop,
  complement,
  row_read,
  mask_of_write,
  operation,
  row_written,
  second_row,
  mask_update,
  search,
  clear,
  move
};

inline constexpr std::array<std::string_view, 11> fault_kind_names = {"dropped",
                                                                      "read complemented",
                                                                      "read from another row",
                                                                      "write under the mask or not",
                                                                      "write of another kind",
                                                                      "written to another row",
                                                                      "second row not written",
                                                                      "mask update",
                                                                      "search",
                                                                      "clear",
                                                                      "move"};

struct Fault {
  std::size_t word = 0;
  FaultKind kind = FaultKind::drop;
  std::vector<spec::sot::Word> becomes;  // none: the word is dropped
};

/// Every fault of a program without loops, word by word.
class Faults {
 public:
  explicit Faults(const spec::sot::Program& program) : program_(program) {
    for (at_ = 0; at_ < program.words.size(); ++at_) {
      const spec::sot::Word& word = program.words[at_];
      if (std::holds_alternative<spec::sot::End>(word.act)) continue;
      faults_.push_back({at_, FaultKind::drop, {}});
      std::visit([this](const auto& act) { of(act); }, word.act);
    }
  }

  std::vector<Fault> take() && { return std::move(faults_); }

 private:
  using Clear = spec::sot::Clear;
  using Mask = spec::sot::Mask;
  using Move = spec::sot::Move;
  using Read = spec::sot::Read;
  using Row = spec::sot::Row;
  using Search = spec::sot::Search;
  using Step = spec::sot::Step;
  using Word = spec::sot::Word;
  using Write = spec::sot::Write;

  template <class Act, class Change>
  void add(FaultKind kind, Act act, const Change& change) {
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
      if (related) add(FaultKind::mask_update, act, [mask](Act& changed) { changed.mask = mask; });
    }
  }

  void of(const Step& step) {
    if (step.read != Read::hold) {
      constexpr std::array complement = {Read::hold, Read::one, Read::zero, Read::row_complement, Read::row};
      add(FaultKind::complement, step,
          [&](Step& changed) { changed.read = complement.at(static_cast<std::size_t>(step.read)); });
    }
    if (step.read == Read::row || step.read == Read::row_complement) {
      const Row other = beside(step.from);
      if (other.offset >= 0) add(FaultKind::row_read, step, [&](Step& changed) { changed.from = other; });
    }
    if (step.write != Write::none) {
      add(FaultKind::mask_of_write, step, [](Step& changed) { changed.unmasked = !changed.unmasked; });
      for (const Write other : {Write::store, Write::and_into, Write::or_into, Write::xor_into}) {
        if (other != step.write) add(FaultKind::operation, step, [other](Step& changed) { changed.write = other; });
      }
      const Row other = beside(step.to);
      if (other.offset >= 0 && other != step.also) {
        add(FaultKind::row_written, step, [&](Step& changed) { changed.to = other; });
      }
      if (step.also) add(FaultKind::second_row, step, [](Step& changed) { changed.also.reset(); });
      if (step.also) {
        add(FaultKind::second_row, step, [](Step& changed) {
          changed.to = *changed.also;
          changed.also.reset();
        });
      }
    }
    mask_updates(step);
  }

  void of(const Search& search) {
    add(FaultKind::search, search, [](Search& changed) { changed.key = static_cast<std::uint16_t>(changed.key ^ 1U); });
    if (search.rows > 1) {
      add(FaultKind::search, search, [](Search& changed) { --changed.rows; });
      add(FaultKind::search, search, [](Search& changed) {
        --changed.rows;
        ++changed.first.offset;
      });
    }
    mask_updates(search);
  }

  void of(const Move& move) {
    add(FaultKind::move, move, [](Move& changed) { changed.distance ^= 1; });
  }

  void of(const Clear& clear) {
    add(FaultKind::mask_of_write, clear, [](Clear& changed) { changed.unmasked = !changed.unmasked; });
    if (clear.rows > 1) {
      add(FaultKind::clear, clear, [](Clear& changed) { --changed.rows; });
      add(FaultKind::clear, clear, [](Clear& changed) {
        --changed.rows;
        ++changed.first.offset;
      });
    }
    mask_updates(clear);
  }

  void of(const spec::sot::Loop&) {}
  void of(const spec::sot::End&) {}

  const spec::sot::Program& program_;
  std::size_t at_ = 0;
  std::vector<Fault> faults_;
};

inline spec::sot::Program with_fault(spec::sot::Program program, const Fault& fault) {
  const auto at = program.words.begin() + static_cast<std::ptrdiff_t>(fault.word);
  if (fault.becomes.empty()) {
    program.words.erase(at);
  } else {
    *at = fault.becomes.front();
  }
  return program;
}

inline std::string text(const spec::sot::Program& program, const Fault& fault) {
  return fmt::format("word {} '{}': {}\n", fault.word, program.notes[fault.word],
                     fault_kind_names.at(static_cast<std::size_t>(fault.kind)));
}

}  // namespace spintile::verif
