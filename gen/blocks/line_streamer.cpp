#include <fmt/format.h>

#include "gen/blocks/blocks.h"
#include "gen/blocks/code_planes.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer line_streamer(Design& design, const spec::Variant& variant, Side side) {
  const bool has_update = spec::has_pulsed_update(variant);
  const bool of_rows = side == Side::rows;
  const std::string line = of_rows ? "row" : "column";
  const std::string codes = of_rows ? "input codes" : "output errors";
  Module m = design.clocked(
      line + "_streamer",
      fmt::format(
          fmt::runtime(
              has_update
                  ? "{0} streamer: drives the {1}s with one digit of the {2}, all {1}s at once, and holds it for the\n"
                    "whole stream; or with pulses, all ones of a level. Released, all {1}s stand by: level 0, sign 0.\n"
                    "Latency: pins 1 cycle from pulse_i, drive_i or release_i; the first of them wins."
                  : "{0} streamer: drives the {1}s with one digit of the {2}, all {1}s at once, and holds it for the\n"
                    "whole stream. Released, all {1}s stand by: level 0, sign 0.\n"
                    "Latency: pins 1 cycle from drive_i or release_i; drive_i wins."),
          of_rows ? "Row" : "Column", line, codes));
  const std::string pin = of_rows ? "row" : "col";
  const int lines = of_rows ? variant.crossbar.rows : variant.crossbar.columns;
  const int streams = variant.input.streams;
  const int plane_bits = lines * variant.input.stream_bits;
  const int index_bits = plane_index_bits(variant);

  const Expr signs = m.input("signs_i", lines);
  const Expr digits = m.input("digits_i", streams * plane_bits, "stream 0, the least significant, lowest");
  const Expr drive = m.input("drive_i", 1);
  const Expr stream = m.input("stream_i", index_bits, "the digit to drive");
  const Expr release = m.input("release_i", 1);
  const Expr sign_pins = m.output(pin + "_sign_o", lines, of_rows ? "" : "1: negative rail");
  const Expr level_pins = m.output(pin + "_level_o", plane_bits);

  std::vector<Expr> pulses;
  if (has_update) {
    pulses = {m.input("pulse_i", 1), m.input("pulse_signs_i", lines), m.input("pulses_i", lines, line + "s that fire")};
  }

  const Target sign_q = m.reg(pin + "_sign_q", lines);
  const Target level_q = m.reg(pin + "_level_q", plane_bits);
  const auto plane = [&](int index) { return Block{level_q <= slice(digits, index * plane_bits, plane_bits)}; };
  Select choice = select(stream);
  for (int index = streams - 1; index > 0; --index) choice.is(literal(index_bits, index), plane(index));
  const Block take_digit = {sign_q <= signs, choice.otherwise(plane(0))};
  const Block stand_by = {sign_q <= 0, level_q <= 0};
  if (has_update) {
    const int level_bits = variant.input.stream_bits;
    Expr levels = pulses[2];
    if (level_bits > 1) {
      const Target all_ones = m.variable("pulse_levels", plane_bits, "all ones where a line fires");
      m.combinational(all_ones <= 0, when(pulses[0]).then(m.loop(line, lines, [&](Index index) {
        return Block{index.lane(all_ones, level_bits) <= repeat(index.bit(pulses[2]), level_bits)};
      })));
      levels = all_ones;
    }
    m.clocked(when(pulses[0])
                  .then(sign_q <= pulses[1], level_q <= levels)
                  .else_when(drive)
                  .then(take_digit)
                  .else_when(release)
                  .then(stand_by));
  } else {
    m.clocked(when(drive).then(take_digit).else_when(release).then(stand_by));
  }
  m.assign(sign_pins, sign_q);
  m.assign(level_pins, level_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
