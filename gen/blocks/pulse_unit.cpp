#include <optional>

#include "gen/blocks/blocks.h"
#include "gen/blocks/labels.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer pulse_unit(Design& design, const spec::Variant& variant) {
  const auto row_buffer = parameter_buffer(design, variant, spec::Space::row_probability);
  const auto column_buffer = parameter_buffer(design, variant, spec::Space::column_probability);
  const auto words = random_words(design, variant);
  const auto lines = pulse_lines(design, variant);
  const auto sequencer = update_sequencer(design, variant);
  const bool has_backward = spec::has_backward(variant);
  std::optional<ModulePointer> drivers;  // with a BACKWARD the columns are driven elsewhere, as the rows are
  if (!has_backward) drivers = column_drivers(design, variant);
  const bool has_transfer = spec::has_transfer(variant);
  const bool has_choppers = spec::has_choppers(variant);

  Module m = design.clocked("pulse_unit",
                            "Pulses of rows and columns: probabilities, random words and choppers make those of an "
                            "update, a slot at a time;\n"
                            "those of a transfer come ready made.\n"
                            "Latency: 1 + slots * (1 + pulse) cycles from start_i to done_o.");
  const int rows = variant.crossbar.rows;
  const int columns = variant.crossbar.columns;
  const int word_bits = variant.update.probability_bits;
  const int value_bits = word_bits + 2;

  const Expr beat = m.input("beat_i", spec::stream_bits);
  const Expr last = m.input("last_i", 1, "this is the last beat of the packet");
  const Expr shift = m.input("shift_i", 1);
  const Expr commit = m.input("commit_i", 1);
  const Expr space = m.input("space_i", 8, "of the packet");
  const Expr out_of_range = m.output("out_of_range_o", 1);
  const Expr row_probabilities = m.output("row_probability_o", rows * value_bits);
  const Expr column_probabilities = m.output("column_probability_o", columns * value_bits);
  const Expr random = m.output("random_o", spec::random_generators(variant) * 32);
  const Expr start = m.input("start_i", 1);
  const Expr slots = m.input("slots_i", spec::ceil_log2(variant.update.pulse_slots + 1), "read with start_i");
  const Expr take = m.output(
      "take_o", 1, has_backward ? "rows and columns take the pulses of a slot" : "the rows take the pulses of a slot");
  const Expr release = m.output("release_o", 1, "the rows stand by from the next cycle on");
  const Expr signs = m.output("row_signs_o", rows);
  const Expr pulses = m.output("row_pulses_o", rows);
  const Expr column_signs = m.output(has_backward ? "column_signs_o" : "col_sign_o", columns);
  const Expr column_levels = m.output(has_backward ? "column_pulses_o" : "col_level_o", columns);
  const Expr update_en = m.output("update_en_o", 1);
  const Expr done = m.output("done_o", 1);

  m.comment("Probabilities and generators.");
  std::vector<Expr> faults;
  const auto buffer = [&](spec::Space which) {
    const std::string name(spec::name(which));
    const Expr selected = m.wire("to_" + name, space == space_label(m, which));
    const Expr fault = m.wire(name + "_out_of_range", 1);
    faults.push_back(selected && fault);
    return std::vector<Connection>{{"beat_i", beat},
                                   {"last_i", last},
                                   {"shift_i", shift && selected},
                                   {"commit_i", commit && selected},
                                   {"out_of_range_o", fault}};
  };
  auto row_connections = buffer(spec::Space::row_probability);
  row_connections.push_back({"values_o", row_probabilities});
  m.instance("row_probabilities", row_buffer, std::move(row_connections));
  auto column_connections = buffer(spec::Space::column_probability);
  column_connections.push_back({"values_o", column_probabilities});
  m.instance("column_probabilities", column_buffer, std::move(column_connections));
  const Expr row_words = m.wire("row_words", rows * word_bits);
  const Expr column_words = m.wire("column_words", columns * word_bits);
  const Expr slot_begins = m.wire("slot_begins", 1);
  std::vector<Expr> transfer;
  if (has_transfer) {
    transfer = {m.input("transfer_i", 1, "the pulses are those of a transfer"),
                m.input("transfer_row_i", spec::row_index_bits(variant)),
                m.input("column_signs_i", columns, "of a transfer"), m.input("column_pulses_i", columns)};
  }
  const Expr slot =
      has_transfer ? m.wire("update_slot", slot_begins && !transfer[0], "a slot of an update begins") : slot_begins;
  auto word_connections = buffer(spec::Space::random);
  word_connections.insert(
      word_connections.end(),
      {{"step_i", slot}, {"row_words_o", row_words}, {"column_words_o", column_words}, {"random_o", random}});
  std::vector<Expr> choppers;
  if (has_choppers) {
    const Expr end = m.input("end_i", 1, "a transfer ends");
    const Expr word = m.wire("chopper_word", 16);
    word_connections.push_back({"step_chopper_i", end});
    word_connections.push_back({"chopper_word_o", word});
    choppers = {m.wire("choppers", rows, "1: -1"), m.input("to_fast_i", 1, "the update is of array A")};
    auto chopper_connections = buffer(spec::Space::chopper);
    chopper_connections.insert(
        chopper_connections.end(),
        {{"end_i", end},
         {"transfer_row_i", transfer[1]},
         {"show_i", slot},
         {"flip_all_i", m.input("flip_all_i", 1, "this sweep flips the chopper of every row")},
         {"flip_some_i", m.input("flip_some_i", 1, "a row's flips where a word is below the probability")},
         {"probability_i", m.input("flip_probability_i", 16)},
         {"word_i", word},
         {"choppers_o", choppers[0]},
         {"chopper_o", m.output("row_chopper_o", 1, "of the row of the transfer")},
         {"fresh_o", m.output("row_fresh_o", 1)},
         {"values_o", m.output("chopper_o", 2 * rows)}});
    m.instance("chopper_bank", chopper_bank(design, variant), std::move(chopper_connections));
  }
  m.instance("random_words", words, std::move(word_connections));
  m.assign(out_of_range, any_of(faults));

  m.comment("The pulses of the present slot.");
  const Expr row_negative = m.wire("row_negative", rows);
  const Expr row_fires = m.wire("row_fires", rows);
  const Expr column_negative = m.wire("column_negative", columns);
  const Expr column_fires = m.wire("column_fires", columns);
  m.instance("row_lines", lines,
             {{"slot_i", slot},
              {"probabilities_i", row_probabilities},
              {"words_i", row_words},
              {"negative_o", row_negative},
              {"fires_o", row_fires}},
             {{"Lines", rows}});
  m.instance("column_lines", lines,
             {{"slot_i", slot},
              {"probabilities_i", column_probabilities},
              {"words_i", column_words},
              {"negative_o", column_negative},
              {"fires_o", column_fires}},
             {{"Lines", columns}});
  m.assign(signs, has_choppers ? row_negative ^ (choppers[0] & repeat(choppers[1], rows)) : row_negative);
  if (has_transfer) {
    const Expr one_row = m.input("one_row_i", 1, "the rows take that of a transfer");
    const Target row_pulses = m.variable("row_pulses", rows);
    m.combinational(row_pulses <= row_fires,
                    when(one_row).then(row_pulses <= shift_left(literal(rows, 1), transfer[1])));
    m.assign(pulses, row_pulses);
  } else {
    m.assign(pulses, row_fires);
  }
  const auto choose = [&](const Expr& of_transfer, const Expr& of_update) {
    return has_transfer ? mux(transfer[0], of_transfer, of_update) : of_update;
  };

  m.comment("The slots.");
  const Expr slots_end = m.wire("slots_end", 1);
  m.instance("update_sequencer", sequencer,
             {{"start_i", start},
              {"slots_i", slots},
              {"take_o", slot_begins},
              {"release_o", slots_end},
              {"update_en_o", update_en},
              {"done_o", done}});
  const Expr signs_of_columns = has_transfer ? choose(transfer[2], column_negative) : column_negative;
  const Expr pulses_of_columns = has_transfer ? choose(transfer[3], column_fires) : column_fires;
  if (drivers) {
    m.instance("column_drivers", *drivers,
               {{"take_i", slot_begins},
                {"signs_i", signs_of_columns},
                {"pulses_i", pulses_of_columns},
                {"release_i", slots_end},
                {"col_sign_o", column_signs},
                {"col_level_o", column_levels}});
  } else {
    m.assign(column_signs, signs_of_columns);
    m.assign(column_levels, pulses_of_columns);
  }
  m.assign(take, slot_begins);
  m.assign(release, slots_end);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
