#include "gen/blocks/sot_registers.h"

#include <fmt/format.h>

#include "gen/blocks/labels.h"
#include "spec/derive.h"
#include "spec/sot_program.h"

namespace spintile::gen::blocks {

using namespace hdl;

std::vector<NamedWidth> sot_settings(const spec::Variant& unit) {
  const int word_bits = spec::program_address_bits(unit) + 1;
  const int row_bits = spec::sot_row_bits(unit);
  return {{"program_first", word_bits}, {"program_words", word_bits},
          {"lanes_first", row_bits},    {"lanes_bits", 7},
          {"wait_cycles", 24},          {"bases", spec::sot::base_registers * row_bits}};
}

SotRegisters sot_registers(Module& m, const spec::Variant& unit, const std::vector<spec::Register>& map,
                           const Expr& write_address, const Expr& data) {
  const int word_bits = spec::program_address_bits(unit) + 1;
  const int row_bits = spec::sot_row_bits(unit);
  const Target program_first_q = m.reg("program_first_q", word_bits);
  const Target program_words_q = m.reg("program_words_q", word_bits);
  const Target lanes_first_q = m.reg("lanes_first_q", row_bits);
  const Target lanes_bits_q = m.reg("lanes_bits_q", 7, 1);
  const Target wait_q = m.reg("wait_q", 24);
  const Target cycles_q = m.reg("cycles_q", 32);
  const Target running_q = m.reg("running_q", 1, 0, "a program");
  std::vector<Target> bases_q;
  for (int base = 0; base < spec::sot::base_registers; ++base) {
    bases_q.push_back(m.reg(fmt::format("base{}_q", base), row_bits));
  }
  const std::vector<Expr> held = {program_first_q, program_words_q, lanes_first_q,
                                  lanes_bits_q,    wait_q,          concat({bases_q.rbegin(), bases_q.rend()})};
  const std::vector<NamedWidth> settings = sot_settings(unit);
  for (std::size_t i = 0; i < settings.size(); ++i) {
    m.assign(m.output(settings[i].name + "_o", settings[i].bits), held[i]);
  }

  const auto to = [&](const std::string& name, const std::string& register_name) {
    return m.wire("to_" + name, write_address == address_label(m, spec::find_register(map, register_name)));
  };
  const Expr to_program = to("program", "PROGRAM");
  const Expr to_lanes = to("lanes", "LANES");
  const Expr to_wait = to("wait", "WAIT");
  std::vector<Expr> to_base;
  for (int base = 0; base < spec::sot::base_registers; ++base) {
    to_base.push_back(to(fmt::format("base{}", base), fmt::format("BASE{}", base)));
  }
  const Expr to_any_base = m.wire("to_any_base", any_of(to_base));
  const Expr low = zero_extend(slice(data, 0, 16), 17);
  const Expr last_word = m.wire("last_word", low + zero_extend(slice(data, 16, 16), 17));
  const Expr last_row = m.wire("last_row", low + zero_extend(slice(data, 16, 7), 17));
  const Expr bad_lanes = m.wire("bad_lanes", any(slice(data, 23, 9)) || !any(slice(data, 16, 7)) ||
                                                 slice(data, 16, 7) > 64 || last_row > unit.sot.rows);
  const Expr bad_value =
      m.wire("bad_sot_value", (to_program && last_word > unit.sot.program_words) || (to_lanes && bad_lanes) ||
                                  (to_wait && any(slice(data, 24, 8))) || (to_any_base && data > unit.sot.rows - 1));
  return {program_first_q,
          program_words_q,
          lanes_first_q,
          lanes_bits_q,
          wait_q,
          cycles_q,
          running_q,
          std::move(bases_q),
          to_program,
          to_lanes,
          to_wait,
          std::move(to_base),
          m.wire("to_sot", to_program || to_lanes || to_wait || to_any_base),
          bad_value};
}

void keep_sot_registers(Module& m, const SotRegisters& registers, const std::vector<spec::Register>& map,
                        const SotEvents& events, std::vector<Labelled>& readable) {
  const auto& [program_first_q, program_words_q, lanes_first_q, lanes_bits_q, wait_q, cycles_q, running_q, bases_q,
               to_program, to_lanes, to_wait, to_base, addressed, bad_value] = registers;
  const auto low_bits = [&data = events.data](const Target& target, int low) {
    return target <= slice(data, low, target.width());
  };
  m.clocked(when(events.accept && to_program).then(low_bits(program_first_q, 0), low_bits(program_words_q, 16)));
  m.clocked(when(events.accept && to_lanes).then(low_bits(lanes_first_q, 0), low_bits(lanes_bits_q, 16)));
  m.clocked(when(events.accept && to_wait).then(low_bits(wait_q, 0)));
  for (std::size_t base = 0; base < bases_q.size(); ++base) {
    m.clocked(when(events.accept && to_base[base]).then(low_bits(bases_q[base], 0)));
  }
  m.clocked(when(events.start).then(running_q <= 1).else_when(events.done).then(running_q <= 0));
  m.clocked(
      when(events.start).then(cycles_q <= 0).else_when(running_q && !all(cycles_q)).then(cycles_q <= cycles_q + 1));

  const auto address = [&](const std::string& name) { return address_label(m, spec::find_register(map, name)); };
  const auto pair_of = [](const Expr& high, const Expr& below) {
    return concat({zero_extend(high, 16), zero_extend(below, 16)});
  };
  readable.insert(readable.end(), {{address("PROGRAM"), pair_of(program_words_q, program_first_q)},
                                   {address("LANES"), pair_of(lanes_bits_q, lanes_first_q)},
                                   {address("WAIT"), zero_extend(wait_q, 32)},
                                   {address("CYCLES"), cycles_q}});
  if (events.row_failed) {
    const Target failures_q = m.reg("failures_q", 32);
    m.clocked(when(events.start)
                  .then(failures_q <= 0)
                  .else_when(*events.row_failed && !all(failures_q))
                  .then(failures_q <= failures_q + 1));
    readable.push_back({address("FAILURES"), failures_q});
  }
  for (std::size_t base = 0; base < bases_q.size(); ++base) {
    readable.push_back({address(fmt::format("BASE{}", base)), zero_extend(bases_q[base], 32)});
  }
}

}  // namespace spintile::gen::blocks
