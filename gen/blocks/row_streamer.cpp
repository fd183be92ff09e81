#include <algorithm>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer row_streamer(Design& design, const spec::Variant& variant) {
  const bool has_update = spec::has_update(variant);
  Module m = design.clocked(
      "row_streamer",
      has_update
          ? "Row streamer: drives the rows with one digit of the input codes, all rows at once, and holds it for the\n"
            "whole stream; or with pulses, all ones of a level. Released, all rows stand by: level 0, sign 0.\n"
            "Latency: pins 1 cycle from pulse_i, drive_i or release_i; the first of them wins."
          : "Row streamer: drives the rows with one digit of the input codes, all rows at once, and holds it for the\n"
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

  std::vector<Expr> pulses;
  if (has_update) {
    pulses = {m.input("pulse_i", 1), m.input("pulse_signs_i", rows), m.input("pulses_i", rows, "rows that fire")};
  }

  const Target row_sign_q = m.reg("row_sign_q", rows);
  const Target row_level_q = m.reg("row_level_q", plane_bits);
  const auto plane = [&](int index) { return Block{row_level_q <= slice(digits, index * plane_bits, plane_bits)}; };
  Select choice = select(stream);
  for (int index = streams - 1; index > 0; --index) choice.is(literal(index_bits, index), plane(index));
  const Block take_digit = {row_sign_q <= signs, choice.otherwise(plane(0))};
  const Block stand_by = {row_sign_q <= 0, row_level_q <= 0};
  if (has_update) {
    const int level_bits = variant.input.stream_bits;
    const Expr levels = level_bits == 1 ? pulses[2] : m.wire("pulse_levels", plane_bits, "all ones");
    if (level_bits > 1) {
      m.assigns("row", rows, [&](Index row) {
        return std::vector<Assignment>{{row.lane(levels, level_bits), repeat(row.bit(pulses[2]), level_bits)}};
      });
    }
    m.clocked(when(pulses[0])
                  .then(row_sign_q <= pulses[1], row_level_q <= levels)
                  .else_when(drive)
                  .then(take_digit)
                  .else_when(release)
                  .then(stand_by));
  } else {
    m.clocked(when(drive).then(take_digit).else_when(release).then(stand_by));
  }
  m.assign(row_sign, row_sign_q);
  m.assign(row_level, row_level_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
