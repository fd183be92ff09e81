#include <algorithm>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer row_streamer(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "row_streamer",
      "Row streamer: drives the rows with one digit of the input codes, all rows at once, and holds it for the\n"
      "whole stream. Released, all rows stand by: level 0, sign 0.\n"
      "Latency: pins 1 cycle from drive_i or release_i; drive_i wins.");
  const int rows = variant.crossbar.rows;
  const int streams = variant.input.streams;
  const int plane_bits = rows * variant.input.stream_bits;
  const int index_bits = std::max(1, spec::ceil_log2(streams));

  const Expr signs = m.input("signs_i", rows);
  const Expr digits = m.input("digits_i", streams * plane_bits, "stream 0, the least significant, lowest");
  const Expr drive = m.input("drive_i", 1);
  const Expr stream = m.input("stream_i", index_bits, "the digit to drive");
  const Expr release = m.input("release_i", 1);
  const Expr row_sign = m.output("row_sign_o", rows);
  const Expr row_level = m.output("row_level_o", plane_bits);

  const Target row_sign_q = m.reg("row_sign_q", rows);
  const Target row_level_q = m.reg("row_level_q", plane_bits);
  const auto plane = [&](int index) { return Block{row_level_q <= slice(digits, index * plane_bits, plane_bits)}; };
  Select choice = select(stream);
  for (int index = streams - 1; index > 0; --index) choice.is(literal(index_bits, index), plane(index));
  m.clocked(when(drive)
                .then(row_sign_q <= signs, choice.otherwise(plane(0)))
                .else_when(release)
                .then(row_sign_q <= 0, row_level_q <= 0));
  m.assign(row_sign, row_sign_q);
  m.assign(row_level, row_level_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
