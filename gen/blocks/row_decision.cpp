#include <optional>
#include <string>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// Statements of one combinational block: idle values first, the rest under its enable.
struct Gated {
  Block idle, active;
};

/// How many of 2^levels bits are 1: sums of pairs, each level a bit wider.
Expr ones_of(Module& m, const Expr& bits, int levels, Gated& block) {
  Expr sums = bits;
  for (int level = 1; level <= levels; ++level) {
    const std::string name = std::to_string(level);
    const int pairs = 1 << (levels - level);
    const Target next = m.variable("ones_" + name, pairs * (level + 1));
    block.idle.push_back(next <= 0);
    block.active.push_back(m.loop("sum_" + name, pairs, [&](Index pair) {
      const auto half = [&](int which) {
        return zero_extend(pair.lane(sums, level, which * level, 2 * level), level + 1);
      };
      return Block{pair.lane(next, level + 1) <= half(0) + half(1)};
    }));
    sums = next;
  }
  return sums;
}

/// A magnitude of `bits` bits as a level of a column, held to the largest.
Expr held_level(Index column, const Expr& sizes, int bits, int level_bits) {
  const Expr size = column.lane(sizes, bits);
  if (level_bits >= bits) return zero_extend(size, level_bits);
  const Expr too_large = any(column.lane(sizes, bits - level_bits, level_bits, bits));
  return column.lane(sizes, level_bits, 0, bits) | repeat(too_large, level_bits);
}

}  // namespace

ModulePointer row_decision(Design& design, const spec::Variant& variant) {
  const bool has_carry = spec::has_carry(variant);
  const bool has_offset = spec::has_offset_row(variant);
  Module m = design.combinational(
      "row_decision",
      std::string(
          "Row decision: how far the code of each column is from its target. A column that is further than a limit "
          "is to\n"
          "be written, towards its target and by as much") +
          (has_carry ? "; in a CARRY, where all targets are 0, by one voltage, in W the\nother way." : ".") +
          (has_offset ? "\nOf a CALIBRATE all targets are 0." : "") +
          "\nLatency: 0 cycles. Without enable_i all outputs are 0.");
  const int columns = variant.crossbar.columns;
  const int code_bits = variant.readout.ramp_bits;
  const int distance_bits = code_bits + 1;
  const int level_bits = spec::column_level_bits(variant);
  const int levels = spec::ceil_log2(columns);

  const Expr enable = m.input("enable_i", 1);
  const Expr codes = m.input("codes_i", columns * code_bits, "two's complement");
  const Expr targets = m.input("targets_i", columns * code_bits, "two's complement");
  const Expr limit = m.input("limit_i", code_bits - 1, "the largest distance that stays as it is");
  const Expr signs = m.output("signs_o", columns, "of the voltages: 1 writes up");
  const Expr voltages = m.output("voltages_o", columns * level_bits, "magnitudes; 0: not written");
  const Expr any_far = m.output("any_o", 1, "a column is further than the limit");
  const Expr count = m.output("count_o", levels + 1, "how many are");

  const Target distance = m.variable("distance", columns * distance_bits, "code - target");
  const Target size = m.variable("size", columns * code_bits, "its magnitude");
  const Target far = m.variable("far", 1 << levels, "further than the limit");
  const Target up = m.variable("up", columns);
  const Target level = m.variable("level", columns * level_bits);
  Gated block{{distance <= 0, size <= 0, far <= 0, up <= 0, level <= 0}, {}};

  const auto extended = [&](Index column, const Expr& values) {
    return concat({column.lane(values, 1, code_bits - 1, code_bits), column.lane(values, code_bits)});
  };
  const auto is_above = [&](Index column) { return !column.lane(Expr(distance), 1, code_bits, distance_bits); };
  Expr against = literal(1, 1);  // by as much as it is apart
  Expr upside_down = literal(1, 0);
  std::optional<Expr> one_voltage;
  if (has_carry) {
    against = !m.input("carry_i", 1, "the targets are 0");
    upside_down = m.input("to_weight_i", 1, "with carry_i");
    one_voltage = m.input("voltage_i", level_bits, "with carry_i: of all columns");
  }
  Expr has_targets = against;
  if (has_offset) {
    const Expr calibrate = m.input("calibrate_i", 1, "the targets are 0");
    has_targets = has_carry ? has_targets && !calibrate : !calibrate;
  }
  block.active.push_back(m.loop("apart", columns, [&](Index column) {
    const Expr target = extended(column, targets);
    return Block{column.lane(distance, distance_bits) <=
                 extended(column, codes) -
                     (has_carry || has_offset ? target & repeat(has_targets, distance_bits) : target)};
  }));
  block.active.push_back(m.loop("far_away", columns, [&](Index column) {
    const Expr low = column.lane(Expr(distance), code_bits, 0, distance_bits);
    return Block{column.lane(size, code_bits) <= mux(is_above(column), low, literal(code_bits, 0) - low)};
  }));
  block.active.push_back(m.loop("column", columns, [&](Index column) {
    return Block{column.bit(far) <= (column.lane(Expr(size), code_bits) > zero_extend(limit, code_bits))};
  }));
  block.active.push_back(m.loop("written", columns, [&](Index column) {
    const Expr is_far = column.bit(Expr(far));
    const Expr held = held_level(column, size, code_bits, level_bits);
    const Expr voltage = has_carry ? mux(against, held, *one_voltage) : held;
    const Expr is_up = has_carry ? is_above(column) == upside_down : !is_above(column);
    return Block{column.bit(up) <= (is_far && is_up),
                 column.lane(level, level_bits) <= (voltage & repeat(is_far, level_bits))};
  }));
  const Expr ones = ones_of(m, far, levels, block);
  block.idle.push_back(when(enable).then(block.active));
  m.combinational(block.idle);
  m.assign(signs, up);
  m.assign(voltages, level);
  m.assign(any_far, any(far));
  m.assign(count, ones);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
