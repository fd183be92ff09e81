#include "gen/blocks/row_registers.h"

#include "gen/blocks/labels.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

void keep_row_registers(Module& m, const spec::Variant& variant, const std::vector<FieldRegister>& registers,
                        const std::vector<spec::Register>& map, const Expr& accept, const Expr& data,
                        std::vector<Labelled>& readable) {
  if (registers.empty()) return;
  m.comment("Rows that are programmed, or carry.");
  for (const FieldRegister& one : registers) {
    for (std::size_t i = 0; i < one.fields.size(); ++i) {
      m.assign(m.output(signal_name(one.entry, one.entry.fields[i]) + "_o", one.fields[i].width()), one.fields[i]);
    }
    m.clocked(when(accept && one.addressed).then(written(one, data)));
    readable.push_back(as_readable(m, one));
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
