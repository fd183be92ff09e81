#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer sot_program_store(Design& design, const spec::Variant& variant, const ModulePointer& ram) {
  Module m = design.clocked(
      "sot_program_store",
      "SOT program store: hands words to the sequencer, takes them from a packet, gives them back as one.\n"
      "Latency: word_o 1 cycle from fetch_i; a word of a packet a cycle.");
  const int address_bits = spec::program_address_bits(variant);
  const int count_bits = address_bits + 1;

  const Expr fetch = m.input("fetch_i", 1);
  const Expr fetch_address = m.input("fetch_address_i", address_bits);
  const Expr word = m.output("word_o", 64);
  const Expr start = m.input("start_i", 1, "a packet begins");
  const Expr start_out = m.input("start_out_i", 1, "and it leaves");
  const Expr first = m.input("first_i", count_bits, "word the packet begins with");
  const Expr words = m.input("words_i", count_bits, "of the packet, 1 or more");
  const Expr in_data = m.input("in_data_i", 64);
  const Expr in_take = m.input("in_take_i", 1);
  const Expr out_valid = m.output("out_valid_o", 1, "word_o is a word of the packet");
  const Expr out_last = m.output("out_last_o", 1);
  const Expr out_ready = m.input("out_ready_i", 1);

  const Target address_q = m.reg("address_q", count_bits, 0, "of the next word");
  const Target left_q = m.reg("left_q", count_bits, 0, "words still to leave");
  const Target valid_q = m.reg("valid_q", 1);

  const Expr give = m.wire("give", any(left_q) && (out_ready || !valid_q));
  m.clocked(when(start).then(address_q <= first).else_when(in_take || give).then(address_q <= address_q + 1));
  m.clocked(when(start_out).then(left_q <= words).else_when(give).then(left_q <= left_q - 1));
  m.clocked(when(give).then(valid_q <= 1).else_when(out_ready).then(valid_q <= 0));
  const Expr address = m.wire("address", slice(address_q, 0, address_bits));
  m.instance("words", ram,
             {{"write_enable_i", in_take},
              {"write_address_i", address},
              {"write_data_i", in_data},
              {"read_enable_i", fetch || give},
              {"read_address_i", mux(fetch, fetch_address, address)},
              {"read_data_o", word}},
             {{"Width", 64}, {"Depth", variant.sot.program_words}, {"AddressBits", address_bits}});
  m.assign(out_valid, valid_q);
  m.assign(out_last, left_q == 0);
  m.unread(bit(address_q, address_bits), "It is set only past the last word.");
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
