#include "gen/blocks/blocks.h"
#include "gen/blocks/code_planes.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer voltage_drivers(Design& design, const spec::Variant& variant) {
  const bool has_backward = spec::has_backward(variant);
  Module m = design.clocked(
      "voltage_drivers",
      has_backward
          ? "Voltage drivers of the columns: in a phase of an outer product the columns of one sign show their "
            "voltage; "
            "in a\n"
            "slot of a BACKWARD a column shows all ones where the chosen bit of its magnitude is 1. Released, all "
            "columns\n"
            "stand by: level 0, sign 0.\n"
            "Latency: pins 1 cycle from take_i, drive_i or release_i; the first of them wins."
          : "Voltage drivers of the columns: in a phase of an outer product the columns of one sign show their "
            "voltage.\n"
            "Released, all columns stand by: level 0, sign 0.\n"
            "Latency: pins 1 cycle from take_i or release_i; take_i wins.");
  const int columns = variant.crossbar.columns;
  const int level_bits = spec::column_level_bits(variant);

  const Expr signs = m.input("signs_i", columns, "of the voltages");
  const Expr voltages = m.input("voltages_i", columns * level_bits, "magnitudes");
  const Expr take = m.input("take_i", 1, "a phase begins in the next cycle");
  const Expr negative = m.input("negative_i", 1, "the sign whose columns it writes");
  const Expr release = m.input("release_i", 1);
  const Expr sign_pins = m.output("col_sign_o", columns, "1: negative rail");
  const Expr level_pins = m.output("col_level_o", columns * level_bits, "rail; 0: not active");

  const Target sign_d = m.variable("col_sign_d", columns);
  const Target level_d = m.variable("col_level_d", columns * level_bits);
  const Expr matching = m.wire("matching", signs ^ repeat(!negative, columns));
  When next = when(take);
  next.then(sign_d <= (signs & matching), m.loop("column", columns, [&](Index column) {
    return Block{column.lane(level_d, level_bits) <=
                 (column.lane(voltages, level_bits) & repeat(column.bit(matching), level_bits))};
  }));
  Expr drives = take;
  Block before = {sign_d <= 0, level_d <= 0};
  if (has_backward) {
    const int bits = variant.input.stream_bits;
    const Expr error_signs = m.input("error_signs_i", columns);
    const Expr magnitudes =
        m.input("error_magnitudes_i", bits * columns, "a plane for each bit, the least significant lowest");
    const Expr drive = m.input("drive_i", 1, "a slot of a BACKWARD begins in the next cycle");
    const Expr chosen = m.input("bit_i", plane_index_bits(variant), "which bit of the magnitudes decides");
    const auto plane = [&](int index) { return slice(magnitudes, index * columns, columns); };
    const Expr active = active_lines(m, variant, columns, drive, chosen, plane);
    next.else_when(drive).then(sign_d <= error_signs, m.loop("driven", columns, [&](Index column) {
      return Block{column.lane(level_d, level_bits) <= repeat(column.bit(active), level_bits)};
    }));
    drives = drives || drive;
  }
  before.push_back(next);
  m.combinational(before);

  const Target sign_q = m.reg("col_sign_q", columns);
  const Target level_q = m.reg("col_level_q", columns * level_bits);
  m.clocked(when(drives).then(sign_q <= sign_d, level_q <= level_d).else_when(release).then(sign_q <= 0, level_q <= 0));
  m.assign(sign_pins, sign_q);
  m.assign(level_pins, level_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
