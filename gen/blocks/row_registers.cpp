#include "gen/blocks/row_registers.h"

#include <algorithm>
#include <bit>

#include "gen/blocks/labels.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

std::vector<Expr> values_outside(const spec::Register& entry, const Expr& data) {
  std::vector<Expr> faults = reserved_bits(entry, data);
  for (const spec::RegisterField& field : entry.fields) {
    const Expr value = slice(data, field.lsb, field.bits);
    if (field.least > 0) faults.push_back(value < literal(field.bits, field.least));
    if (field.most() < field.mask() >> field.lsb) faults.push_back(value > field.most());
  }
  return faults;
}

}  // namespace

int bits_of(const spec::RegisterField& field) { return std::max(1, static_cast<int>(std::bit_width(field.most()))); }

std::vector<FieldRegister> row_registers(Module& m, const spec::Variant& variant,
                                         const std::vector<spec::Register>& map, const Expr& write_address,
                                         const Expr& data) {
  std::vector<FieldRegister> registers;
  if (!spec::has_outer_update(variant)) return registers;
  for (const auto* name :
       {"ROW", "TOLERANCE", "ATTEMPTS", "PROGRAM_SLOTS", "CARRY_THRESHOLD", "CARRY_FAST", "CARRY_WEIGHT"}) {
    const auto entry = std::ranges::find(map, name, &spec::Register::name);
    if (entry == map.end()) continue;
    std::vector<Target> fields;
    for (const spec::RegisterField& field : entry->fields) {
      fields.push_back(m.reg(signal_name(*entry, field) + "_q", bits_of(field), field.reset_value));
    }
    const Expr address = address_label(m, *entry);
    const Expr addressed = m.wire("to_" + lower(name), write_address == address);
    registers.push_back({*entry, addressed, any_of(values_outside(*entry, data)), std::move(fields)});
  }
  return registers;
}

void keep_row_registers(Module& m, const spec::Variant& variant, const std::vector<FieldRegister>& registers,
                        const std::vector<spec::Register>& map, const Expr& accept, const Expr& data,
                        std::vector<Labelled>& readable) {
  if (registers.empty()) return;
  m.comment("Rows that are programmed, or carry.");
  for (const FieldRegister& one : registers) {
    Block write;
    for (std::size_t i = 0; i < one.fields.size(); ++i) {
      const spec::RegisterField& field = one.entry.fields[i];
      write.push_back(one.fields[i] <= slice(data, field.lsb, one.fields[i].width()));
      m.assign(m.output(signal_name(one.entry, field) + "_o", one.fields[i].width()), one.fields[i]);
    }
    m.clocked(when(accept && one.addressed).then(write));
    readable.push_back({address_label(m, one.entry), word_of(one.entry, {one.fields.begin(), one.fields.end()})});
  }
  const auto take_result = [&](const char* name) {
    const spec::Register& entry = spec::find_register(map, name);
    std::vector<Expr> counts;
    for (const spec::RegisterField& field : entry.fields) {
      counts.push_back(m.input(signal_name(entry, field) + "_i", bits_of(field), field.description));
    }
    readable.push_back({address_label(m, entry), word_of(entry, counts)});
  };
  take_result("FAILURES");
  if (spec::has_carry(variant)) take_result("CARRIES");
}

}  // namespace spintile::gen::blocks
