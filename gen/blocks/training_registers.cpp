#include "gen/blocks/training_registers.h"

#include <map>

#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

void keep_training_registers(Module& m, const spec::Variant& variant, const std::vector<FieldRegister>& registers,
                             const Expr& accept, const Expr& data, std::vector<Labelled>& readable) {
  if (registers.empty()) return;
  m.comment("Updates and transfers.");
  const auto field = [&](std::string_view name, std::size_t which = 0) { return field_of(registers, name, which); };
  std::map<std::string_view, Block> after_transfer;
  std::vector<Expr> transfer_end;
  m.assign(m.output("slots_o", field("SLOTS").width()), field("SLOTS"));
  if (spec::has_transfer(variant)) {
    transfer_end = {m.input("transfer_end_i", 1)};
    const Target row = field("TRANSFER_ROW");
    const Target sweeps = field("SWEEPS");
    const Expr last_row = m.wire("last_row_of_sweep", row == variant.crossbar.rows - 1);
    after_transfer["TRANSFER_ROW"] = {row <= mux(last_row, literal(row.width(), 0), row + 1)};
    after_transfer["SWEEPS"] = {when(last_row && !all(sweeps)).then(sweeps <= sweeps + 1)};
    m.assign(m.output("transfer_row_o", row.width()), row);
    m.assign(m.output("writes_pulses_o", 1, "warmed up"), !(sweeps < field("WARM_UP")));
    if (spec::has_choppers(variant)) {
      const Target phase = field("CHOP_PHASE");
      const Expr period_ends = m.wire("period_ends", !(phase < field("CHOP_PERIOD") - 1));
      after_transfer["CHOP_PHASE"] = {
          when(last_row).then(phase <= mux(period_ends, literal(phase.width(), 0), phase + 1))};
      m.assign(m.output("flip_all_o", 1, "this sweep flips the chopper of every row"),
               field("CHOPPER", 0) && period_ends);
      m.assign(m.output("flip_some_o", 1, "by chance"), field("CHOPPER", 1));
      m.assign(m.output("flip_probability_o", 16), field("CHOPPER", 2));
    }
  }
  for (const FieldRegister& one : registers) {
    When clocked = when(accept && one.addressed);
    clocked.then(written(one, data));
    if (const auto next = after_transfer.find(one.entry.name); next != after_transfer.end()) {
      clocked.else_when(transfer_end.front()).then(next->second);
    }
    m.clocked(clocked);
    readable.push_back(as_readable(m, one));
  }
}

}  // namespace spintile::gen::blocks
