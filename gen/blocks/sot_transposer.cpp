#include <fmt/format.h>

#include <algorithm>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

constexpr int group_lanes = 8;  // the elements of a beat of bytes

/// A word moved down by a bit, one taken in at the top of an element of the size in use.
Expr shifted(const Expr& word, const Expr& column, const Expr& size) {
  const auto top = [&](int which) { return mux(bit(size, which), column, bit(word, 8 << which)); };
  return concat(
      {column, slice(word, 33, 31), top(2), slice(word, 17, 15), top(1), slice(word, 9, 7), top(0), slice(word, 1, 7)});
}

/// Elements 0 .. lanes - 1 of the present part of a beat, for elements of 8 << size bits: element j is element
/// j mod (8 >> size) of the beat.
std::vector<Expr> elements_of_beat(Module& m, const Expr& beat, const Expr& size, int lanes) {
  std::vector<Expr> elements;
  for (int lane = 0; lane < lanes; ++lane) {
    Expr value = beat;
    for (int narrow = 2; narrow >= 0; --narrow) {
      const int bits = 8 << narrow;
      const int place = lane % (group_lanes >> narrow);
      value = mux(bit(size, narrow), zero_extend(slice(beat, place * bits, bits), spec::stream_bits), value);
    }
    elements.push_back(m.wire(fmt::format("element_{}", lane), value));
  }
  return elements;
}

/// Part `part_index` of the beats that a group of words makes.
Expr beat_of_words(Module& m, const std::vector<Expr>& words, const Expr& size, const Expr& part_index) {
  const auto word = [&](int lane) {
    return lane < static_cast<int>(words.size()) ? words[static_cast<std::size_t>(lane)]
                                                 : literal(spec::stream_bits, 0);
  };
  Expr beat = literal(spec::stream_bits, 0);
  std::vector<Expr> by_size;
  for (int narrow = 0; narrow <= 3; ++narrow) {
    const int bits = 8 << narrow;
    const int places = group_lanes >> narrow;
    std::vector<Expr> beats;
    for (int group_part = 0; group_part < group_lanes / places; ++group_part) {
      std::vector<Expr> parts;
      for (int place = places - 1; place >= 0; --place) {
        const Expr whole = word(group_part * places + place);
        parts.push_back(group_part * places + place < static_cast<int>(words.size()) ? slice(whole, 0, bits)
                                                                                     : literal(bits, 0));
      }
      beats.push_back(concat(parts));
    }
    Expr chosen = beats.back();
    for (int group_part = static_cast<int>(beats.size()) - 2; group_part >= 0; --group_part) {
      chosen = mux(part_index == group_part, beats[static_cast<std::size_t>(group_part)], chosen);
    }
    by_size.push_back(m.wire(fmt::format("beat_{}", bits), chosen));
  }
  return mux(bit(size, 0), by_size[0], mux(bit(size, 1), by_size[1], mux(bit(size, 2), by_size[2], by_size[3])));
}

}  // namespace

ModulePointer sot_transposer(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "sot_transposer",
      "SOT transposer: words of the stream, one a lane, to rows of the array, one a bit, and back; a block of lanes "
      "at\n"
      "a time. The words of a block lie in slots, in groups of eight that move down as beats come and go. Rows are\n"
      "opened through the sequencer: their bits leave through latch and mask of the lanes, and come from the latch.\n"
      "Latency: a block takes its beats (and on the way in one cycle for each group of lanes that the array does not\n"
      "have), a row access a bit, and on the way out 1 cycle and one for each bit of an element past the word.");
  const int lanes = variant.sot.lanes;
  const int block_lanes = spec::transposed_lanes(variant);
  const int blocks = spec::transposed_blocks(variant);
  const int groups = (block_lanes + group_lanes - 1) / group_lanes;
  const int group_words = std::min(group_lanes, block_lanes);
  const int row_bits = spec::sot_row_bits(variant);
  const int block_bits = std::max(1, spec::ceil_log2(blocks));
  const int group_bits = spec::ceil_log2(groups + 1);
  const int beat_bits = spec::ceil_log2(lanes + 1);

  const Expr start_in = m.input("start_in_i", 1, "words to rows");
  const Expr start_out = m.input("start_out_i", 1, "rows to words");
  const Expr abort = m.input("abort_i", 1, "no further beat comes");
  const Expr first_row = m.input("first_row_i", row_bits, "row of bit 0; stable until idle_o");
  const Expr bits = m.input("bits_i", 7, "of a word, 1 .. 64; stable until idle_o");
  const Expr in_data = m.input("in_data_i", spec::stream_bits);
  const Expr in_valid = m.input("in_valid_i", 1);
  const Expr in_ready = m.output("in_ready_o", 1);
  const Expr last_beat = m.output("last_beat_o", beat_bits, "index of the last beat of a packet");
  const Expr out_data = m.output("out_data_o", spec::stream_bits);
  const Expr out_valid = m.output("out_valid_o", 1);
  const Expr out_last = m.output("out_last_o", 1);
  const Expr out_ready = m.input("out_ready_i", 1);
  const Expr open_row = m.output("open_row_o", 1);
  const Expr open_to_write = m.output("open_to_write_o", 1);
  const Expr open_address = m.output("open_address_o", row_bits);
  const Expr opened = m.input("opened_i", 1);
  const Expr at_rest = m.input("at_rest_i", 1);
  const Expr row_read = m.input("row_read_i", 1, "the latch takes a row");
  const Expr latch = m.input("latch_i", lanes);
  const Expr column = m.output("column_o", block_lanes);
  const Expr block = m.output("block_o", blocks, "one-hot");
  const Expr restore_mask = m.output("restore_mask_o", 1);
  const Expr idle = m.output("idle_o", 1);

  const Expr rest = m.constant("StateIdle", 3, 0);
  const Expr fill = m.constant("StateFill", 3, 1);
  const Expr store = m.constant("StateStore", 3, 2);
  const Expr finish = m.constant("StateFinish", 3, 3);
  const Expr fetch = m.constant("StateFetch", 3, 4);
  const Expr send = m.constant("StateSend", 3, 5);

  const Target state_q = m.reg("state_q", 3);
  const Target block_q = m.reg("block_q", block_bits);
  const Target group_q = m.reg("group_q", group_bits, 0, "groups filled, or sent");
  const Target part_q = m.reg("part_q", 3, 0, "beat of the group");
  const Target beat_q = m.reg("beat_q", beat_bits, 0, "beat of the packet");
  const Target ended_q = m.reg("ended_q", 1, 0, "the packet's last beat is in");
  const Target opened_q = m.reg("rows_opened_q", 7, 0, "rows of this block");
  const Target shifted_q = m.reg("shifted_q", 7, 0, "bits taken in");
  const Target arrived_q = m.reg("arrived_q", 1, 0, "the latch holds a row not yet taken in");

  m.comment("Sizes: elements of 8, 16, 32 or 64 bits, so 8, 4, 2 or 1 of them a beat.");
  const Expr above_8 = m.wire("above_8", bits > 8);
  const Expr above_16 = m.wire("above_16", bits > 16);
  const Expr above_32 = m.wire("above_32", bits > 32);
  const Expr size =
      m.wire("size", concat({above_16 && !above_32, above_8 && !above_16, !above_8}), "one-hot; none: 64 bits");
  const auto by_size = [&](int width, const auto& value) {
    return mux(
        above_32, literal(width, value(3)),
        mux(above_16, literal(width, value(2)), mux(above_8, literal(width, value(1)), literal(width, value(0)))));
  };
  const Expr last_part = m.wire("last_part", by_size(3, [](int narrow) { return (1 << narrow) - 1; }));
  const Expr last_of_packet = m.wire("last_of_packet", by_size(beat_bits, [&](int narrow) {
                                       const int places = group_lanes >> narrow;
                                       return (lanes + places - 1) / places - 1;
                                     }));
  m.assign(last_beat, last_of_packet);

  m.comment("Words come and go beat by beat.");
  const Expr filling = m.wire("filling", state_q == fill);
  const Expr sending = m.wire("sending", state_q == send);
  const Expr take = m.wire("take", filling && !ended_q && in_valid);
  const Expr give = m.wire("give", sending && out_ready);
  const Expr is_last_beat = m.wire("is_last_beat", beat_q == last_of_packet);
  const Expr group_ends = m.wire("group_ends", part_q == last_part || is_last_beat);
  const Expr skip = m.wire("skip", filling && ended_q, "a group of lanes that the array does not have");
  const Expr next_group = m.wire("next_group", skip || ((take || give) && group_ends));
  const Expr last_group = m.wire("last_group", group_q == groups - 1);
  const Expr push = m.wire("push", skip || (take && part_q == 0) || (give && group_ends), "groups move down");
  const Expr last_block = m.wire("last_block", block_q == blocks - 1);
  m.assign(in_ready, filling && !ended_q);
  m.assign(out_valid, sending);
  m.assign(out_last, is_last_beat);

  m.comment("Rows, bit 0 first; on the way out zeros follow them up to the top of the element.");
  const Expr storing = m.wire("storing", state_q == store);
  const Expr fetching = m.wire("fetching", state_q == fetch);
  const Expr element_bits = m.wire("element_bits", by_size(7, [](int narrow) { return 8 << narrow; }));
  const Expr next_opened = m.wire("next_opened", opened_q + 1);
  const Expr next_shifted = m.wire("next_shifted", shifted_q + 1);
  const Expr shift_in = m.wire("shift_in", fetching && (arrived_q || !(shifted_q < bits)));
  const Expr shift_out = m.wire("shift_out", opened && storing);
  const Expr stored = m.wire("stored", shift_out && next_opened == bits);
  const Expr fetched = m.wire("fetched", shift_in && next_shifted == element_bits);
  m.assign(open_row, storing || (fetching && opened_q != bits));
  m.assign(open_to_write, storing);
  m.assign(open_address, first_row + zero_extend(slice(opened_q, 0, std::min(7, row_bits)), row_bits));
  m.clocked(arrived_q <= (row_read && fetching));

  m.comment("Where it is.");
  const Expr start = m.wire("start", start_in || start_out);
  const Expr sent = m.wire("sent", give && next_group && last_group);
  const Expr next_block = m.wire("next_block", stored || sent);
  m.clocked(when(start).then(block_q <= 0).else_when(next_block).then(block_q <= block_q + 1));
  m.clocked(when(start || next_block).then(group_q <= 0).else_when(next_group).then(group_q <= group_q + 1));
  m.clocked(when(start).then(beat_q <= 0).else_when(take || give).then(beat_q <= beat_q + 1));
  m.clocked(
      when(start).then(part_q <= 0).else_when(take || give).then(part_q <= mux(group_ends, literal(3, 0), part_q + 1)));
  m.clocked(when(start).then(ended_q <= 0).else_when(take).then(ended_q <= is_last_beat));
  m.clocked(when(start || next_block).then(opened_q <= 0).else_when(opened).then(opened_q <= next_opened));
  m.clocked(when(start || next_block).then(shifted_q <= 0).else_when(shift_in).then(shifted_q <= next_shifted));
  m.clocked(
      when(abort && state_q != rest)
          .then(state_q <= finish)
          .otherwise(
              select(state_q)
                  .is(rest, {when(start_in).then(state_q <= fill).else_when(start_out).then(state_q <= fetch)})
                  .is(fill, {when(next_group && last_group).then(state_q <= store)})
                  .is(store, {when(stored).then(state_q <= mux(last_block, finish, fill))})
                  .is(fetch, {when(fetched).then(state_q <= send)})
                  .is(send, {when(give && is_last_beat).then(state_q <= rest).else_when(sent).then(state_q <= fetch)})
                  .otherwise({when(at_rest).then(state_q <= rest)})));
  m.assign(restore_mask, state_q == finish && at_rest);
  m.assign(idle, state_q == rest);

  m.comment("The slots. The top group takes beats; what is in it moves down as the next one comes.");
  const auto elements = elements_of_beat(m, in_data, size, group_words);
  const Expr arriving = m.wire("arriving", zero_extend(latch, blocks * block_lanes));
  const Expr bits_in = m.wire("bits_in", part(arriving, block_q, block_lanes) & repeat(arrived_q, block_lanes));
  const Expr shift = m.wire("shift", shift_in || shift_out);
  std::vector<Target> words;
  for (int lane = 0; lane < groups * group_words; ++lane) {
    words.push_back(m.data_reg(fmt::format("word_{}_q", lane), spec::stream_bits));
  }
  Block load_top;
  Block move_down;
  Block shift_top;
  Block shift_below;
  for (std::size_t lane = 0; lane < words.size(); ++lane) {
    const int place = static_cast<int>(lane) % group_lanes;
    const Expr mine = by_size(3, [&](int narrow) { return place / (group_lanes >> narrow); }) == part_q;
    const bool is_top = lane + group_lanes >= words.size();
    if (is_top) {
      load_top.push_back(when(push || mine).then(words[lane] <= elements[static_cast<std::size_t>(place)]));
    } else {
      move_down.push_back(words[lane] <= words[lane + group_lanes]);
    }
    const bool is_lane = static_cast<int>(lane) < block_lanes;
    const Expr column_bit = is_lane ? bit(bits_in, static_cast<int>(lane)) : literal(1, 0);
    (is_top ? shift_top : shift_below).push_back(words[lane] <= shifted(words[lane], column_bit, size));
    if (is_lane) m.assign(bit(column, static_cast<int>(lane)), bit(words[lane], 0));
  }
  m.clocked(when(take || push).then(load_top).else_when(shift).then(shift_top));
  if (groups > 1) m.clocked(when(push).then(move_down).else_when(shift).then(shift_below));
  for (int which = 0; which < blocks; ++which) m.assign(bit(block, which), block_q == which);
  const std::vector<Expr> lowest(words.begin(), words.begin() + group_words);
  m.assign(out_data, beat_of_words(m, lowest, size, part_q));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
