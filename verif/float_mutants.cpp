#include "verif/float_mutants.h"

namespace spintile::verif {
namespace {

// Patterns are the text that the generator emits for float_mutant_variant().
constexpr Mutant pins_table[] = {
    {"axi_lite_port", "answers OKAY to a refused write", "write_error_q <= ", "write_refused_i", "1'b0"},
    {"float_unit", "holds the core in reset for ever", "core_reset = ", "!aresetn", "1'b1"},
    {"sot_unit", "the mask stays as the program left it", "restore_mask || ", "program_done_o", "1'b0"},
    {"sot_unit", "a READ ends with any beat", "out_ready_i && ", "out_last_o", "1'b1"},
    {"sot_unit", "packets do not write under their block's mask", "", "opened && open_to_write", "1'b0"},
    {"float_core", "a program that failed is done", "", "receive_error | sot_error", "receive_error"},
    {"float_frontend", "lets a register change while a program runs", "", "busy_q && !to_status", "1'b0"},
    {"float_frontend", "takes a word past the end of the store", "", "last_word > 17'd96", "last_word > 17'd97"},
    {"float_frontend", "takes a row past the last one", "", "last_row > 17'd72", "last_row > 17'd73"},
    {"float_frontend", "takes 65 bits", "", "write_data_i[22:16] > 7'd64", "1'b0"},
    {"float_frontend", "a base past the last row", "", "write_data_i > 32'd71", "write_data_i > 32'd72"},
    {"float_frontend", "a packet of no words", "", "is_program && !(|program_words_q)", "1'b0"},
    {"float_frontend", "counts the cycles of all programs together", "cycles_q <= 32'd0;\n    end else if (",
     "launch && is_sot", "1'b0"},
    {"float_frontend", "a program that failed is done", "done_q <= ", "!(|command_error_i)", "1'b1"},
    {"float_packets", "takes a short packet", "", "is_last != tlast_i", "is_last && !tlast_i"},
    {"float_packets", "does not wait for the rows", "state_q == StateFinish && ", "lanes_idle_i", "1'b1"},
    {"ram", "forgets what it should read", "if (", "read_enable_i", "1'b1"},
    {"skid_buffer", "drops a beat when stalled", "out_data_q <= ", "ready_q ? data_i : skid_data_q", "data_i"},
    {"sot_array_pins", "reads for a cycle too few", "", "begins ? wait_cycles == 8'd0 : left_q == 8'd1",
     "begins ? wait_cycles == 8'd0 : left_q <= 8'd2"},
    {"sot_array_pins", "searches wait like writes", "", "search_i ? wait_search_i : wait_write_i", "wait_write_i"},
    {"sot_array_pins", "an XOR forgets its second row", "", "dual_i && !second_q", "1'b0"},
    {"sot_array_pins", "an XOR stores the latch", "", "row_q ^ wdata_i", "wdata_i"},
    {"sot_lanes", "ands with nothing", "is_and = ", "mask_update_i > 3'd4", "mask_update_i > 3'd5"},
    {"sot_lanes", "the mask takes the row, not its complement", "", "is_complement != (from_row && complement_i)",
     "is_complement"},
    {"sot_lanes", "an unmasked write is masked", "", "{19{unmasked_i}}", "19'd0"},
    {"sot_lanes", "the mask takes the match of the search before", "", "take_match_i && is_match", "1'b0"},
    {"sot_lanes", "a move of two lanes is one of one", "({{2{1'b0}}, ", "row_i[18:2]", "row_i[17:1]"},
    {"sot_lanes", "a move past the last lane goes on at the first", "({", "1'b0", "row_i[0]"},
    {"sot_lanes", "a move of four lanes takes nothing", "", "distance_i == 4'd2", "1'b0"},
    {"sot_lanes", "a move reads its own lanes", "", "take_row_i && move_i", "1'b0"},
    {"sot_program_store", "a packet begins at word 0", "address_q <= ", "first_i", "8'd0"},
    {"sot_program_store", "gives a word too few", "left_q <= ", "words_i", "words_i - 8'd1"},
    {"sot_sequencer", "rows beyond the end", "from_outside = !(", "from_row < 13'd72", "from_row < 13'd73"},
    {"sot_sequencer", "a search may end past the last row", "", "end_row > 13'd72", "end_row > 13'd73"},
    {"sot_sequencer", "a stride of -2 is one of -1", "  assign to_stride = ", "word_i[29]", "word_i[29] || word_i[31]"},
    {"sot_sequencer", "loops once too often", "goes_on = ", "index_q != last_index_q", "index_q <= last_index_q"},
    {"sot_sequencer", "loops in loops", "", "no_act && !in_loop_q", "no_act"},
    {"sot_sequencer", "a loop ends that never began", "", "word_i[54] && !in_loop_q", "1'b0"},
    {"sot_sequencer", "the last word of the store may be anything", "", "pc_q == 8'd95 && !is_end", "1'b0"},
    {"sot_sequencer", "bit 63 means nothing", "past_last || ", "word_i[63]", "1'b0"},
    {"sot_sequencer", "a move changes the mask", "mask_update_q <= ", "word_i[53:51]",
     "is_move ? 3'd3 : word_i[53:51]"},
    {"sot_sequencer", "a move past the last row", "opens_row && ", "from_outside", "from_outside && !is_move"},
    {"sot_sequencer", "a move knows two bits of its exponent", "distance_q <= ", "word_i[19:16]",
     "{2'd0, word_i[17:16]}"},
    {"sot_sequencer", "a key of 16 bits", "", "{48{key_q[15]}}", "48'd0"},
    {"sot_sequencer", "the write is a store", "operation_q <= running_q ? ", "word_i[59:58] - 2'd1", "2'd0"},
    {"sot_sequencer", "a hold is a zero", "!reads_row && ", "|word_i[56:55]", "1'b1"},
    {"sot_sequencer", "the write follows before the read ends", "advance = ", "access_ends && !then_write_q",
     "access_ends"},
    {"sot_transposer", "leaves the last bit out", "stored = shift_out && ", "next_opened == bits_i",
     "next_opened == (bits_i == 7'd1 ? 7'd1 : bits_i - 7'd1)"},
    {"sot_transposer", "rows from the next one on", "open_address_o = ", "first_row_i", "first_row_i + 7'd1"},
    {"sot_transposer", "halves of a beat the wrong way round", "beat_32 = (part_q == ", "3'd0", "3'd1"},
    {"sot_transposer", "a lane gives the bit to a longer word", "", "size[0] ? bits_in[3] : word_3_q[8]",
     "word_3_q[8]"},
};

constexpr Mutant memory_table[] = {
    {"sot_unit", "packets and programs read the same row", "take_row_i(", "take_row", "take_row && !open_row"},
    {"ram", "writes always", "if (", "write_enable_i", "1'b1"},
    {"sot_array_memory", "the second row of a write is the one after the first", "", "writing_q && !clearing_q",
     "1'b0"},
    {"sot_array_memory", "a write into two rows is one into one", "", "{9'd0, dual_i}", "10'd0"},
    {"sot_array_memory", "a clear stores the latch", "", "{11{!clearing_q}}", "{11{1'b1}}"},
    {"sot_array_memory", "writes ignore the mask", "", "row & ~wmask_i", "11'd0"},
    {"sot_array_memory", "the complements of a pair are not asked", "", "search_i && pair_i", "1'b0"},
    {"sot_array_memory", "the complements are to be the key", "", "key_i[place_q] != second_half_q", "key_i[place_q]"},
    {"sot_array_memory", "only the last row counts", "", "agree_q & (row ^ {11{!expected}})", "row ^ {11{!expected}}"},
};

constexpr Mutant verified_table[] = {
    {"float_frontend", "counts the rows left wrong by all programs together", "failures_q <= 32'd0;\n    end else if (",
     "launch && is_sot", "1'b0"},
    {"float_frontend", "a row left wrong does not count", "end else if (", "row_failed_i", "1'b0"},
    {"sot_array_pins", "a packet's write is verified too", "", "write_i && verify_i", "write_i"},
    {"sot_array_pins", "a row is stored once too often", "", "stores_q != 2'd2", "stores_q != 2'd3"},
    {"sot_array_pins", "the row is written again as a whole", "", "storing_q ? differing_q : wmask_i", "wmask_i"},
    {"sot_array_pins", "what the row should be follows from its last read", "", "is_first ? combined : wanted_q",
     "combined"},
    {"sot_array_pins", "lanes that are not written count", "", "(sot_rdata_i ^ wanted) & wmask_i",
     "sot_rdata_i ^ wanted"},
    {"sot_array_pins", "the second row is forgotten", "", "dual_i && !second_q", "1'b0"},
    {"sot_array_pins", "an OR is an XOR", "", "sot_rdata_i | wdata_i", "sot_rdata_i ^ wdata_i"},
};

}  // namespace

spec::Variant float_mutant_variant(FloatMutants which) {
  // Lanes that fill neither a block of the transposer nor a beat, few rows and a short store: their ends are met often.
  const bool is_memory = which == FloatMutants::memory;
  spec::Variant variant;
  variant.name = is_memory ? "float_memory" : "float_pins";
  variant.unit = spec::Unit::float_unit;
  variant.sot.lanes = is_memory ? 11 : 19;
  variant.sot.rows = is_memory ? 40 : 72;
  variant.sot.array = is_memory ? spec::SotArray::memory : spec::SotArray::pins;
  variant.sot.exclusive_or = is_memory ? spec::SotXor::toggle : spec::SotXor::read_modify_write;
  variant.sot.program_words = 96;
  variant.sot.transpose_lanes = 8;
  variant.reset = is_memory ? spec::ResetStyle::async_low : spec::ResetStyle::async_high;
  if (which == FloatMutants::verified) {
    variant.name = "float_verified";
    variant.sot.lanes = 5;
    variant.sot.rewrites = 2;
    variant.cells = {.read_error = 0.01, .write_error = 0.2, .stuck_at_0 = 0.01, .stuck_at_1 = 0.01};
  }
  return variant;
}

std::span<const Mutant> float_mutant_table(FloatMutants which) {
  if (which == FloatMutants::pins) return pins_table;
  if (which == FloatMutants::memory) return memory_table;
  return verified_table;
}

}  // namespace spintile::verif
