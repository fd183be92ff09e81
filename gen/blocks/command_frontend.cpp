#include <fmt/format.h>

#include <optional>
#include <string>

#include "gen/blocks/array_select.h"
#include "gen/blocks/blocks.h"
#include "gen/blocks/command_refusal.h"
#include "gen/blocks/core_bus.h"
#include "gen/blocks/labels.h"
#include "gen/blocks/row_registers.h"
#include "gen/blocks/sot_registers.h"
#include "gen/blocks/status.h"
#include "gen/blocks/training_registers.h"
#include "gen/blocks/waiting_commands.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

std::vector<Expr> command_labels(Module& m, const spec::Variant& variant) {
  std::vector<Expr> labels;
  for (const spec::Command command : spec::commands(variant)) labels.push_back(command_label(m, command));
  return labels;
}

}  // namespace

ModulePointer command_frontend(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "command_frontend",
      "Commands: the registers, the checks every write must pass, and the start of each command. A\n"
      "refused write sets error and code and changes nothing else; the first code stands until cleared.\n" +
          std::string(
              spec::has_command_queue(variant)
                  ? "A command that is written while another runs or waits is queued; its packet may come in while\n"
                    "one runs that takes none and cannot fail.\n"
                    "Latency: starts in the cycle of the write, from the queue 1 cycle after the command before it;\n"
                    "status 1 cycle later."
                  : "Latency: starts in the cycle of the write, status 1 cycle later."));
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
  const bool has_backward = spec::has_backward(variant);
  const bool has_update = spec::has_update(variant);
  const bool has_transfer = spec::has_transfer(variant);
  const bool has_rows = spec::has_outer_update(variant);
  const bool has_carry = spec::has_carry(variant);
  const bool has_offset = spec::has_offset_row(variant);
  const std::vector<FieldRegister> of_training =
      field_registers(m, registers, training_register_names, write_address, data);
  const std::vector<FieldRegister> of_rows = field_registers(m, registers, row_register_names, write_address, data);
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
  std::optional<Waiting> waiting;
  NextCommand next{command, operand};
  if (spec::has_command_queue(variant)) {
    waiting = waiting_commands(m, variant, state.busy);
    next = next_command(m, *waiting, command, operand);
  }
  const Expr load_x = command_label(m, spec::Command::load_x);
  const Expr read_y = command_label(m, spec::Command::read_y);
  const Expr is_forward = m.wire("is_forward", next.command == command_label(m, spec::Command::forward));
  std::vector<Expr> receives = {load_x, command_label(m, spec::Command::write)};
  if (has_update) receives.push_back(command_label(m, spec::Command::load_d));
  const Expr is_receive = m.wire("is_receive", is_one_of(next.command, receives));
  const Expr is_send = m.wire("is_send", is_one_of(next.command, {read_y, command_label(m, spec::Command::read)}));
  const auto is_command = [&](const char* name, bool exists, spec::Command which) {
    return exists ? m.wire(name, next.command == command_label(m, which)) : literal(1, 0);
  };
  const Expr is_backward = is_command("is_backward", has_backward, spec::Command::backward);
  const Expr is_update = is_command("is_update", has_update, spec::Command::update);
  const Expr is_transfer = is_command("is_transfer", has_transfer, spec::Command::transfer);
  const Expr is_sot = is_command("is_sot", has_transfer, spec::Command::sot);
  const Expr is_program = is_command("is_program_row", has_rows, spec::Command::program);
  const Expr is_carry = is_command("is_carry", has_carry, spec::Command::carry);
  const Expr is_calibrate = is_command("is_calibrate", has_offset, spec::Command::calibrate);

  m.comment("Why it may be refused.");
  const Expr known = is_one_of(command, command_labels(m, variant));
  Expr command_refusal = refusal_of_command(m, variant, command, operand, slice(data, 16, 16), known, of_array);
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
  for (const auto* registers_of : {&of_training, &of_rows}) {
    for (const FieldRegister& one : *registers_of) {
      known_address = known_address || one.addressed;
      bad_value = bad_value || (one.addressed && one.bad_value);
    }
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
  Expr is_busy = state.busy && !to_status;
  if (waiting) {
    const Expr is_full = waiting->count == variant.commands.queue;
    is_busy = m.wire("is_busy", mux(to_command, is_full, waiting->occupied && !to_status));
    command_refusal = mux(state.error, error_label(m, spec::Error::halted), command_refusal);
  }
  const Expr refusal = m.wire(
      "refusal",
      mux(!is_mapped, illegal_address,
          mux(!full, illegal_value,
              mux(is_busy, busy, mux(to_command, command_refusal, mux(bad_value, illegal_value, literal(8, 0)))))));
  m.assign(write_refused, any(refusal));
  const Expr accept = m.wire("accept", write && !any(refusal));
  Expr launch = accept && to_command;
  std::vector<Expr> queued;
  if (waiting) {
    const Expr taken = m.wire("taken", accept && to_command, "a command");
    queued = {m.wire("push", taken && waiting->occupied), m.wire("pop", waiting->any && !state.busy)};
    launch = (taken && !waiting->occupied) || queued[1];
  }
  launch = m.wire("launch", launch);

  m.comment("Commands and registers.");
  Expr begins_packet = launch;
  std::optional<PacketAhead> ahead;
  if (waiting) {
    ahead =
        packet_ahead(m, *waiting, state.busy, launch, has_transfer ? is_receive || is_transfer || is_sot : is_receive);
    begins_packet = ahead->begins;
  }
  Expr receives_here = begins_packet && is_receive;
  Expr sends_here = launch && is_send;
  if (has_transfer) {
    const Expr is_lanes = m.wire("is_lanes", next.operand == space_label(m, spec::Space::lanes));
    const Expr of_sot = m.wire("of_sot", is_lanes || next.operand == space_label(m, spec::Space::program));
    m.assign(m.output("unit_receive_start_o", 1, "a packet of the program or the lanes space"),
             launch && is_receive && of_sot);
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
  Expr next_space = pick(next.command, own_spaces, next.operand);
  if (waiting) {
    next_space = m.wire("next_space", next_space);
    keep_packet_ahead(m, *ahead, launch, receive_start, next_space);
  }
  m.clocked(when(launch).then(space_q <= next_space));
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
  if (has_rows) {
    m.assign(m.output("program_start_o", 1), launch && is_program);
    ended = ended || m.input("row_done_i", 1,
                             fmt::format("of a PROGRAM{}{}", has_carry ? " or a CARRY" : "",
                                         has_offset ? " or a CALIBRATE" : ""));
  }
  if (has_carry) m.assign(m.output("carry_start_o", 1), launch && is_carry);
  if (has_offset) m.assign(m.output("calibrate_start_o", 1), launch && is_calibrate);
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

  std::optional<WaitingCommands> of_status;
  if (waiting) {
    m.comment("An error drops what waits.");
    m.instance("command_queue", command_queue(design, variant),
               {{"word_i", slice(data, 0, 16)},
                {"push_i", queued[0]},
                {"pop_i", queued[1]},
                {"flush_i", any(command_error)},
                {"head_o", waiting->head},
                {"count_o", waiting->count}});
    of_status = {waiting->count, waiting->occupied, waiting->any || queued[0]};
  }
  const Expr status = keep_status(m, state,
                                  {.launch = launch,
                                   .ended = ended,
                                   .command_error = command_error,
                                   .clear = accept && to_status && bit(data, 2),
                                   .refused = write && any(refusal),
                                   .refusal = refusal,
                                   .waiting = of_status});
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
  keep_row_registers(m, variant, of_rows, registers, accept, data, readable);
  if (has_transfer) {
    keep_sot_registers(m, *of_array, registers,
                       {.accept = accept, .data = data, .start = program[0], .done = program[1]}, readable);
  }
  if (variant.crossbar.fast_array) {
    Expr takes_array = is_forward;
    if (has_backward) takes_array = takes_array || is_backward;
    if (has_update) takes_array = takes_array || is_update;
    if (has_rows) takes_array = takes_array || is_program;
    if (has_offset) takes_array = takes_array || is_calibrate;
    keep_array_select(m, variant,
                      {.chosen = launch && takes_array,
                       .array = bit(next.operand, 0),
                       .starts_transfer = has_transfer ? transfer[0] : literal(1, 0),
                       .starts_carry = launch && is_carry});
  }
  std::vector<Expr> mapped;
  for (const auto& one : readable) mapped.push_back(one.label);
  m.assign(read_data, pick(read_address, readable, literal(32, 0)));
  m.assign(read_refused, !is_one_of(read_address, mapped));
  m.assign(space, space_q);
  Expr samples_of_read = samples_q;
  if (has_transfer) samples_of_read = mux(transfer[2], field_of(of_training, "TRANSFER_SAMPLES"), samples_q);
  m.assign(samples, samples_of_read);
  m.assign(shift, shift_q);
  m.assign(interrupt, state.done || state.error);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
