#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/sot_array_port.h"
#include "gen/cells/cells.h"
#include "spec/derive.h"
#include "spec/sot_program.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer sot_unit(Design& design, const spec::Variant& variant, bool row_port) {
  const bool has_pins = variant.sot.array == spec::SotArray::pins;
  const auto packets = float_packets(design, variant);
  const auto ram = cells::ram(design);
  const auto store = sot_program_store(design, variant, ram);
  const auto sequencer = sot_sequencer(design, variant);
  const auto lanes_of_array = sot_lanes(design, variant, row_port);
  const auto transposer = sot_transposer(design, variant);
  const auto array = has_pins ? sot_array_pins(design, variant) : sot_array_memory(design, variant, ram);
  const auto skid_buffer = cells::skid_buffer(design);

  Module m = design.clocked("sot_unit",
                            "SOT unit: a SOT-MRAM array computes in its rows, all lanes at once, as a program says.\n"
                            "Latency of a program: 1 + the cycles of its words.");
  const int lanes = variant.sot.lanes;
  const int row_bits = spec::sot_row_bits(variant);
  const int program_bits = spec::program_address_bits(variant);
  const int beat_bits = spec::ceil_log2(lanes + 1);
  const int block_lanes = spec::transposed_lanes(variant);
  const int blocks = spec::transposed_blocks(variant);

  const Expr receive_start = m.input("receive_start_i", 1);
  const Expr send_start = m.input("send_start_i", 1);
  const Expr to_lanes = m.input("to_lanes_i", 1, "the packet that starts is of the lanes space");
  const Expr lanes_space = m.input("lanes_space_i", 1, "so is the one under way, from the cycle after its start");
  const Expr program_start = m.input("program_start_i", 1);
  const Expr program_first = m.input("program_first_i", program_bits + 1);
  const Expr program_words = m.input("program_words_i", program_bits + 1);
  const Expr lanes_first = m.input("lanes_first_i", row_bits);
  const Expr lanes_bits = m.input("lanes_bits_i", 7);
  const Expr wait = m.input("wait_cycles_i", 24, "of a read, a write, a search");
  const Expr bases = m.input("bases_i", spec::sot::base_registers * row_bits);
  const StreamBus stream = stream_ports(m);
  const Expr receive_done = m.output("receive_done_o", 1);
  const Expr receive_error = m.output("receive_error_o", 8, "error code while receive_done_o, 0 for none");
  const Expr send_done = m.output("send_done_o", 1);
  const Expr program_done = m.output("program_done_o", 1);
  const Expr program_error = m.output("program_error_o", 8, "error code while program_done_o, 0 for none");
  m.assign(send_done, stream.out_valid && stream.out_ready && stream.out_last);

  m.comment("Packets.");
  const Expr program_take = m.wire("program_take", 1);
  const Expr words_valid = m.wire("words_valid", 1);
  const Expr words_ready = m.wire("words_ready", 1);
  const Expr transposer_idle = m.wire("transposer_idle", 1);
  const Expr last_beat = m.wire("last_beat", beat_bits);
  const Expr abort = m.wire("abort", 1);
  m.instance("packets", packets,
             {{"start_i", receive_start},
              {"to_lanes_i", lanes_space},
              {"words_i", program_words},
              {"last_of_lanes_i", last_beat},
              {"tvalid_i", stream.in_valid},
              {"tlast_i", stream.in_last},
              {"tready_o", stream.in_ready},
              {"program_take_o", program_take},
              {"lanes_valid_o", words_valid},
              {"lanes_ready_i", words_ready},
              {"lanes_idle_i", transposer_idle},
              {"abort_o", abort},
              {"done_o", receive_done},
              {"error_o", receive_error}});
  const Expr program_word = m.wire("program_word", 64);
  const Expr program_valid = m.wire("program_valid", 1);
  const Expr program_last = m.wire("program_last", 1);
  const Expr rows_data = m.wire("rows_data", spec::stream_bits);
  const Expr rows_valid = m.wire("rows_valid", 1);
  const Expr rows_last = m.wire("rows_last", 1);
  const Expr sender_ready = m.wire("sender_ready", 1);
  m.instance("sender", skid_buffer,
             {{"data_i", concat({mux(rows_valid, rows_last, program_last), mux(rows_valid, rows_data, program_word)})},
              {"valid_i", rows_valid || program_valid},
              {"ready_o", sender_ready},
              {"data_o", concat({stream.out_last, stream.out_data})},
              {"valid_o", stream.out_valid},
              {"ready_i", stream.out_ready}},
             {{"Width", spec::stream_bits + 1}});

  m.comment("Program.");
  const Expr fetch = m.wire("fetch", 1);
  const Expr fetch_address = m.wire("fetch_address", program_bits);
  m.instance("program_store", store,
             {{"fetch_i", fetch},
              {"fetch_address_i", fetch_address},
              {"word_o", program_word},
              {"start_i", receive_start || send_start},
              {"start_out_i", send_start && !to_lanes},
              {"first_i", program_first},
              {"words_i", program_words},
              {"in_data_i", stream.in_data},
              {"in_take_i", program_take},
              {"out_valid_o", program_valid},
              {"out_last_o", program_last},
              {"out_ready_i", sender_ready}});
  const Expr open_row = m.wire("open_row", 1);
  const Expr open_to_write = m.wire("open_to_write", 1);
  const Expr open_address = m.wire("open_address", row_bits);
  const Expr opened = m.wire("opened", 1);
  const Expr at_rest = m.wire("at_rest", 1);
  std::vector<Expr> outside;
  if (row_port) {
    outside = {m.input("open_row_i", 1, "a row is wanted; while neither program nor packet works"),
               m.input("open_to_write_i", 1), m.input("open_address_i", row_bits), m.input("row_i", lanes, "to write")};
  }
  const auto either = [&](std::size_t which, const Expr& of_transposer) {
    return row_port ? mux(outside[0], outside[which], of_transposer) : of_transposer;
  };
  const Expr take_row = m.wire("take_row", 1);
  const Expr complement = m.wire("complement", 1);
  const Expr move = m.wire("move", 1);
  const Expr distance = m.wire("distance", 4);
  const Expr take_constant = m.wire("take_constant", 1);
  const Expr constant = m.wire("constant", 1);
  const Expr take_match = m.wire("take_match", 1);
  const Expr unmasked = m.wire("unmasked", 1);
  const Expr update_mask = m.wire("update_mask", 1);
  const Expr mask_update = m.wire("mask_update", 3);
  std::vector<Connection> sequencer_connections = {{"start_i", program_start},
                                                   {"first_i", program_first},
                                                   {"bases_i", bases},
                                                   {"fetch_o", fetch},
                                                   {"fetch_address_o", fetch_address},
                                                   {"word_i", program_word},
                                                   {"done_o", program_done},
                                                   {"error_o", program_error},
                                                   {"take_row_o", take_row},
                                                   {"complement_o", complement},
                                                   {"move_o", move},
                                                   {"distance_o", distance},
                                                   {"take_constant_o", take_constant},
                                                   {"constant_o", constant},
                                                   {"take_match_o", take_match},
                                                   {"unmasked_o", unmasked},
                                                   {"update_mask_o", update_mask},
                                                   {"mask_update_o", mask_update},
                                                   {"open_row_i", row_port ? outside[0] || open_row : open_row},
                                                   {"open_to_write_i", either(1, open_to_write)},
                                                   {"open_address_i", either(2, open_address)},
                                                   {"opened_o", opened},
                                                   {"at_rest_o", at_rest}};

  m.comment("The array.");
  std::vector<Connection> array_connections;
  const auto between = [&](const std::string& name, int width) {
    const Expr signal = m.wire(name, width);
    sequencer_connections.push_back({name + "_o", signal});
    array_connections.push_back({name + "_i", signal});
  };
  for (const auto* strobe : {"read", "write", "search", "clear"}) between(strobe, 1);
  for (const auto* row : {"raddr", "waddr0", "waddr1"}) between(row, row_bits);
  between("dual", 1);
  between("op", 2);
  between("count", 10);
  between("key", 64);
  between("pair", 1);
  if (spec::verifies_writes(variant)) {
    between("verify", 1);
    array_connections.push_back({"failed_o", m.output("row_failed_o", 1, "a verified write left a row wrong")});
  }
  const Expr access_done = m.wire("access_done", 1);
  sequencer_connections.push_back({"access_done_i", access_done});
  m.instance("sequencer", sequencer, std::move(sequencer_connections));
  const Expr latch = m.wire("latch", lanes);
  const Expr write_mask = m.wire("write_mask", lanes);
  const Expr row = m.wire("row", lanes);
  const Expr match = m.wire("match", lanes);
  array_connections.insert(
      array_connections.end(),
      {{"wdata_i", latch}, {"wmask_i", write_mask}, {"done_o", access_done}, {"row_o", row}, {"match_o", match}});
  if (has_pins) {
    array_connections.insert(array_connections.end(), {{"wait_read_i", slice(wait, 0, 8)},
                                                       {"wait_write_i", slice(wait, 8, 8)},
                                                       {"wait_search_i", slice(wait, 16, 8)}});
    for (Connection& pin : sot_pins(m, array)) array_connections.push_back(std::move(pin));
  } else {
    m.unread(wait, "Only pins wait.");
  }
  m.instance("array", array, std::move(array_connections));
  const Expr column = m.wire("column", block_lanes);
  const Expr block = m.wire("block", blocks);
  const Expr restore_mask = m.wire("restore_mask", 1);
  std::vector<Connection> lane_connections = {{"row_i", row},
                                              {"match_i", match},
                                              {"take_row_i", take_row},
                                              {"complement_i", complement},
                                              {"move_i", move},
                                              {"distance_i", distance},
                                              {"take_constant_i", take_constant},
                                              {"constant_i", constant},
                                              {"take_match_i", take_match},
                                              {"unmasked_i", unmasked},
                                              {"update_mask_i", update_mask},
                                              {"mask_update_i", mask_update},
                                              {"restore_mask_i", restore_mask || program_done},
                                              {"take_column_i", opened && open_to_write},
                                              {"column_i", column},
                                              {"block_i", block},
                                              {"latch_o", latch},
                                              {"write_mask_o", write_mask}};
  if (row_port) {
    lane_connections.push_back({"take_lanes_i", opened && outside[0] && outside[1]});
    lane_connections.push_back({"lanes_i", outside[3]});
    m.assign(m.output("opened_o", 1, "that row's access begins in the next cycle"), opened);
    m.assign(m.output("at_rest_o", 1, "the present cycle is the last of whatever goes on in the array"), at_rest);
    m.assign(m.output("row_read_o", 1, "latch_o takes the row"), take_row);
    m.assign(m.output("latch_o", lanes), latch);
  }
  m.instance("lanes", lanes_of_array, std::move(lane_connections));
  m.instance("transposer", transposer,
             {{"start_in_i", receive_start && to_lanes},
              {"start_out_i", send_start && to_lanes},
              {"abort_i", abort},
              {"first_row_i", lanes_first},
              {"bits_i", lanes_bits},
              {"in_data_i", stream.in_data},
              {"in_valid_i", words_valid},
              {"in_ready_o", words_ready},
              {"last_beat_o", last_beat},
              {"out_data_o", rows_data},
              {"out_valid_o", rows_valid},
              {"out_last_o", rows_last},
              {"out_ready_i", sender_ready},
              {"open_row_o", open_row},
              {"open_to_write_o", open_to_write},
              {"open_address_o", open_address},
              {"opened_i", opened},
              {"at_rest_i", at_rest},
              {"row_read_i", take_row},
              {"latch_i", latch},
              {"column_o", column},
              {"block_o", block},
              {"restore_mask_o", restore_mask},
              {"idle_o", transposer_idle}});
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
