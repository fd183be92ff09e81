#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// A bit for each block of lanes, as one for each lane.
Expr by_lane(const Expr& block_bits, int lanes, int block_lanes) {
  std::vector<Expr> parts;
  const int blocks = block_bits.width().value();
  for (int block = blocks - 1; block >= 0; --block) {
    const int length = std::min(block_lanes, lanes - block * block_lanes);
    parts.push_back(repeat(bit(block_bits, block), length));
  }
  return concat(std::move(parts));
}

/// The same bits for each block of lanes.
Expr for_each_block(const Expr& column, int lanes) {
  const int width = column.width().value();
  const int rest = lanes % width;
  const Expr whole = repeat(column, lanes / width);
  return rest == 0 ? whole : concat({slice(column, 0, rest), whole});
}

/// The row from 2^distance lanes further; 0 where there is no such lane.
Expr moved_row(const Expr& row, const Expr& distance, int lanes) {
  Expr moved = repeat(literal(1, 0), lanes);
  for (int exponent = 0; (1 << exponent) < lanes; ++exponent) {
    const int lanes_away = 1 << exponent;
    const Expr further = concat({repeat(literal(1, 0), lanes_away), slice(row, lanes_away, lanes - lanes_away)});
    const Expr chosen = further & repeat(distance == exponent, lanes);
    moved = exponent == 0 ? chosen : moved | chosen;
  }
  return moved;
}

}  // namespace

ModulePointer sot_lanes(Design& design, const spec::Variant& variant, bool row_port) {
  Module m = design.clocked("sot_lanes",
                            "SOT lanes: latch, mask and match of every lane. The mask of a word sees the latch and the "
                            "match of its own\n"
                            "access, in the cycle in which it ends.\n"
                            "Latency: 1 cycle.");
  const int lanes = variant.sot.lanes;
  const int block_lanes = spec::transposed_lanes(variant);

  const Expr row = m.input("row_i", lanes, "what the array read");
  const Expr found = m.input("match_i", lanes, "what it found");
  const Expr take_row = m.input("take_row_i", 1);
  const Expr complement = m.input("complement_i", 1);
  const Expr move = m.input("move_i", 1, "it comes from further lanes");
  const Expr distance = m.input("distance_i", 4, "2^distance lanes further");
  const Expr take_constant = m.input("take_constant_i", 1, "after take_row_i of the same cycle");
  const Expr constant = m.input("constant_i", 1);
  const Expr take_match = m.input("take_match_i", 1);
  const Expr unmasked = m.input("unmasked_i", 1);
  const Expr update_mask = m.input("update_mask_i", 1);
  const Expr update = m.input("mask_update_i", 3, "0 keep, 1 ones, 2 latch, 3 ~latch, 4 match, 5 .. 7 and with");
  const Expr restore_mask = m.input("restore_mask_i", 1, "all ones");
  const Expr take_column = m.input("take_column_i", 1, "latch and mask take a bit of a block's words");
  const Expr column = m.input("column_i", block_lanes);
  const Expr block = m.input("block_i", spec::transposed_blocks(variant), "which block, one-hot");
  const Expr latch = m.output("latch_o", lanes);
  const Expr write_mask = m.output("write_mask_o", lanes);

  std::vector<Expr> from_port;
  if (row_port) {
    from_port = {m.input("take_lanes_i", 1, "the latch takes a row from outside"), m.input("lanes_i", lanes)};
  }

  const Target latch_q = m.data_reg("latch_q", lanes);
  const Target match_q = m.data_reg("match_q", lanes);
  const Target mask_q = m.reg("mask_q", repeat(literal(1, 1), lanes));

  When load = when(take_constant).then(latch_q <= repeat(constant, lanes));
  load.else_when(take_column).then(latch_q <= for_each_block(column, lanes));
  if (row_port) load.else_when(from_port[0]).then(latch_q <= from_port[1]);
  if (lanes == 1) m.unread(distance, "There is no further lane.");
  load.else_when(take_row && move).then(latch_q <= m.wire("moved", moved_row(row, distance, lanes)));
  m.clocked(load.else_when(take_row).then(latch_q <= (row ^ repeat(complement, lanes))));
  m.clocked(when(take_match).then(match_q <= found));

  const Expr is_match = m.wire("is_match", update == 4 || update == 7);
  const Expr is_and = m.wire("is_and", update > 4);
  const Expr is_complement = m.wire("is_complement", update == 3 || update == 6);
  const Expr from_row = m.wire("from_row", take_row && !is_match);
  const Expr from_found = m.wire("from_found", take_match && is_match);
  const Expr flip = m.wire("flip", is_complement != (from_row && complement));
  const auto taken = [&](const Expr& source) { return mask_q <= (source & (mask_q | repeat(!is_and, lanes))); };
  const auto taken_flipped = [&](const Expr& source) { return taken(source ^ repeat(flip, lanes)); };
  m.clocked(when(restore_mask || (update_mask && update == 1))
                .then(mask_q <= repeat(literal(1, 1), lanes))
                .else_when(take_column)
                .then(mask_q <= by_lane(block, lanes, block_lanes))
                .else_when(update_mask && any(update))
                .then(when(from_row)
                          .then(taken_flipped(row))
                          .else_when(from_found)
                          .then(taken(found))
                          .else_when(is_match)
                          .then(taken(match_q))
                          .otherwise(taken_flipped(latch_q))));
  m.assign(latch, latch_q);
  m.assign(write_mask, mask_q | repeat(unmasked, lanes));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
