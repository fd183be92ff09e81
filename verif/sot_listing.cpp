#include "verif/sot_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <variant>

#include "refmodel/sot/sot_counts.h"

namespace spintile::verif {
namespace {

using namespace spec::sot;

class ActText {
 public:
  explicit ActText(const Program& program) : program_(program) {}

  std::string operator()(const Step& step) const {
    std::string text;
    if (step.write != Write::none) {
      text = rows_text(step.to);
      if (step.also) text += ", " + rows_text(*step.also);
      text += fmt::format(" {} {}", write_sign(step.write), read_text(step));
      if (step.unmasked) text += " in all lanes";
    } else if (step.read != Read::hold) {
      text = "latch <- " + read_text(step);
    }
    return with_mask(std::move(text), step.mask);
  }
  std::string operator()(const Search& search) const {
    std::string text = fmt::format("match <- {} = {:#x}", rows_text(search.first, search.rows), unsigned{search.key});
    if (search.pair) {
      Row complement = search.first;
      complement.offset += search.rows;
      text += fmt::format(", complements in {}", rows_text(complement, search.rows));
    }
    return with_mask(std::move(text), search.mask);
  }
  std::string operator()(const Clear& clear) const {
    return with_mask(
        fmt::format("{} <- 0{}", rows_text(clear.first, clear.rows), clear.unmasked ? " in all lanes" : ""),
        clear.mask);
  }
  std::string operator()(const Move& move) const {
    return fmt::format("latch <- {} of lane + {}", rows_text(move.from), 1 << move.distance);
  }
  std::string operator()(const Loop& loop) const { return fmt::format("for i in 0 .. {}", loop.count - 1); }
  std::string operator()(const End&) const { return "end"; }

 private:
  static std::string_view write_sign(Write write) {
    switch (write) {
      case Write::and_into:
        return "&=";
      case Write::or_into:
        return "|=";
      case Write::xor_into:
        return "^=";
      default:
        return "<-";
    }
  }

  static std::string_view mask_text(Mask mask) {
    switch (mask) {
      case Mask::keep:
        return "";
      case Mask::ones:
        return "mask <- 1";
      case Mask::latch:
        return "mask <- latch";
      case Mask::latch_complement:
        return "mask <- ~latch";
      case Mask::match:
        return "mask <- match";
      case Mask::and_latch:
        return "mask &= latch";
      case Mask::and_latch_complement:
        return "mask &= ~latch";
      case Mask::and_match:
        return "mask &= match";
    }
    return "";
  }

  static std::string with_mask(std::string text, Mask mask) {
    const std::string_view update = mask_text(mask);
    if (!update.empty() && !text.empty()) text += "; ";
    text += update;
    return text.empty() ? "nothing" : text;
  }

  std::string region_name(int base) const {
    const auto index = static_cast<std::size_t>(base);
    return index < program_.regions.size() ? program_.regions[index].name : fmt::format("base{}", base);
  }

  /// "3", "3 + i", "22 - 2i".
  static std::string place(const Row& row) {
    if (row.stride == 0) return fmt::format("{}", row.offset);
    const int distance = std::abs(row.stride);
    return fmt::format("{} {} {}i", row.offset, row.stride < 0 ? '-' : '+',
                       distance == 1 ? "" : fmt::format("{}", distance));
  }

  std::string rows_text(const Row& row, int count = 1) const {
    if (count == 1) return fmt::format("{}[{}]", region_name(row.base), place(row));
    Row last = row;
    last.offset += count - 1;
    return fmt::format("{}[{} .. {}]", region_name(row.base), place(row), place(last));
  }

  std::string read_text(const Step& step) const {
    switch (step.read) {
      case Read::hold:
        return "latch";
      case Read::zero:
        return "0";
      case Read::one:
        return "1";
      case Read::row:
        return rows_text(step.from);
      case Read::row_complement:
        return "~" + rows_text(step.from);
    }
    return "";
  }

  const Program& program_;
};

/// Steps of the word by itself: one pass.
std::int64_t steps_once(Word word, const Program& program) {
  if (std::holds_alternative<Loop>(word.act) || std::holds_alternative<End>(word.act)) return 0;
  word.ends_loop = false;
  const Program alone = {program.name, program.regions, {word, Word{}}, {}};
  return refmodel::static_counts(alone, refmodel::XorWrite::toggle).steps;
}

/// The words of a program in their order, one line each.
class WordLines {
 public:
  explicit WordLines(const Program& program) : program_(program) {}

  std::string next() {
    const Word& word = program_.words[index_];
    const std::string act = (passes_ > 0 ? "  " : "") + act_text(word, program_);
    const std::int64_t steps = steps_once(word, program_) * std::max(passes_, 1);
    const std::string note = index_ < program_.notes.size() ? program_.notes[index_] : "";
    const std::string line = note.empty() ? fmt::format("{:5} {:6}  {}\n", index_, steps, act)
                                          : fmt::format("{:5} {:6}  {:<60}  {}\n", index_, steps, act, note);
    if (const auto* loop = std::get_if<Loop>(&word.act)) passes_ = loop->count;
    if (word.ends_loop) passes_ = 0;
    ++index_;
    return line;
  }

 private:
  const Program& program_;
  std::size_t index_ = 0;
  int passes_ = 0;  // of the loop that the next word stands in; 0 outside
};

}  // namespace

std::string act_text(const Word& word, const Program& program) { return std::visit(ActText(program), word.act); }

std::string listing(const Program& program) {
  const refmodel::SotCounts counts = refmodel::static_counts(program, refmodel::XorWrite::toggle);
  std::string text = fmt::format("{}: {} steps, {} words, {} rows\n", program.name, counts.steps, program.words.size(),
                                 program.rows());
  for (std::size_t base = 0; base < program.regions.size(); ++base) {
    const Region& region = program.regions[base];
    text += fmt::format("base {}  {:<8} {:4} rows\n", base, region.name, region.rows);
  }
  text += fmt::format("{} reads, {} write pulses into {} rows, {} searches, {} mask loads, {} clears, {} moves\n\n",
                      counts.reads, counts.write_pulses, counts.rows_written, counts.searches, counts.mask_loads,
                      counts.clears, counts.moves);
  text += " word  steps\n";
  WordLines lines(program);
  for (std::size_t i = 0; i < program.words.size(); ++i) text += lines.next();
  return text;
}

}  // namespace spintile::verif
