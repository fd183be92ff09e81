#include <optional>

#include "gen/blocks/blocks.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/labels.h"
#include "gen/blocks/sot_registers.h"
#include "gen/blocks/status.h"
#include "gen/blocks/training_registers.h"
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

/// The error code that a write to COMMAND earns, 0 for none. `of_array`: the registers of the SOT array, of a variant
/// with a transfer.
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
    refusals.push_back({command_label(m, spec::Command::forward), no_array});
    if (spec::has_backward(variant)) refusals.push_back({command_label(m, spec::Command::backward), no_array});
    if (spec::has_update(variant)) refusals.push_back({command_label(m, spec::Command::update), no_array});
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
  const bool has_ramp = spec::has_ramp(variant);  // whose conversions are one
  std::optional<Expr> samples;
  if (!has_ramp) samples = m.output("samples_o", samples_bits);
  const Expr shift = m.output("shift_o", shift_bits);
  const Expr interrupt = m.output("interrupt_o", 1, "done or error");

  const Status state = status_registers(m);
  const Target space_q = m.reg("space_q", 8);
  const Target samples_q = m.reg("samples_q", samples_bits, entry("SAMPLES").reset_value());
  const Target shift_q = m.reg("shift_q", shift_bits, entry("SHIFT").reset_value());
  const bool has_monitor = spec::has_health_monitor(variant);
  const bool has_backward = spec::has_backward(variant);
  const bool has_update = spec::has_update(variant);
  const bool has_transfer = spec::has_transfer(variant);
  const std::vector<FieldRegister> of_training = training_registers(m, variant, registers, write_address, data);
  std::optional<SotRegisters> of_array;
  if (has_transfer) of_array = sot_registers(m, spec::float_unit_of(variant), registers, write_address, data);

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
  const Expr operand =
      m.wire("operand", slice(data, 8, 8),
             has_backward ? "a state space, or the array of a read" : "a state space, or the array of a FORWARD");
  const Expr load_x = command_label(m, spec::Command::load_x);
  const Expr read_y = command_label(m, spec::Command::read_y);
  const Expr is_forward = m.wire("is_forward", command == command_label(m, spec::Command::forward));
  std::vector<Expr> receives = {load_x, command_label(m, spec::Command::write)};
  if (has_update) receives.push_back(command_label(m, spec::Command::load_d));
  const Expr is_receive = m.wire("is_receive", is_one_of(command, receives));
  const Expr is_send = m.wire("is_send", is_one_of(command, {read_y, command_label(m, spec::Command::read)}));
  const auto is_command = [&](const char* name, bool exists, spec::Command which) {
    return exists ? m.wire(name, command == command_label(m, which)) : literal(1, 0);
  };
  const Expr is_backward = is_command("is_backward", has_backward, spec::Command::backward);
  const Expr is_update = is_command("is_update", has_update, spec::Command::update);
  const Expr is_transfer = is_command("is_transfer", has_transfer, spec::Command::transfer);
  const Expr is_sot = is_command("is_sot", has_transfer, spec::Command::sot);

  m.comment("Why it may be refused.");
  Expr known = is_receive || is_send || is_forward;
  if (has_backward) known = known || is_backward;
  if (has_update) known = known || is_update;
  if (has_transfer) known = known || is_transfer || is_sot;
  const Expr command_refusal = refusal_of_command(m, variant, command, operand, slice(data, 16, 16), known, of_array);
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
  for (const FieldRegister& one : of_training) {
    known_address = known_address || one.addressed;
    bad_value = bad_value || (one.addressed && one.bad_value);
  }
  if (of_array) {
    known_address = known_address || of_array->addressed;
    bad_value = bad_value || of_array->bad_value;
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
  Expr receives_here = launch && is_receive;
  Expr sends_here = launch && is_send;
  if (has_transfer) {
    const Expr is_lanes = m.wire("is_lanes", operand == space_label(m, spec::Space::lanes));
    const Expr of_sot = m.wire("of_sot", is_lanes || operand == space_label(m, spec::Space::program));
    m.assign(m.output("unit_receive_start_o", 1, "a packet of the program or the lanes space"),
             receives_here && of_sot);
    m.assign(m.output("unit_send_start_o", 1), sends_here && of_sot);
    m.assign(m.output("to_lanes_o", 1, "the packet that starts is of the lanes space"), is_lanes);
    receives_here = receives_here && !of_sot;
    sends_here = sends_here && !of_sot;
  }
  m.assign(receive_start, receives_here);
  m.assign(send_start, sends_here);
  m.assign(forward_start, launch && is_forward);
  std::vector<Labelled> own_spaces = {{load_x, space_label(m, spec::Space::input)},
                                      {read_y, space_label(m, spec::Space::output)}};
  if (has_update) {
    own_spaces.push_back(
        {receives.back(), space_label(m, spec::has_outer_update(variant) ? spec::Space::column_voltage
                                                                         : spec::Space::column_probability)});
  }
  m.clocked(when(launch).then(space_q <= pick(command, own_spaces, operand)));
  m.clocked(when(accept && to_samples).then(samples_q <= slice(data, 0, samples_bits)),
            when(accept && to_shift).then(shift_q <= slice(data, 0, shift_bits)));

  Expr ended = receive_done || send_done || forward_done;
  Expr command_error = receive_error;
  if (has_backward) {
    m.assign(m.output("backward_start_o", 1), launch && is_backward);
    ended = ended || m.input("backward_done_i", 1);
  }
  if (has_update) {
    m.assign(m.output("update_start_o", 1), launch && is_update);
    ended = ended || m.input("update_done_i", 1, "of an update");
  }
  std::vector<Expr> transfer;
  std::vector<Expr> program;
  if (has_transfer) {
    transfer = {m.wire("starts_transfer", launch && is_transfer), m.input("transfer_done_i", 1),
                m.output("transfer_o", 1, "from the cycle a transfer starts in")};
    program = {m.input("program_start_i", 1, "of SOT or of a transfer"), m.input("program_done_i", 1)};
    const Target transfer_q = m.reg("transfer_q", 1);
    m.clocked(when(transfer[0]).then(transfer_q <= 1).else_when(transfer[1]).then(transfer_q <= 0));
    m.assign(transfer[2], transfer[0] || transfer_q);
    m.assign(m.output("transferring_o", 1, "the same from the cycle after it on"), transfer_q);
    m.assign(m.output("transfer_start_o", 1), transfer[0]);
    m.assign(m.output("run_start_o", 1), launch && is_sot);
    ended = ended || transfer[1] || (program[1] && !transfer_q);
    command_error = command_error | m.input("program_error_i", 8, "while program_done_i; 0 for none");
  }

  const Expr status = keep_status(m, state,
                                  {.launch = launch,
                                   .ended = ended,
                                   .command_error = command_error,
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
  keep_training_registers(m, variant, of_training, accept, data, readable);
  if (has_transfer) {
    keep_sot_registers(m, *of_array, registers,
                       {.accept = accept, .data = data, .start = program[0], .done = program[1]}, readable);
  }
  if (variant.crossbar.fast_array) {
    const Target array_q = m.reg("array_q", 1, 0, "0: array W, 1: array A");
    Expr takes_array = is_forward;
    if (has_backward) takes_array = takes_array || is_backward;
    if (has_update) takes_array = takes_array || is_update;
    When next_array = when(launch && takes_array);
    next_array.then(array_q <= bit(operand, 0));
    if (has_transfer) {
      next_array.else_when(transfer[0]).then(array_q <= 1);
      next_array.else_when(m.input("pulses_begin_i", 1, "of a transfer, to W")).then(array_q <= 0);
    }
    m.clocked(next_array);
    m.assign(m.output("array_sel_o", 1), array_q);
  }
  std::vector<Expr> mapped;
  for (const auto& one : readable) mapped.push_back(one.label);
  m.assign(read_data, pick(read_address, readable, literal(32, 0)));
  m.assign(read_refused, !is_one_of(read_address, mapped));
  m.assign(space, space_q);
  Expr samples_of_read = samples_q;
  if (has_transfer) samples_of_read = mux(transfer[2], field_of(of_training, "TRANSFER_SAMPLES"), samples_q);
  if (samples) m.assign(*samples, samples_of_read);
  m.assign(shift, shift_q);
  m.assign(interrupt, state.done || state.error);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
