#include "gen/blocks/training_registers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include "gen/blocks/labels.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// "CHOP_PHASE" -> "chop_phase"
std::string lower(std::string_view name) {
  std::string result(name);
  for (char& letter : result) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
  }
  return result;
}

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

/// The ranges of bits that belong to no field must be 0.
std::vector<Expr> reserved_bits(const spec::Register& entry, const Expr& data) {
  std::vector<Expr> faults;
  int low = 0;
  const auto reserved_up_to = [&](int end) {
    if (end > low) faults.push_back(any(slice(data, low, end - low)));
  };
  for (const spec::RegisterField& field : entry.fields) {
    reserved_up_to(field.lsb);
    low = field.lsb + field.bits;
  }
  reserved_up_to(32);
  return faults;
}

Expr value_of(const FieldRegister& one) {
  std::vector<Expr> parts;
  int high = 32;
  for (std::size_t i = one.fields.size(); i-- > 0;) {
    const spec::RegisterField& field = one.entry.fields[i];
    const int end = field.lsb + field.bits;
    if (high > end) parts.push_back(literal(high - end, 0));
    parts.push_back(one.fields[i]);
    high = field.lsb;
  }
  if (high > 0) parts.push_back(literal(high, 0));
  return concat(std::move(parts));
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
    const std::string prefix = lower(name);
    std::vector<Target> fields;
    for (const spec::RegisterField& field : entry->fields) {
      const std::string suffix = entry->fields.size() > 1 ? "_" + field.name : "";
      fields.push_back(m.reg(fmt::format("{}{}_q", prefix, suffix), field.bits, field.reset_value));
    }
    const Expr address = address_label(m, *entry);
    const Expr addressed = m.wire("to_" + prefix, write_address == address);
    const auto [zero, largest] = bounds(variant, name);
    std::vector<Expr> faults = largest ? std::vector{data > *largest} : reserved_bits(*entry, data);
    if (!zero) faults.push_back(!any(data));
    registers.push_back({*entry, addressed, any_of(faults), std::move(fields)});
  }
  return registers;
}

const Target& field_of(const std::vector<FieldRegister>& registers, std::string_view name, std::size_t field) {
  const auto found = std::ranges::find(registers, name, [](const FieldRegister& one) { return one.entry.name; });
  if (found == registers.end()) throw std::out_of_range(fmt::format("no register {}", name));
  return found->fields.at(field);
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
    readable.push_back({address_label(m, one.entry), value_of(one)});
  }
}

}  // namespace spintile::gen::blocks
