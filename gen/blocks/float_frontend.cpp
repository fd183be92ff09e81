#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/labels.h"
#include "gen/blocks/sot_registers.h"
#include "gen/blocks/status.h"
#include "spec/derive.h"

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
  const Expr interrupt = m.output("interrupt_o", 1, "done or error");

  const Status state = status_registers(m);
  const Target lanes_space_q = m.reg("lanes_space_q", 1);

  m.comment("What a write means.");
  const auto to = [&, &target = write_address](const std::string& name, const std::string& register_name) {
    return m.wire("to_" + name, target == address(register_name));
  };
  const Expr to_command = to("command", "COMMAND");
  const Expr to_status = to("status", "STATUS");
  const SotRegisters of_array = sot_registers(m, variant, registers, write_address, data);
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
  const Expr space_refusal = mux(!is_lanes && !is_program, illegal_space,
                                 mux(is_program && !any(of_array.program_words), illegal_value, none));
  const Expr known = m.wire("known", is_sot || is_receive || is_send);
  const Expr command_refusal =
      m.wire("command_refusal",
             mux(any(slice(data, 16, 16)), illegal_value,
                 mux(!known, unknown_command, mux(is_sot, mux(any(space), illegal_value, none), space_refusal))));
  const Expr is_mapped = m.wire("is_mapped", to_command || to_status || of_array.addressed);
  const Expr refusal =
      m.wire("refusal", mux(!is_mapped, illegal_address,
                            mux(!full, illegal_value,
                                mux(state.busy && !to_status, busy,
                                    mux(to_command, command_refusal, mux(of_array.bad_value, illegal_value, none))))));
  m.assign(write_refused, any(refusal));
  const Expr accept = m.wire("accept", write && !any(refusal));
  const Expr launch = m.wire("launch", accept && to_command);

  m.comment("Commands and registers.");
  m.assign(receive_start, launch && is_receive);
  m.assign(send_start, launch && is_send);
  m.assign(sot_start, launch && is_sot);
  m.assign(to_lanes, is_lanes);
  m.clocked(when(launch).then(lanes_space_q <= is_lanes));
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
  readable.insert(readable.end(), {{address("COMMAND"), literal(32, 0)}, {address("STATUS"), status}});
  SotEvents events = {.accept = accept, .data = data, .start = launch && is_sot, .done = sot_done};
  if (spec::verifies_writes(variant)) {
    events.row_failed = m.input("row_failed_i", 1, "a verified write left a row wrong");
  }
  keep_sot_registers(m, of_array, registers, events, readable);
  std::vector<Expr> mapped;
  for (const auto& one : readable) mapped.push_back(one.label);
  m.assign(read_data, pick(read_address, readable, literal(32, 0)));
  m.assign(read_refused, !is_one_of(read_address, mapped));
  m.assign(lanes_space, lanes_space_q);
  m.assign(interrupt, state.done || state.error);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
