#include <fmt/format.h>

#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/labels.h"
#include "gen/blocks/status.h"
#include "spec/derive.h"
#include "spec/sot_program.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer float_frontend(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "float_frontend",
      "Commands of a float unit: the registers, the checks every write must pass, and the start of each command. A\n"
      "refused write sets error and code and changes nothing else; the first code stands until cleared.\n"
      "Latency: starts in the cycle of the write, status 1 cycle later.");
  const std::vector<spec::Register> registers = spec::register_map(variant);
  const auto address = [&](const std::string& name) { return address_label(m, spec::find_register(registers, name)); };
  const int word_bits = spec::program_address_bits(variant) + 1;
  const int row_bits = spec::sot_row_bits(variant);
  const int rows = variant.sot.rows;
  const int program_words = variant.sot.program_words;

  const auto [write, write_address, data, full, write_refused, read_address, read_data, read_refused] =
      register_ports(m);
  const Expr receive_start = m.output("receive_start_o", 1);
  const Expr send_start = m.output("send_start_o", 1);
  const Expr to_lanes = m.output("to_lanes_o", 1, "the command that starts works on the lanes space");
  const Expr lanes_space = m.output("lanes_space_o", 1, "so does the running one, from the cycle after its start");
  const Expr sot_start = m.output("sot_start_o", 1);
  const Expr receive_done = m.input("receive_done_i", 1);
  const Expr send_done = m.input("send_done_i", 1);
  const Expr sot_done = m.input("sot_done_i", 1);
  const Expr command_error = m.input("command_error_i", 8, "while one of the three; 0 for none");
  const Expr program_first = m.output("program_first_o", word_bits);
  const Expr program_count = m.output("program_words_o", word_bits);
  const Expr lanes_first = m.output("lanes_first_o", row_bits);
  const Expr lanes_bits = m.output("lanes_bits_o", 7);
  const Expr wait = m.output("wait_o", 24, "of a read, a write, a search");
  const Expr bases = m.output("bases_o", spec::sot::base_registers * row_bits);
  const Expr interrupt = m.output("interrupt_o", 1, "done or error");

  const Status state = status_registers(m);
  const Target lanes_space_q = m.reg("lanes_space_q", 1);
  const Target running_q = m.reg("running_q", 1, 0, "a program");
  const Target program_first_q = m.reg("program_first_q", word_bits);
  const Target program_words_q = m.reg("program_words_q", word_bits);
  const Target lanes_first_q = m.reg("lanes_first_q", row_bits);
  const Target lanes_bits_q = m.reg("lanes_bits_q", 7, 1);
  const Target wait_q = m.reg("wait_q", 24);
  const Target cycles_q = m.reg("cycles_q", 32);
  std::vector<Target> bases_q;
  for (int base = 0; base < spec::sot::base_registers; ++base) {
    bases_q.push_back(m.reg(fmt::format("base{}_q", base), row_bits));
  }

  m.comment("What a write means.");
  const auto to = [&, &target = write_address](const std::string& name, const std::string& register_name) {
    return m.wire("to_" + name, target == address(register_name));
  };
  const Expr to_command = to("command", "COMMAND");
  const Expr to_status = to("status", "STATUS");
  const Expr to_program = to("program", "PROGRAM");
  const Expr to_rows = to("rows", "LANES");
  const Expr to_wait = to("wait", "WAIT");
  std::vector<Expr> to_base;
  for (int base = 0; base < spec::sot::base_registers; ++base) {
    to_base.push_back(to(fmt::format("base{}", base), fmt::format("BASE{}", base)));
  }
  const Expr to_any_base = m.wire("to_any_base", any_of(to_base));
  const Expr command = m.wire("command", slice(data, 0, 8));
  const Expr space = m.wire("space", slice(data, 8, 8));
  const Expr is_sot = m.wire("is_sot", command == command_label(m, spec::Command::sot));
  const Expr is_receive = m.wire("is_receive", command == command_label(m, spec::Command::write));
  const Expr is_send = m.wire("is_send", command == command_label(m, spec::Command::read));
  const Expr is_lanes = m.wire("is_lanes", space == space_label(m, spec::Space::lanes));
  const Expr is_program = m.wire("is_program", space == space_label(m, spec::Space::program));

  m.comment("Why it may be refused.");
  const Expr none = literal(8, 0);
  const Expr unknown_command = error_label(m, spec::Error::unknown_command);
  const Expr busy = error_label(m, spec::Error::busy);
  const Expr illegal_space = error_label(m, spec::Error::illegal_space);
  const Expr illegal_value = error_label(m, spec::Error::illegal_value);
  const Expr illegal_address = error_label(m, spec::Error::illegal_address);
  const Expr space_refusal =
      mux(!is_lanes && !is_program, illegal_space, mux(is_program && !any(program_words_q), illegal_value, none));
  const Expr known = m.wire("known", is_sot || is_receive || is_send);
  const Expr command_refusal =
      m.wire("command_refusal",
             mux(any(slice(data, 16, 16)), illegal_value,
                 mux(!known, unknown_command, mux(is_sot, mux(any(space), illegal_value, none), space_refusal))));
  const Expr low = zero_extend(slice(data, 0, 16), 17);
  const Expr last_word = m.wire("last_word", low + zero_extend(slice(data, 16, 16), 17));
  const Expr last_row = m.wire("last_row", low + zero_extend(slice(data, 16, 7), 17));
  const Expr bad_rows = m.wire(
      "bad_rows", any(slice(data, 23, 9)) || !any(slice(data, 16, 7)) || slice(data, 16, 7) > 64 || last_row > rows);
  const Expr bad_value =
      m.wire("bad_value", (to_program && last_word > program_words) || (to_rows && bad_rows) ||
                              (to_wait && any(slice(data, 24, 8))) || (to_any_base && data > rows - 1));
  const Expr is_mapped =
      m.wire("is_mapped", to_command || to_status || to_program || to_rows || to_wait || to_any_base);
  const Expr refusal =
      m.wire("refusal", mux(!is_mapped, illegal_address,
                            mux(!full, illegal_value,
                                mux(state.busy && !to_status, busy,
                                    mux(to_command, command_refusal, mux(bad_value, illegal_value, none))))));
  m.assign(write_refused, any(refusal));
  const Expr accept = m.wire("accept", write && !any(refusal));
  const Expr launch = m.wire("launch", accept && to_command);

  m.comment("Commands and registers.");
  m.assign(receive_start, launch && is_receive);
  m.assign(send_start, launch && is_send);
  m.assign(sot_start, launch && is_sot);
  m.assign(to_lanes, is_lanes);
  m.clocked(when(launch).then(lanes_space_q <= is_lanes));
  m.clocked(when(accept && to_program)
                .then(program_first_q <= slice(data, 0, word_bits), program_words_q <= slice(data, 16, word_bits)));
  m.clocked(
      when(accept && to_rows).then(lanes_first_q <= slice(data, 0, row_bits), lanes_bits_q <= slice(data, 16, 7)));
  m.clocked(when(accept && to_wait).then(wait_q <= slice(data, 0, 24)));
  for (std::size_t base = 0; base < bases_q.size(); ++base) {
    m.clocked(when(accept && to_base[base]).then(bases_q[base] <= slice(data, 0, row_bits)));
  }
  m.clocked(when(launch && is_sot).then(running_q <= 1).else_when(sot_done).then(running_q <= 0));
  m.clocked(
      when(launch && is_sot).then(cycles_q <= 0).else_when(running_q && !all(cycles_q)).then(cycles_q <= cycles_q + 1));

  const Expr status = keep_status(m, state,
                                  {.launch = launch,
                                   .ended = receive_done || send_done || sot_done,
                                   .command_error = command_error,
                                   .clear = accept && to_status && bit(data, 2),
                                   .refused = write && any(refusal),
                                   .refusal = refusal});
  std::vector<Labelled> readable;
  for (const spec::Register& one : registers) {
    if (one.is_constant()) readable.push_back({address_label(m, one), literal(32, one.reset_value())});
  }
  const auto pair_of = [](const Expr& high, const Expr& below) {
    return concat({zero_extend(high, 16), zero_extend(below, 16)});
  };
  readable.insert(readable.end(), {{address("COMMAND"), literal(32, 0)},
                                   {address("STATUS"), status},
                                   {address("PROGRAM"), pair_of(program_words_q, program_first_q)},
                                   {address("LANES"), pair_of(lanes_bits_q, lanes_first_q)},
                                   {address("WAIT"), zero_extend(wait_q, 32)},
                                   {address("CYCLES"), cycles_q}});
  for (std::size_t base = 0; base < bases_q.size(); ++base) {
    readable.push_back({address(fmt::format("BASE{}", base)), zero_extend(bases_q[base], 32)});
  }
  std::vector<Expr> mapped;
  for (const auto& one : readable) mapped.push_back(one.label);
  m.assign(read_data, pick(read_address, readable, literal(32, 0)));
  m.assign(read_refused, !is_one_of(read_address, mapped));
  m.assign(lanes_space, lanes_space_q);
  m.assign(program_first, program_first_q);
  m.assign(program_count, program_words_q);
  m.assign(lanes_first, lanes_first_q);
  m.assign(lanes_bits, lanes_bits_q);
  m.assign(wait, wait_q);
  m.assign(bases, concat({bases_q.rbegin(), bases_q.rend()}));
  m.assign(interrupt, state.done || state.error);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
