#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/blocks/element_lanes.h"
#include "gen/cells/cells.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

constexpr int state_bits = 32;

/// Generators `first` .. `first + count - 1` after a reset.
Expr states_after_reset(int first, int count) {
  std::vector<Expr> states;
  for (int i = first + count - 1; i >= first; --i) states.push_back(literal(state_bits, spec::random_reset(i)));
  return concat(std::move(states));
}

}  // namespace

ModulePointer random_words(Design& design, const spec::Variant& variant) {
  const auto xorshift = cells::xorshift(design);
  const auto layout = spec::space_layout(variant, spec::Space::random);
  const int generators = layout.elements;
  const auto staging =
      packet_staging(design, {"random", generators, std::min(layout.elements_per_beat(), generators), state_bits, 0});
  const bool has_choppers = spec::has_choppers(variant);
  const int of_lines = generators - (has_choppers ? 1 : 0);
  const int rows = variant.crossbar.rows;
  const int columns = variant.crossbar.columns;
  const int word_bits = variant.update.probability_bits;

  Module m = design.clocked("random_words",
                            "Random words of the update pulses: generators, stepped first and then used, and who sees "
                            "which word. A line\n"
                            "sees the highest bits of its word.\n"
                            "Latency: words 0 cycles, the states behind them 1 cycle from a step.");
  const Expr beat = m.input("beat_i", spec::stream_bits);
  const Expr last = m.input("last_i", 1, "this is the last beat of the packet");
  const Expr shift = m.input("shift_i", 1);
  const Expr commit = m.input("commit_i", 1);
  const Expr out_of_range = m.output("out_of_range_o", 1);
  const Expr step = m.input("step_i", 1, "the words of the lines are used");
  const Expr row_words = m.output("row_words_o", rows * word_bits);
  const Expr column_words = m.output("column_words_o", columns * word_bits);
  const Expr states = m.output("random_o", generators * state_bits);

  const auto elements = element_lanes(m, beat, last, layout);
  m.assign(out_of_range, elements.out_of_range);
  const Expr staged = m.wire("staged", generators * state_bits);
  m.instance("staging", staging,
             {{"beat_i", concat({elements.values.rbegin(), elements.values.rend()})},
              {"shift_i", shift},
              {"values_o", staged}});

  const Expr next = m.wire("next", generators * state_bits);
  const Target lines_q = m.reg("lines_q", states_after_reset(0, of_lines), "generators of the lines");
  m.clocked(when(commit)
                .then(lines_q <= slice(staged, 0, of_lines * state_bits))
                .else_when(step)
                .then(lines_q <= slice(next, 0, of_lines * state_bits)));
  if (has_choppers) {
    const Expr step_chopper = m.input("step_chopper_i", 1, "the word of the choppers is used");
    const Expr chopper_word = m.output("chopper_word_o", 16);
    const Target chopper_q = m.reg("chopper_q", states_after_reset(of_lines, 1), "generator of the choppers");
    m.clocked(when(commit)
                  .then(chopper_q <= slice(staged, of_lines * state_bits, state_bits))
                  .else_when(step_chopper)
                  .then(chopper_q <= slice(next, of_lines * state_bits, state_bits)));
    m.assign(chopper_word, slice(next, of_lines * state_bits + state_bits - 16, 16));
    m.assign(states, concat({chopper_q, lines_q}));
  } else {
    m.assign(states, lines_q);
  }
  m.instances("generator", generators, xorshift, [&](Index generator) {
    return std::vector<Connection>{{"state_i", generator.lane(states, state_bits)},
                                   {"next_o", generator.lane(next, state_bits)}};
  });

  const int low = state_bits - word_bits;
  const auto distribute = [&](const std::string& name, const Expr& words, int lines, int first, int first_of_many) {
    switch (variant.update.random_words) {
      case spec::RandomWords::shared:
        m.assign(words, repeat(slice(next, first * state_bits + low, word_bits), lines));
        return;
      case spec::RandomWords::rotated: {
        // Of the word twice over, those bits that the lines see: line i begins at bit i.
        const int seen = std::min(lines, state_bits) - 1 + word_bits;
        const int first_bit = first * state_bits;
        const Expr top = slice(next, first_bit + low, std::min(seen, word_bits));
        const Expr word =
            m.wire(name + "_word", seen == word_bits ? top : concat({slice(next, first_bit, seen - word_bits), top}));
        m.assigns(name, lines, [&](Index line) {
          return std::vector<Assignment>{
              {line.lane(words, word_bits), line.modulo(state_bits).lane(word, word_bits, 0, 1)}};
        });
        return;
      }
      case spec::RandomWords::per_line:
        m.assigns(name, lines, [&](Index line) {
          return std::vector<Assignment>{
              {line.lane(words, word_bits), line.lane(next, word_bits, first_of_many * state_bits + low, state_bits)}};
        });
    }
  };
  distribute("row", row_words, rows, 0, 0);
  distribute("column", column_words, columns, 1, rows);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
