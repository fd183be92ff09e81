#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/sot_array_port.h"
#include "gen/blocks/sot_registers.h"
#include "spec/derive.h"
#include "spec/sot_program.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

constexpr int planes = 3;  // H, M and Mref: base registers 0 .. 2, which follow the row
constexpr int store_base = 3;
constexpr int pulse_base = 5;

/// The base registers of the program: those of the planes raised to the words of the row.
Expr raised_bases(Module& m, const spec::Variant& variant, const Expr& bases, const Expr& row, const Expr& raise,
                  int row_bits) {
  const int word_bits = spec::transfer_word_bits(variant.transfer);
  const Expr words = m.wire("words_before", zero_extend(row, row_bits) * literal(row_bits, word_bits), "of a plane");
  const Expr first = m.wire("first_word", mux(raise, words, literal(row_bits, 0)));
  std::vector<Expr> raised = {slice(bases, planes * row_bits, (spec::sot::base_registers - planes) * row_bits)};
  for (int base = planes - 1; base >= 0; --base) raised.push_back(slice(bases, base * row_bits, row_bits) + first);
  return m.wire("raised_bases", concat(std::move(raised)));
}

}  // namespace

ModulePointer transfer_unit(Design& design, const spec::Variant& variant) {
  const spec::Variant float_unit = spec::float_unit_of(variant);
  const bool has_choppers = spec::has_choppers(variant);
  const auto sequencer = transfer_sequencer(design, variant);
  const auto unit = sot_unit(design, float_unit, true);

  Module m = design.clocked("transfer_unit",
                            "Transfer: what a read of array A gave goes into the SOT array, a program there makes it "
                            "pulses to a row of\n"
                            "array W. Numbers and constants are in the SOT array and nowhere else.\n"
                            "Latency: see the transfer sequencer.");
  const int columns = variant.crossbar.columns;
  const int row_bits = spec::sot_row_bits(float_unit);
  const int code_bits = spec::transfer_code_bits(variant);
  const int accumulator_bits = spec::accumulator_bits(variant);

  const StreamBus stream = stream_ports(m);
  const Expr start = m.input("transfer_start_i", 1, "the read begins");
  const Expr busy = m.input("transfer_i", 1, "from then until done_o");
  const Expr row = m.input("transfer_row_i", spec::row_index_bits(variant), "stable until done_o");
  const Expr writes_pulses = m.input("writes_pulses_i", 1, "stable until done_o");
  const Expr read_done = m.input("read_done_i", 1, "the accumulators hold the codes from the next cycle on");
  const Expr accumulators = m.input("accumulators_i", columns * accumulator_bits);
  const Expr pulses_begin = m.output("pulses_begin_o", 1, "in the next cycle");
  const Expr slot_start = m.output("slot_start_o", 1);
  const Expr slot_done = m.input("slot_done_i", 1);
  const Expr column_signs = m.output("column_signs_o", columns);
  const Expr column_pulses = m.output("column_pulses_o", columns);
  const Expr end = m.output("transfer_end_o", 1, "choppers and counters go on");
  const Expr done = m.output("transfer_done_o", 1);
  const Expr sot_start = m.input("run_start_i", 1, "the command SOT");
  const Expr program_start = m.output("program_start_o", 1, "of that or of a transfer");
  const Expr program_done = m.output("program_done_o", 1);
  const Expr program_error = m.output("program_error_o", 8, "error code while program_done_o, 0 for none");

  if (const int subarrays = spec::subarrays(variant); subarrays > 1) {
    m.instance("row_select", row_select(design, variant),
               {{"row_i", row}, {"selected_subarrays_o", m.output("selected_subarrays_o", subarrays)}});
  }

  m.comment("What the read gave, as rows: bit by bit the codes of all columns, then the signs of the row.");
  const Expr store = m.wire("store", sequencer->port("store_o").width, "index of the row to store");
  const Expr open_row = m.wire("open_row", 1);
  const Expr open_to_write = m.wire("open_to_write", 1);
  const Target row_to_store = m.variable("row_to_store", columns);
  const auto index = [&](int which) { return literal(store.width(), which); };
  Select stored = select(store);
  for (int code_bit = 0; code_bit < code_bits; ++code_bit) {
    stored.is(index(code_bit), {m.loop("column_" + std::to_string(code_bit), columns, [&](Index column) {
                return Block{column.bit(row_to_store) <= column.lane(accumulators, 1, code_bit, accumulator_bits)};
              })});
  }
  if (has_choppers) {
    const Expr chopper = m.input("row_chopper_i", 1, "1: -1");
    const Expr fresh = m.input("row_fresh_i", 1);
    stored.is(index(code_bits), {row_to_store <= repeat(chopper, columns)});
    stored.is(index(code_bits + 1), {row_to_store <= repeat(fresh, columns)});
  }
  m.combinational(row_to_store <= 0, when(open_row && open_to_write).then(stored.otherwise({row_to_store <= 0})));
  if (accumulator_bits > code_bits) m.unread(accumulators, "A one-hot read has short codes.");

  m.comment("The array.");
  std::vector<Connection> unit_connections = connections(stream);
  unit_connections.insert(unit_connections.end(),
                          {{"receive_start_i", m.input("unit_receive_start_i", 1, "of the program or the lanes space")},
                           {"send_start_i", m.input("unit_send_start_i", 1)},
                           {"to_lanes_i", m.input("to_lanes_i", 1, "the packet that starts is of the lanes space")},
                           {"lanes_space_i", m.input("lanes_space_i", 1, "so is the one under way")}});
  Expr bases = literal(1, 0);
  for (const NamedWidth& setting : sot_settings(float_unit)) {
    const Expr value = m.input(setting.name + "_i", setting.bits);
    if (setting.name == "bases") {
      bases = value;
      unit_connections.push_back({"bases_i", raised_bases(m, variant, bases, row, busy, row_bits)});
    } else {
      unit_connections.push_back({setting.name + "_i", value});
    }
  }
  const Expr open_address = m.wire("open_address", row_bits);
  const Expr opened = m.wire("opened", 1);
  const Expr at_rest = m.wire("at_rest", 1);
  const Expr row_read = m.wire("row_read", 1);
  const Expr latch = m.wire("latch", columns);
  const Expr own_start = m.wire("own_start", 1);
  m.assign(program_start, sot_start || own_start);
  unit_connections.insert(unit_connections.end(), {{"program_start_i", program_start},
                                                   {"program_done_o", program_done},
                                                   {"program_error_o", program_error},
                                                   {"receive_done_o", m.output("receive_done_o", 1)},
                                                   {"receive_error_o", m.output("receive_error_o", 8)},
                                                   {"send_done_o", m.output("send_done_o", 1)},
                                                   {"open_row_i", open_row},
                                                   {"open_to_write_i", open_to_write},
                                                   {"open_address_i", open_address},
                                                   {"row_i", row_to_store},
                                                   {"opened_o", opened},
                                                   {"at_rest_o", at_rest},
                                                   {"row_read_o", row_read},
                                                   {"latch_o", latch}});
  for (Connection& pin : sot_pins(m, unit)) unit_connections.push_back(std::move(pin));
  m.instance("sot_unit", unit, std::move(unit_connections));

  m.comment("Its steps.");
  const Expr take_signs = m.wire("take_signs", 1);
  const auto base = [&](int which) { return slice(bases, which * row_bits, row_bits); };
  m.instance("transfer_sequencer", sequencer,
             {{"start_i", start},
              {"read_done_i", read_done && busy},
              {"store_base_i", base(store_base)},
              {"pulse_base_i", base(pulse_base)},
              {"writes_pulses_i", writes_pulses},
              {"open_row_o", open_row},
              {"open_to_write_o", open_to_write},
              {"open_address_o", open_address},
              {"opened_i", opened},
              {"at_rest_i", at_rest},
              {"row_read_i", row_read},
              {"store_o", store},
              {"program_start_o", own_start},
              {"program_done_i", program_done},
              {"program_failed_i", any(program_error)},
              {"pulses_begin_o", pulses_begin},
              {"take_signs_o", take_signs},
              {"slot_start_o", slot_start},
              {"slot_done_i", slot_done},
              {"end_o", end},
              {"done_o", done}});
  const Target column_signs_q = m.data_reg("column_signs_q", columns);
  m.clocked(when(take_signs).then(column_signs_q <= ~latch));
  m.assign(column_signs, column_signs_q);
  m.assign(column_pulses, latch);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
