#include <fmt/format.h>

#include <optional>

#include "gen/blocks/blocks.h"
#include "gen/blocks/code_planes.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// In place of the codes of all lines.
struct OneLine {
  Expr enable, selected, slots;
};

}  // namespace

ModulePointer temporal_drivers(Design& design, const spec::Variant& variant, Side side) {
  const bool of_rows = side == Side::rows;
  const bool has_pulses = spec::has_pulsed_update(variant);
  const bool has_phases = of_rows && spec::has_outer_update(variant);
  const bool has_offset = of_rows && spec::has_offset_row(variant);
  const std::string line = of_rows ? "row" : "column";
  Module m = design.clocked(
      line + "_temporal_drivers",
      fmt::format(
          "Temporal drivers of the {0}s: in a slot a {0} is active where the chosen bit of its magnitude is 1, "
          "and shows its\n"
          "sign{1}. Released, all {0}s stand by: level 0, sign 0.\n"
          "{2}Latency: pins 1 cycle from {3}drive_i or release_i; the first of them wins.",
          line,
          has_pulses   ? "; or they show pulses"
          : has_phases ? "; in a phase of an outer product those of one sign alone"
                       : "",
          has_offset ? "Past the last row lies the offset row: active in every slot of a read of all rows.\n" : "",
          has_pulses ? "pulse_i, " : ""));
  const std::string pin = of_rows ? "row" : "col";
  const int codes = of_rows ? variant.crossbar.rows : variant.crossbar.columns;
  const int lines = of_rows ? spec::array_rows(variant) : codes;
  const int bits = variant.input.stream_bits;

  const Expr signs = m.input("signs_i", codes);
  const Expr magnitudes = m.input("magnitudes_i", bits * codes, "a plane for each bit, the least significant lowest");
  const Expr drive = m.input("drive_i", 1, "a slot begins in the next cycle");
  const Expr chosen = m.input("bit_i", plane_index_bits(variant), "which bit of the magnitudes decides");
  const Expr release = m.input("release_i", 1);
  const Expr sign_pins = m.output(pin + "_sign_o", lines, of_rows ? "" : "1: negative rail");
  const Expr level_pins = m.output(pin + "_level_o", lines, "active");

  std::optional<OneLine> one;
  if (has_phases) {
    one = OneLine{m.input("one_" + line + "_i", 1, "one " + line + " is driven, on the positive rail"),
                  m.input("selected_i", lines, "that one, one-hot"), m.input("slots_i", bits, "its magnitude")};
  }
  std::optional<Expr> of_phase;
  if (has_phases) of_phase = m.input("of_phase_i", 1, "lines of one sign alone");
  const auto plane = [&](int index) {
    Expr own = slice(magnitudes, index * codes, codes);
    if (has_offset) own = concat({!*of_phase, own});
    return one ? mux(one->enable, one->selected & repeat(bit(one->slots, index), lines), own) : own;
  };
  const Expr active = active_lines(m, variant, lines, drive, chosen, plane);

  const Expr all_signs = has_offset ? concat({literal(1, 0), signs}) : signs;
  const Expr shown = one ? m.wire("shown_signs", all_signs & ~repeat(one->enable, lines)) : all_signs;
  Expr next_signs = shown;
  Expr next_levels = active;
  if (has_phases) {
    const Expr negative = m.input("negative_i", 1, "of this sign");
    const Expr matching = m.wire("matching", (shown ^ repeat(!negative, lines)) | repeat(!*of_phase, lines));
    next_signs = next_signs & matching;
    next_levels = next_levels & matching;
  }
  const Target sign_q = m.reg(pin + "_sign_q", lines);
  const Target level_q = m.reg(pin + "_level_q", lines);
  const Block take_slot = {sign_q <= next_signs, level_q <= next_levels};
  const Block stand_by = {sign_q <= 0, level_q <= 0};
  if (has_pulses) {
    const Expr pulse = m.input("pulse_i", 1);
    const Expr pulse_signs = m.input("pulse_signs_i", lines);
    const Expr pulses = m.input("pulses_i", lines, line + "s that fire");
    m.clocked(when(pulse)
                  .then(sign_q <= pulse_signs, level_q <= pulses)
                  .else_when(drive)
                  .then(take_slot)
                  .else_when(release)
                  .then(stand_by));
  } else {
    m.clocked(when(drive).then(take_slot).else_when(release).then(stand_by));
  }
  m.assign(sign_pins, sign_q);
  m.assign(level_pins, level_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
