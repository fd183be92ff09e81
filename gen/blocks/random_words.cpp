#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/blocks/element_lanes.h"
#include "gen/cells/cells.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

constexpr int state_bits = 32;

Expr states_after_reset(int generators) {
  std::vector<Expr> states;
  for (int i = generators - 1; i >= 0; --i) states.push_back(literal(state_bits, spec::random_reset(i)));
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
                            "Words are 0 but in the cycle of a step.\n"
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

  const int lines_bits = of_lines * state_bits;
  const Target states_q =
      m.reg("states_q", states_after_reset(generators), "generators of the lines, then of the choppers");
  const Expr next = m.wire("next", lines_bits);
  const Expr of_line_states = slice(states_q, 0, lines_bits);
  m.instance("line_generators", xorshift, {{"step_i", step}, {"state_i", of_line_states}, {"next_o", next}},
             {{"Generators", of_lines}});
  const Target next_states = m.variable("next_states", generators * state_bits, "in the cycle of a step");
  Expr steps = step;
  if (has_choppers) {
    const Expr step_chopper = m.input("step_chopper_i", 1, "the word of the choppers is used; not with step_i");
    const Expr chopper_word = m.output("chopper_word_o", 16);
    const Expr next_chopper = m.wire("next_chopper", state_bits);
    const Expr chopper_state = slice(states_q, lines_bits, state_bits);
    m.instance("chopper_generator", xorshift,
               {{"step_i", step_chopper}, {"state_i", chopper_state}, {"next_o", next_chopper}}, {{"Generators", 1}});
    m.combinational(next_states <= 0, when(step)
                                          .then(next_states <= concat({chopper_state, next}))
                                          .else_when(step_chopper)
                                          .then(next_states <= concat({next_chopper, of_line_states})));
    m.assign(chopper_word, slice(next_chopper, state_bits - 16, 16));
    steps = step || step_chopper;
  } else {
    m.combinational(next_states <= next);
  }
  m.clocked(when(commit).then(states_q <= staged).else_when(steps).then(states_q <= next_states));
  m.assign(states, states_q);

  const Target of_rows = m.variable("of_rows", rows * word_bits);
  const Target of_columns = m.variable("of_columns", columns * word_bits);
  const int low = state_bits - word_bits;
  const auto distributed = [&](const std::string& line_name, const Target& words, int lines, int first,
                               int first_of_many) -> Statement {
    switch (variant.update.random_words) {
      case spec::RandomWords::shared:
        return words <= repeat(slice(next, first * state_bits + low, word_bits), lines);
      case spec::RandomWords::rotated: {
        // Of the word twice over, those bits that the lines see: line i begins at bit i.
        const int seen = std::min(lines, state_bits) - 1 + word_bits;
        const int first_bit = first * state_bits;
        const Expr top = slice(next, first_bit + low, std::min(seen, word_bits));
        const Expr word = m.wire(line_name + "_word",
                                 seen == word_bits ? top : concat({slice(next, first_bit, seen - word_bits), top}));
        return m.loop(line_name, lines, [&](Index line) {
          return Block{line.lane(words, word_bits) <= line.modulo(state_bits).lane(word, word_bits, 0, 1)};
        });
      }
      case spec::RandomWords::per_line:
        break;
    }
    return m.loop(line_name, lines, [&](Index line) {
      return Block{line.lane(words, word_bits) <=
                   line.lane(next, word_bits, first_of_many * state_bits + low, state_bits)};
    });
  };
  const Statement to_rows = distributed("row", of_rows, rows, 0, 0);
  const Statement to_columns = distributed("column", of_columns, columns, 1, rows);
  m.combinational(of_rows <= 0, of_columns <= 0, when(step).then(to_rows, to_columns));
  m.assign(row_words, of_rows);
  m.assign(column_words, of_columns);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
