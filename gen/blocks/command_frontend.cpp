#include "gen/blocks/blocks.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

Expr code(spec::Error error) { return literal(8, static_cast<std::uint64_t>(error)); }

Expr is_any(const Expr& value, const std::vector<std::uint64_t>& candidates) {
  Expr result = literal(1, 0);
  for (const auto candidate : candidates) {
    result = candidate == candidates.front() ? value == candidate : result || value == candidate;
  }
  return result;
}

std::uint64_t number(spec::Command command) { return static_cast<std::uint64_t>(command); }

}  // namespace

ModulePointer command_frontend(Design& design, const spec::Variant& variant, std::uint32_t hash) {
  Module m = design.clocked(
      "command_frontend",
      "Command front end: the registers, the checks every write must pass, and the start of each command. A\n"
      "refused write sets error and code and changes nothing else; the first code stands until cleared.\n"
      "Latency: starts in the cycle of the write, status 1 cycle later.");
  namespace offset = spec::register_offset;
  const int address_bits = spec::register_address_bits;
  const int samples_bits = spec::samples_bits(variant);
  const int shift_bits = spec::shift_bits(variant);

  const Expr write = m.input("write_i", 1);
  const Expr write_address = m.input("write_address_i", address_bits);
  const Expr data = m.input("write_data_i", 32);
  const Expr full = m.input("write_full_i", 1);
  const Expr write_refused = m.output("write_refused_o", 1);
  const Expr read_address = m.input("read_address_i", address_bits);
  const Expr read_data = m.output("read_data_o", 32);
  const Expr read_refused = m.output("read_refused_o", 1);
  const Expr receive_start = m.output("receive_start_o", 1);
  const Expr send_start = m.output("send_start_o", 1);
  const Expr forward_start = m.output("forward_start_o", 1);
  const Expr space = m.output("space_o", 3, "of the running command, from the cycle after its start");
  const Expr receive_done = m.input("receive_done_i", 1);
  const Expr receive_error = m.input("receive_error_i", 8, "while receive_done_i; 0 for none");
  const Expr send_done = m.input("send_done_i", 1);
  const Expr forward_done = m.input("forward_done_i", 1);
  const Expr samples = m.output("samples_o", samples_bits);
  const Expr shift = m.output("shift_o", shift_bits);
  const Expr interrupt = m.output("interrupt_o", 1, "done or error");

  const Target busy_q = m.reg("busy_q", 1);
  const Target done_q = m.reg("done_q", 1);
  const Target error_q = m.reg("error_q", 1);
  const Target code_q = m.reg("code_q", 8);
  const Target space_q = m.reg("space_q", 3);
  const Target samples_q = m.reg("samples_q", samples_bits, static_cast<std::uint64_t>(variant.readout.samples_max));
  const Target shift_q = m.reg("shift_q", shift_bits);

  m.comment("What a write means.");
  const Expr to_command = m.wire("to_command", write_address == offset::command);
  const Expr to_status = m.wire("to_status", write_address == offset::status);
  const Expr to_samples = m.wire("to_samples", write_address == offset::samples);
  const Expr to_shift = m.wire("to_shift", write_address == offset::shift);
  const Expr command = m.wire("command", slice(data, 0, 8));
  const Expr space_field = m.wire("space_field", slice(data, 8, 8));
  const Expr is_receive =
      m.wire("is_receive", is_any(command, {number(spec::Command::load_x), number(spec::Command::write)}));
  const Expr is_send = m.wire("is_send", is_any(command, {number(spec::Command::read_y), number(spec::Command::read)}));
  const Expr is_forward = m.wire("is_forward", command == number(spec::Command::forward));

  m.comment("Why it may be refused.");
  std::vector<std::uint64_t> all;
  std::vector<std::uint64_t> writable;
  for (const auto candidate : spec::all_spaces) {
    all.push_back(static_cast<std::uint64_t>(candidate));
    if (spec::space_layout(variant, candidate).writable) writable.push_back(static_cast<std::uint64_t>(candidate));
  }
  const Expr space_refusal =
      m.wire("space_refusal",
             mux(command == number(spec::Command::read),
                 mux(is_any(space_field, all), code(spec::Error::none), code(spec::Error::illegal_space)),
                 mux(command == number(spec::Command::write),
                     mux(is_any(space_field, writable), code(spec::Error::none), code(spec::Error::illegal_space)),
                     mux(any(space_field), code(spec::Error::illegal_value), code(spec::Error::none)))));
  const Expr command_refusal =
      m.wire("command_refusal",
             mux(any(slice(data, 16, 16)), code(spec::Error::illegal_value),
                 mux(!(is_receive || is_send || is_forward), code(spec::Error::unknown_command), space_refusal)));
  const Expr bad_value = m.wire(
      "bad_value", (to_samples && (data == 0 || data > static_cast<std::uint64_t>(variant.readout.samples_max))) ||
                       (to_shift && data > static_cast<std::uint64_t>(spec::shift_max(variant))));
  const Expr needs_idle = to_command || to_samples || to_shift;
  const Expr refusal =
      m.wire("refusal", mux(!(to_command || to_status || to_samples || to_shift), code(spec::Error::illegal_address),
                            mux(!full, code(spec::Error::illegal_value),
                                mux((needs_idle) && busy_q, code(spec::Error::busy),
                                    mux(to_command, command_refusal,
                                        mux(bad_value, code(spec::Error::illegal_value), code(spec::Error::none)))))));
  m.assign(write_refused, any(refusal));
  const Expr accept = m.wire("accept", write && !any(refusal));
  const Expr launch = m.wire("launch", accept && to_command);

  m.comment("Commands and registers.");
  m.assign(receive_start, launch && is_receive);
  m.assign(send_start, launch && is_send);
  m.assign(forward_start, launch && is_forward);
  const auto fixed_space = [](spec::Space value) { return literal(3, static_cast<std::uint64_t>(value)); };
  m.clocked(when(launch).then(space_q <= mux(command == number(spec::Command::read_y), fixed_space(spec::Space::output),
                                             slice(space_field, 0, 3))));
  m.clocked(when(accept && to_samples).then(samples_q <= slice(data, 0, samples_bits)),
            when(accept && to_shift).then(shift_q <= slice(data, 0, shift_bits)));

  m.comment("Status. An error at the edge that clears one stays; an older error is kept.");
  const Expr ended = m.wire("ended", receive_done || send_done || forward_done);
  m.clocked(
      when(launch).then(busy_q <= 1, done_q <= 0).else_when(ended).then(busy_q <= 0, done_q <= !any(receive_error)));
  const Expr clear = m.wire("clear_error", accept && to_status && bit(data, 2));
  const Expr fault = m.wire("fault", any(receive_error) || (write && any(refusal)));
  m.clocked(when(fault && (clear || !error_q))
                .then(error_q <= 1, code_q <= mux(any(receive_error), receive_error, refusal))
                .else_when(clear && !fault)
                .then(error_q <= 0, code_q <= 0));

  const Expr status = concat({literal(16, 0), code_q, literal(5, 0), error_q, done_q, busy_q});
  const std::vector<std::pair<std::uint32_t, Expr>> readable = {
      {offset::identification, literal(32, spec::identification_value)},
      {offset::variant_hash, literal(32, hash)},
      {offset::capabilities, literal(32, spec::capabilities())},
      {offset::command, literal(32, 0)},
      {offset::status, status},
      {offset::samples, zero_extend(samples_q, 32)},
      {offset::shift, zero_extend(shift_q, 32)}};
  Expr value = literal(32, 0);
  std::vector<std::uint64_t> mapped;
  for (const auto& [address, content] : readable) {
    value = mux(read_address == address, content, value);
    mapped.push_back(address);
  }
  m.assign(read_data, value);
  m.assign(read_refused, !is_any(read_address, mapped));
  m.assign(space, space_q);
  m.assign(samples, samples_q);
  m.assign(shift, shift_q);
  m.assign(interrupt, done_q || error_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
