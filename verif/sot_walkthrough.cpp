#include "verif/sot_walkthrough.h"

#include <fmt/format.h>

#include <array>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "gen/microcode/addition.h"
#include "gen/microcode/microcode.h"
#include "refmodel/sot/sot_counts.h"
#include "verif/sot_listing.h"
#include "verif/sot_trace.h"

namespace spintile::verif {
namespace {

using gen::microcode::Assembler;
using spec::sot::Program;
namespace region = gen::microcode::region;

/// A part of the addition, which begins with the first step whose note begins like this.
struct Chapter {
  const char* begins;
  const char* title;
  const char* text;
};

constexpr std::array chapters = {
    Chapter{
        "clear zeroed", "Infinities and NaN",
        "One clear makes all rows 0 that must be 0 to begin with. A search compares some rows with a key in every\n"
        "lane at once: `a[1] .. a[2] = 11` finds the lanes where the exponent of a is all ones, and they become the\n"
        "mask. Now a write reaches those lanes alone; in all others the row stays what it is. So \"if\" costs a\n"
        "lane nothing but the time of both branches."},
    Chapter{"store a[1] -> exponent", "Hidden bits",
            "A number whose exponent field is 0 is subnormal: it has no hidden bit, and the exponent of the least\n"
            "normal number. `everywhere` means that the write ignores the mask."},
    Chapter{
        "store exponent[0][1] -> difference", "Difference of the exponents",
        "The adder of the section above on b and the complement of a, without a carry in, the sum kept complemented:\n"
        "a - b. The lowest place takes three steps, because nothing is carried into it; the top row is the carry\n"
        "out: 1 where b's is the larger."},
    Chapter{
        "store difference[0] -> exponent[0]", "The larger operand first",
        "Sign and significand of a are stored in all lanes, then those of b over them in the lanes where b has the\n"
        "larger exponent: a swap is a copy of each, one of them under a mask. Of the exponents the XOR is at hand,\n"
        "from the difference: cleared in those lanes, and XORed with b's everywhere, it is the larger of both. The\n"
        "difference is complemented in the same lanes, which makes it positive and one short: so there a is put one\n"
        "place lower to begin with."},
    Chapter{"mask <- difference[1]", "Alignment",
            "The smaller significand moves right by the difference: a pass for each bit of it, from the top, the mask\n"
            "being that bit, moves all rows by a power of two: 2 places, then 1. A move is a store from one row into\n"
            "another. What leaves at the lower end is collected by OR in a row of its own, `sticky`."},
    Chapter{
        "xor opposite signs -> round", "Significands",
        "Where the signs are opposite the smaller is complemented, which subtracts; the 1 that belongs to it comes\n"
        "in below, where nothing was shifted out. Then three steps a place: an operand's row is not needed any more\n"
        "and becomes `propagate` itself, so that only the two XORs and the carry are left."},
    Chapter{
        "store opposite signs -> negative", "Sign",
        "Where the exponents were alike the difference may be negative, which a missing carry out tells: the sign\n"
        "turns, and the rows are complemented. That is one short; ones follow from below (`negative`), and rounding\n"
        "makes up for it."},
    Chapter{
        "store 1 -> limited", "Leading zeros",
        "A left shift, longest distance first: a search finds the lanes whose upper rows are all 0, and they move.\n"
        "The exponent limits it (`limited`): below the least normal number a result stays subnormal."},
    Chapter{
        "search sticky", "Ties",
        "`guard` is the first bit below the last place. Where all below it is 0 the number lies half-way, and the\n"
        "search finds those lanes; in them, and only in them, guard becomes guard AND last place: up if that makes\n"
        "it even. Then the lanes of guard become the mask, and 1 is added there: an increment is a step a row, the\n"
        "mask being the carry."},
    Chapter{"xor exponent[0] -> result[1]", "Packing",
            "The exponent joins the significand, whose carry counts it up. Last come the lanes that were set aside at\n"
            "the beginning: infinity and NaN are stored over whatever was computed there."},
};

struct Case {
  std::uint64_t a, b;
};
constexpr std::array cases = {Case{0x3, 0x1}, Case{0x4, 0x1}, Case{0x3, 0x4},
                              Case{0x5, 0xC}, Case{0x9, 0x3}, Case{0x6, 0xE}};

/// Of e2m1.
std::string value_text(std::uint64_t word) {
  constexpr std::array names = {"0", "0.5", "1", "1.5", "2", "3", "infinity", "NaN"};
  return fmt::format("{}{}", (word & 8) != 0 ? "-" : "", names[word & 7]);
}

std::string drawing(const refmodel::SotArray& array, const Program& program) {
  std::string text = "```\n";
  const refmodel::SotBases bases = consecutive_bases(program);
  for (std::size_t base = 0; base < program.regions.size(); ++base) {
    if (program.regions[base].name == "scratch") continue;
    for (int row = program.regions[base].rows - 1; row >= 0; --row) {
      text += fmt::format("{:<11} {}\n", fmt::format("{}[{}]", program.regions[base].name, row),
                          lane_text(array.row(bases[base] + row), array.lanes()));
    }
  }
  return text + "```\n";
}

std::string block(const std::vector<std::string>& lines, std::size_t from, std::size_t to, int lanes) {
  std::string text = fmt::format("```\nstep  {:<{}}  what it does{:52}row{:9}before, after\n", "where", lanes, "", "");
  for (std::size_t i = from; i < to; ++i) text += lines[i] + "\n";
  return text + "```\n";
}

std::string full_adder() {
  Assembler p("full adder", {{"a", 1}, {"b", 1}, {"sum", 2}, {"", 0}, {"scratch", 0}}, false);
  add_rows(p, {p.rows(region::a)[0]}, {p.rows(region::b)[0]}, {p.rows(region::result)[0], p.rows(region::result)[1]});
  p.unmask();
  const Program program = p.finish(false);
  refmodel::SotArray array(program.rows(), 8);
  array.load(0, 3, std::array<std::uint64_t, 8>{0, 1, 2, 3, 4, 5, 6, 7});
  std::string text = drawing(array, program) + "\n";
  const auto lines = trace(array, program);
  text += block(lines, 0, lines.size(), array.lanes()) + "\n" + drawing(array, program);
  return text;
}

std::string chapter_texts(const std::vector<std::string>& lines, const Program& program, int lanes) {
  std::vector<std::size_t> begins;
  for (const Chapter& chapter : chapters) {
    std::size_t at = begins.empty() ? 0 : begins.back();
    while (at < lines.size() && !program.notes[at].starts_with(chapter.begins)) ++at;
    if (at == lines.size()) {
      throw std::logic_error(
          fmt::format("{} has no step \"{}\", which \"{}\" begins with", program.name, chapter.begins, chapter.title));
    }
    begins.push_back(at);
  }
  begins.push_back(lines.size());
  std::string text;
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    text += fmt::format("\n### {}\n\n{}\n\n{}", chapters[i].title, chapters[i].text,
                        block(lines, begins[i], begins[i + 1], lanes));
  }
  return text;
}

std::string counts_text(const Program& program) {
  const refmodel::SotCounts counts = refmodel::static_counts(program, refmodel::XorWrite::toggle);
  const std::int64_t writes = counts.write_pulses - counts.clears;
  if (writes + counts.searches + counts.mask_loads + counts.clears != counts.steps) {
    throw std::logic_error("the counts of " + program.name + " are not its steps");
  }
  return fmt::format(
      "| | steps |\n| --- | --: |\n| writes, each with its read | {} |\n| mask loads: from a row, in a word that "
      "writes "
      "nothing, and from the answer of a search | {} |\n| searches | {} |\n| clears of a range of rows | {} |\n"
      "| **together** | **{}** |\n\n"
      "That is what docs/microcode-steps.md counts for each format. A mask that is taken from the latch beside a "
      "write, "
      "or made\nall ones, costs nothing; a write into two rows is one step. A word store would hold {} words, since "
      "loops "
      "take\nrepeated ones together: `spintile fp add --format e2m1 --listing`. On the way {} rows are opened to be "
      "read and {}\nrows written.\n",
      writes, counts.mask_loads, counts.searches, counts.clears, counts.steps,
      gen::microcode::compile(spec::FloatOperation{.format = spec::float_format("e2m1")}).words.size(), counts.reads,
      counts.rows_written);
}

}  // namespace

std::string sot_walkthrough() {
  const spec::FloatOperation operation{.format = spec::float_format("e2m1")};
  const Program program = gen::microcode::compile(operation, {.roll_loops = false});
  refmodel::SotArray array(program.rows(), static_cast<int>(cases.size()));
  std::vector<std::uint64_t> a, b;
  for (const Case& one : cases) {
    a.push_back(one.a);
    b.push_back(one.b);
  }
  const refmodel::SotBases bases = consecutive_bases(program);
  const int bits = operation.format.total_bits();
  array.load(bases[region::a], bits, a);
  array.load(bases[region::b], bits, b);
  const std::string before = drawing(array, program);
  const auto lines = trace(array, program);
  std::vector<std::uint64_t> sums(cases.size());
  array.unload(bases[region::result], bits, sums);

  std::string text =
      "# The SOT array, step by step\n\n"
      "Written by `spintile fp --worked-example`; a test holds it against the compiler and the golden array. What "
      "each\n"
      "word means to the bit is in contract.md, \"SOT array\".\n\n"
      "A row of the array is opened at a time, and all its cells, the lanes, are read or written at once. A number "
      "lies\n"
      "down a lane, one bit a row; a program works on all lanes, each with its own numbers. Beside the cells every "
      "lane\n"
      "has three bits: the `latch` takes what is read, the `mask` says whether a write reaches the lane, `match` is "
      "the\n"
      "answer of a search. A step reads a row (or its complement, or a constant) into the latch, then writes the latch "
      "into\none row or two: stored, or combined by AND, OR, XOR with what is there.\n\n"
      "Below, a group of digits is a row, or the mask, lane 0 leftmost; `where` are the lanes a step writes.\n\n"
      "## A full adder in four steps\n\n"
      "Eight lanes hold all values of a, b and a carry, which lies in sum[0].\n\n";
  text += full_adder();
  text +=
      "\nStep 1 makes `propagate`, a XOR b. Step 2 turns the carry into the sum where it lies, and takes propagate as "
      "the "
      "mask\nfrom the latch, which costs nothing. The carry out was guessed to be a in step 0: it is, where a and b "
      "are "
      "alike.\nWhere they differ it is the carry in, which is the complement of the sum there: step 3. The operands "
      "are "
      "kept, and\nthe next place finds its carry where its sum is to lie, so a number of n bits takes 4 n steps.\n\n"
      "## An addition\n\n"
      "Of e2m1, a format of four bits: sign, two of exponent (bias 1), one of fraction. Six lanes:\n\n"
      "| lane | a | b | sum |\n| --: | --: | --: | --: |\n";
  for (std::size_t lane = 0; lane < cases.size(); ++lane) {
    text +=
        fmt::format("| {} | {} | {} | {} |\n", lane, value_text(a[lane]), value_text(b[lane]), value_text(sums[lane]));
  }
  text +=
      "\nLanes 1 and 2 are ties: 2.5 lies between 2 and 3, of which 2 has the even fraction; 3.5 lies between 3 and 4, "
      "goes\n"
      "up, and is too large. Before the first step:\n\n";
  text += before + chapter_texts(lines, program, array.lanes());
  text += "\nAfter the last:\n\n" + drawing(array, program);
  text += "\n## How many steps\n\n" + counts_text(program);
  return text;
}

}  // namespace spintile::verif
