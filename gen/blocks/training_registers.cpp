#include "gen/blocks/training_registers.h"

#include <algorithm>
#include <map>
#include <optional>

#include "gen/blocks/labels.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// Of a register that does not take all that its field can hold.
struct Bounds {
  bool zero = true;
  std::optional<std::int64_t> largest = {};
};

Bounds bounds(const spec::Variant& variant, std::string_view name) {
  if (name == "SLOTS") return {false, variant.update.pulse_slots};
  if (name == "TRANSFER_SAMPLES") return {false, variant.readout.samples_max};
  if (name == "TRANSFER_ROW") return {true, variant.crossbar.rows - 1};
  if (name == "CHOP_PERIOD") return {.zero = false};
  return {};
}

}  // namespace

std::vector<FieldRegister> training_registers(Module& m, const spec::Variant& variant,
                                              const std::vector<spec::Register>& map, const Expr& write_address,
                                              const Expr& data) {
  std::vector<FieldRegister> registers;
  for (const auto* name :
       {"SLOTS", "TRANSFER_SAMPLES", "TRANSFER_ROW", "SWEEPS", "WARM_UP", "CHOPPER", "CHOP_PERIOD", "CHOP_PHASE"}) {
    const auto entry = std::ranges::find(map, name, &spec::Register::name);
    if (entry == map.end()) continue;
    std::vector<Target> fields;
    for (const spec::RegisterField& field : entry->fields) {
      fields.push_back(m.reg(signal_name(*entry, field) + "_q", field.bits, field.reset_value));
    }
    const Expr address = address_label(m, *entry);
    const Expr addressed = m.wire("to_" + lower(name), write_address == address);
    const auto [zero, largest] = bounds(variant, name);
    std::vector<Expr> faults = largest ? std::vector{data > *largest} : reserved_bits(*entry, data);
    if (!zero) faults.push_back(!any(data));
    registers.push_back({*entry, addressed, any_of(faults), std::move(fields)});
  }
  return registers;
}

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
    Block write;
    for (std::size_t i = 0; i < one.fields.size(); ++i) {
      write.push_back(one.fields[i] <= slice(data, one.entry.fields[i].lsb, one.entry.fields[i].bits));
    }
    When clocked = when(accept && one.addressed);
    clocked.then(write);
    if (const auto next = after_transfer.find(one.entry.name); next != after_transfer.end()) {
      clocked.else_when(transfer_end.front()).then(next->second);
    }
    m.clocked(clocked);
    readable.push_back({address_label(m, one.entry), word_of(one.entry, {one.fields.begin(), one.fields.end()})});
  }
}

}  // namespace spintile::gen::blocks
