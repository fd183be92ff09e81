#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/labels.h"
#include "gen/blocks/status.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// The error code that a write to COMMAND earns, 0 for none.
Expr refusal_of_command(Module& m, const spec::Variant& variant, const Expr& command, const Expr& operand,
                        const Expr& reserved, const Expr& known) {
  const Expr none = literal(8, 0);
  const Expr illegal_space = error_label(m, spec::Error::illegal_space);
  const Expr illegal_value = error_label(m, spec::Error::illegal_value);
  std::vector<Expr> all_spaces;
  std::vector<Expr> writable;
  for (const auto space : spec::spaces(variant)) {
    all_spaces.push_back(space_label(m, space));
    if (spec::space_layout(variant, space).writable) writable.push_back(all_spaces.back());
  }
  std::vector<Labelled> refusals = {
      {command_label(m, spec::Command::read), mux(is_one_of(operand, all_spaces), none, illegal_space)},
      {command_label(m, spec::Command::write), mux(is_one_of(operand, writable), none, illegal_space)}};
  if (variant.crossbar.fast_array) {
    refusals.push_back({command_label(m, spec::Command::forward), mux(any(slice(operand, 1, 7)), illegal_value, none)});
  }
  const Expr operand_refusal =
      m.wire("operand_refusal", pick(command, refusals, mux(any(operand), illegal_value, none)));
  return m.wire("command_refusal", mux(any(reserved), illegal_value,
                                       mux(!known, error_label(m, spec::Error::unknown_command), operand_refusal)));
}

}  // namespace

ModulePointer command_frontend(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "command_frontend",
      "Commands: the registers, the checks every write must pass, and the start of each command. A\n"
      "refused write sets error and code and changes nothing else; the first code stands until cleared.\n"
      "Latency: starts in the cycle of the write, status 1 cycle later.");
  const std::vector<spec::Register> registers = spec::register_map(variant);
  const auto entry = [&](const char* name) -> const spec::Register& { return spec::find_register(registers, name); };
  const auto address = [&](const char* name) { return address_label(m, entry(name)); };
  const int samples_bits = spec::samples_bits(variant);
  const int shift_bits = spec::shift_bits(variant);

  const auto [write, write_address, data, full, write_refused, read_address, read_data, read_refused] =
      register_ports(m);
  const Expr receive_start = m.output("receive_start_o", 1);
  const Expr send_start = m.output("send_start_o", 1);
  const Expr forward_start = m.output("forward_start_o", 1);
  const Expr space = m.output("space_o", 8, "of the running command, from the cycle after its start");
  const Expr receive_done = m.input("receive_done_i", 1);
  const Expr receive_error = m.input("receive_error_i", 8, "while receive_done_i; 0 for none");
  const Expr send_done = m.input("send_done_i", 1);
  const Expr forward_done = m.input("forward_done_i", 1);
  const Expr samples = m.output("samples_o", samples_bits);
  const Expr shift = m.output("shift_o", shift_bits);
  const Expr interrupt = m.output("interrupt_o", 1, "done or error");

  const Status state = status_registers(m);
  const Target space_q = m.reg("space_q", 8);
  const Target samples_q = m.reg("samples_q", samples_bits, entry("SAMPLES").reset_value());
  const Target shift_q = m.reg("shift_q", shift_bits, entry("SHIFT").reset_value());
  const bool has_monitor = spec::has_health_monitor(variant);

  m.comment("What a write means.");
  const Expr command_address = address("COMMAND");
  const Expr status_address = address("STATUS");
  const Expr samples_address = address("SAMPLES");
  const Expr shift_address = address("SHIFT");
  const Expr to_command = m.wire("to_command", write_address == command_address);
  const Expr to_status = m.wire("to_status", write_address == status_address);
  const Expr to_samples = m.wire("to_samples", write_address == samples_address);
  const Expr to_shift = m.wire("to_shift", write_address == shift_address);
  const Expr command = m.wire("command", slice(data, 0, 8));
  const Expr operand = m.wire("operand", slice(data, 8, 8), "a state space, or the array of a FORWARD");
  const Expr load_x = command_label(m, spec::Command::load_x);
  const Expr read_y = command_label(m, spec::Command::read_y);
  const Expr is_forward = m.wire("is_forward", command == command_label(m, spec::Command::forward));
  const Expr is_receive = m.wire("is_receive", is_one_of(command, {load_x, command_label(m, spec::Command::write)}));
  const Expr is_send = m.wire("is_send", is_one_of(command, {read_y, command_label(m, spec::Command::read)}));

  m.comment("Why it may be refused.");
  const Expr command_refusal =
      refusal_of_command(m, variant, command, operand, slice(data, 16, 16), is_receive || is_send || is_forward);
  const Expr illegal_value = error_label(m, spec::Error::illegal_value);
  Expr bad_value = (to_samples && (data == 0 || data > variant.readout.samples_max)) ||
                   (to_shift && data > spec::shift_max(variant));
  Expr known_address = to_command || to_status || to_samples || to_shift;
  std::vector<Expr> to_health;
  if (has_monitor) {
    to_health = {m.wire("to_health", write_address == address("HEALTH"))};
    known_address = known_address || to_health.front();
    bad_value = bad_value || (to_health.front() && any(slice(data, 2, 30)));
  }
  const Expr is_mapped = m.wire("is_mapped", known_address);
  bad_value = m.wire("bad_value", bad_value);
  // Declared here: in what order a compiler comes to the parts of an expression is its own affair.
  const Expr busy = error_label(m, spec::Error::busy);
  const Expr illegal_address = error_label(m, spec::Error::illegal_address);
  const Expr refusal =
      m.wire("refusal", mux(!is_mapped, illegal_address,
                            mux(!full, illegal_value,
                                mux(state.busy && !to_status, busy,
                                    mux(to_command, command_refusal, mux(bad_value, illegal_value, literal(8, 0)))))));
  m.assign(write_refused, any(refusal));
  const Expr accept = m.wire("accept", write && !any(refusal));
  const Expr launch = m.wire("launch", accept && to_command);

  m.comment("Commands and registers.");
  m.assign(receive_start, launch && is_receive);
  m.assign(send_start, launch && is_send);
  m.assign(forward_start, launch && is_forward);
  m.clocked(when(launch).then(
      space_q <= pick(command,
                      {{load_x, space_label(m, spec::Space::input)}, {read_y, space_label(m, spec::Space::output)}},
                      operand)));
  m.clocked(when(accept && to_samples).then(samples_q <= slice(data, 0, samples_bits)),
            when(accept && to_shift).then(shift_q <= slice(data, 0, shift_bits)));

  const Expr status = keep_status(m, state,
                                  {.launch = launch,
                                   .ended = receive_done || send_done || forward_done,
                                   .command_error = receive_error,
                                   .clear = accept && to_status && bit(data, 2),
                                   .refused = write && any(refusal),
                                   .refusal = refusal});
  std::vector<Labelled> readable;
  for (const spec::Register& one : registers) {
    if (one.is_constant()) readable.push_back({address_label(m, one), literal(32, one.reset_value())});
  }
  readable.insert(readable.end(), {{command_address, literal(32, 0)},
                                   {status_address, status},
                                   {samples_address, zero_extend(samples_q, 32)},
                                   {shift_address, zero_extend(shift_q, 32)}});
  if (has_monitor) {
    m.comment("Health monitors.");
    const Target monitor_q = m.reg("monitor_q", 1);
    const Expr set = m.wire("set_health", accept && to_health.front());
    m.clocked(when(set).then(monitor_q <= bit(data, 0)));
    m.assign(m.output("monitor_o", 1, "the monitors watch"), monitor_q);
    m.assign(m.output("monitor_restart_o", 1), set && bit(data, 0) && !monitor_q);
    m.assign(m.output("monitor_clear_o", 1), set && bit(data, 1));
    const Expr flagged = m.input("flagged_i", 1, "any flag is up");
    readable.push_back({address("HEALTH"), concat({literal(29, 0), flagged, literal(1, 0), monitor_q})});
  }
  if (variant.crossbar.fast_array) {
    const Target array_q = m.reg("array_q", 1, 0, "0: array W, 1: array A");
    m.clocked(when(launch && is_forward).then(array_q <= bit(operand, 0)));
    m.assign(m.output("array_sel_o", 1), array_q);
  }
  std::vector<Expr> mapped;
  for (const auto& one : readable) mapped.push_back(one.label);
  m.assign(read_data, pick(read_address, readable, literal(32, 0)));
  m.assign(read_refused, !is_one_of(read_address, mapped));
  m.assign(space, space_q);
  m.assign(samples, samples_q);
  m.assign(shift, shift_q);
  m.assign(interrupt, state.done || state.error);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
