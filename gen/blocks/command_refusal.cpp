#include "gen/blocks/command_refusal.h"

#include <vector>

#include "gen/blocks/labels.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// One bit: a transfer would pass the last row of the SOT array.
Expr rows_outside(Module& m, const spec::Variant& variant, const std::vector<Target>& bases) {
  const int rows = spec::float_unit_of(variant).sot.rows;
  std::vector<Expr> faults;
  const auto need = [&](std::size_t base, int needed) { faults.push_back(bases[base] > rows - needed); };
  for (int plane = 0; plane < spec::transfer_planes(variant); ++plane) {
    need(static_cast<std::size_t>(plane), variant.crossbar.rows * spec::transfer_word_bits(variant.transfer));
  }
  need(3, spec::transfer_code_bits(variant) + 2);
  need(5, variant.transfer.pulses + 1);
  return m.wire("rows_outside", any_of(faults));
}

}  // namespace

Expr refusal_of_command(Module& m, const spec::Variant& variant, const Expr& command, const Expr& operand,
                        const Expr& reserved, const Expr& known, const std::optional<SotRegisters>& of_array) {
  const Expr none = literal(8, 0);
  const Expr illegal_space = error_label(m, spec::Error::illegal_space);
  const Expr illegal_value = error_label(m, spec::Error::illegal_value);
  std::vector<Expr> all_spaces;
  std::vector<Expr> writable;
  for (const auto space : spec::spaces(variant)) {
    all_spaces.push_back(space_label(m, space));
    if (spec::space_layout(variant, space).writable) writable.push_back(all_spaces.back());
  }
  Expr refusal_of_packet = none;
  if (of_array) {
    const Expr is_program = m.wire("is_program", operand == space_label(m, spec::Space::program));
    refusal_of_packet = mux(is_program && !any(of_array->program_words), illegal_value, none);
  }
  const auto packet_of = [&](const std::vector<Expr>& known_spaces) {
    return mux(is_one_of(operand, known_spaces), refusal_of_packet, illegal_space);
  };
  const auto unless = [&](const Expr& fault) { return mux(fault, illegal_value, none); };
  std::vector<Labelled> refusals = {{command_label(m, spec::Command::read), packet_of(all_spaces)},
                                    {command_label(m, spec::Command::write), packet_of(writable)}};
  if (variant.crossbar.fast_array) {
    const Expr no_array = unless(any(slice(operand, 1, 7)));
    for (const auto one : spec::commands_of_an_array(variant)) {
      refusals.push_back({command_label(m, one), no_array});
    }
  }
  if (of_array) {
    refusals.push_back(
        {command_label(m, spec::Command::transfer), unless(any(operand) || rows_outside(m, variant, of_array->bases))});
  }
  const Expr operand_refusal =
      m.wire("operand_refusal", pick(command, refusals, mux(any(operand), illegal_value, none)));
  return m.wire("command_refusal", mux(any(reserved), illegal_value,
                                       mux(!known, error_label(m, spec::Error::unknown_command), operand_refusal)));
}

}  // namespace spintile::gen::blocks
