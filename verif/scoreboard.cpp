#include "verif/scoreboard.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "refmodel/periphery/row_writer.h"
#include "refmodel/periphery/transfer_timing.h"
#include "verif/mismatch.h"
#include "verif/sot_comparison.h"

namespace spintile::verif {
namespace {

using spec::Command;
namespace reg = spec::register_offset;

constexpr std::uint64_t axi_okay = 0;
constexpr std::uint64_t axi_slverr = 2;

bool takes_packet(std::optional<Command> command) {
  return command == Command::load_x || command == Command::load_d || command == Command::write;
}

bool reads_array(std::optional<Command> command) {
  return command == Command::forward || command == Command::backward || command == Command::transfer;
}

bool writes_devices(Command command) {
  return command == Command::update || command == Command::transfer || command == Command::program ||
         command == Command::carry;
}

bool is_open(std::optional<Command> command, spec::Space space) {
  return (command == Command::read || command == Command::write) && refmodel::SotUnit::owns(space);
}

bool runs_program(std::optional<Command> command) { return command == Command::sot || command == Command::transfer; }

}  // namespace

Scoreboard::Scoreboard(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
                       ReplayableConverters& converters, const HarnessOptions& options)
    : variant_(variant),
      golden_(variant),
      converters_(converters),
      harness_(std::move(library), variant, converters, options) {
  if (harness_.macro()) harness_.macro()->set_distraction(true);
}

template <class Value>
void Scoreboard::compare(const char* signal, Value expected, Value got) const {
  if (expected != got) {
    throw MismatchError({cycle(), signal, -1, fmt::format("{:#x}", expected), fmt::format("{:#x}", got)});
  }
}

void Scoreboard::set_sot_row(int row, std::span<const std::uint64_t> bits) {
  golden_.sot().array().set_row(row, bits);
  std::ranges::copy(golden_.sot().array().row(row), harness_.macro()->row(row).begin());
}

void Scoreboard::adopt_sot_cells() {
  SotMacro& macro = *harness_.macro();
  for (int row = 0; row < macro.rows(); ++row) golden_.sot().array().set_row(row, macro.row(row));
}

void Scoreboard::check_sot_cells() { compare_cells(cycle(), golden_.sot().array(), *harness_.macro()); }

bool Scoreboard::wants_packet() const {
  const bool packet_ended = !incoming_.empty() && incoming_.back().last;
  return takes_packet(golden_.running()) && !packet_ended;
}

bool Scoreboard::ends_openly() const { return is_open(golden_.running(), golden_.running_space()); }

bool Scoreboard::takes_no_write() const {
  return ends_openly() || std::ranges::any_of(golden_.waiting(), [](const refmodel::CheckedCommand& waiting) {
           return is_open(waiting.command, waiting.space);
         });
}

void Scoreboard::step() {
  begin_cycle();
  const std::uint64_t now = cycle();
  const bool starts_waiting = !golden_.running() && !golden_.waiting().empty();
  const TileHarness::Edge edge = harness_.step();
  // All that moved at one edge saw the state before it.
  if (edge.read_taken) read_taken(harness_.reader().address());
  if (harness_.reader().response()) read_answered();
  if (harness_.writer().response()) write_response_.reset();
  const bool open = ends_openly();
  if (edge.beat_in) {
    incoming_.push_back(*edge.beat_in);
    if (edge.beat_in->last && !open) idle_cycle_ = now + 2;
  }
  if (edge.beat_out) {
    beat_waits_ = false;
    if (++given_ == outgoing_.size() && !open) idle_cycle_ = now + 1;
  }
  if (edge.write_taken) write_taken(harness_.writer().request());
  if (starts_waiting) {
    golden_.start_waiting();
    begin_command();
  }
  check_accesses();
}

void Scoreboard::check_accesses() const {
  const BusProtocol::Traffic& traffic = harness_.bus().protocol().traffic();
  compare("register writes taken", writes_, traffic.writes);
  compare("register reads taken", reads_, traffic.reads);
}

void Scoreboard::check_beats(const char* direction, std::size_t beats, std::uint64_t moved,
                             std::uint64_t packets) const {
  compare(fmt::format("beats of a packet {}", direction).c_str(), std::uint64_t{beats}, moved);
  compare(fmt::format("tlasts of a packet {}", direction).c_str(), std::uint64_t{1}, packets);
}

void Scoreboard::read_taken(std::uint32_t address) {
  constexpr std::uint32_t busy_and_done = 3;
  constexpr std::uint32_t any_flag = 4;
  ++reads_;
  const std::optional<Command> running = golden_.running();
  read_response_ = golden_.read_register(address);
  read_address_ = address;
  read_ignores_ = 0;
  // A command that reads the array may show the flags it raises before it ends.
  if (address == reg::health && reads_array(running)) read_ignores_ = any_flag;
  if (address == reg::status && end_is_hidden()) read_ignores_ = busy_and_done;
  if (address == reg::in_tile + reg::cycles && runs_program(running)) read_ignores_ = ~std::uint32_t{0};
}

void Scoreboard::read_answered() {
  constexpr std::uint32_t busy = 1;
  const std::uint32_t value = harness_.reader().response()->value;
  const bool shows_end = read_address_ == reg::status && read_ignores_ != 0 && (value & busy) == 0;
  read_response_.reset();
  if (!shows_end || !golden_.running()) return;
  finish_command(golden_);
  // The error that was there stays, so done tells whether the command ended well.
  compare("STATUS", golden_.read_register(reg::status).value, value);
}

void Scoreboard::write_taken(const WriteRequest& request) {
  ++writes_;
  const bool was_busy = golden_.busy();
  if (idle_cycle_ == cycle() && end_error_comes_first(request)) return;
  write_response_ = golden_.write_register(request.address, request.value, request.strobes);
  if (request.address == reg::in_tile + reg::wait && harness_.macro()) {
    const refmodel::AccessWaits& waits = golden_.sot_registers().waits();
    harness_.macro()->set_waits({waits.read, waits.write, waits.search});
  }
  if (!was_busy && golden_.busy()) begin_command();
}

void Scoreboard::begin_command() {
  first_cycle_ = cycle();
  idle_cycle_ = 0;
  part_cycle_ = 0;
  incoming_.clear();
  outgoing_.clear();
  given_ = 0;
  traffic_before_ = harness_.bus().protocol().traffic();
  if (harness_.macro()) accesses_before_ = harness_.macro()->accesses();
  switch (*golden_.running()) {
    case Command::forward:
      return begin_forward();
    case Command::backward:
      return begin_backward();
    case Command::update:
      return begin_update();
    case Command::transfer:
      return begin_transfer();
    case Command::sot:
      return begin_sot();
    case Command::program:
    case Command::calibrate:
      return begin_program();
    case Command::carry:
      return begin_carry();
    case Command::read:
    case Command::read_y: {
      refmodel::GoldenBus ahead = golden_;
      outgoing_ = ahead.give_packet();
      return;
    }
    case Command::load_x:
    case Command::load_d:
    case Command::write:
      return;
  }
}

void Scoreboard::begin_forward() {
  const std::vector<std::int64_t> input = golden_.space(spec::Space::input);
  harness_.expect_forward(std::vector<std::int32_t>(input.begin(), input.end()), golden_.samples(), golden_.array());
  first_read_ = converters_.reads();
  idle_cycle_ = first_cycle_ + static_cast<std::uint64_t>(spec::forward_cycles(variant_, golden_.samples()));
}

void Scoreboard::begin_backward() {
  const std::vector<std::int64_t> errors = golden_.space(spec::Space::output_error);
  harness_.expect_backward(std::vector<std::int32_t>(errors.begin(), errors.end()), golden_.samples(), golden_.array());
  first_read_ = converters_.reads();
  idle_cycle_ = first_cycle_ + static_cast<std::uint64_t>(spec::backward_cycles(variant_, golden_.samples()));
}

void Scoreboard::begin_update() {
  refmodel::GoldenBus ahead = golden_;
  if (spec::has_outer_update(variant_)) {
    harness_.expect_outer_product(ahead.run_outer_product(), golden_.array());
    idle_cycle_ = first_cycle_ + static_cast<std::uint64_t>(spec::update_cycles(variant_, 0));
    return;
  }
  const int slots = golden_.training().slots();
  harness_.expect_update(ahead.run_update(), slots, golden_.array());
  idle_cycle_ = first_cycle_ + static_cast<std::uint64_t>(spec::update_cycles(variant_, slots));
}

void Scoreboard::begin_sot() {
  refmodel::GoldenBus ahead = golden_;
  accesses_expected_ = ahead.run_sot();
  idle_cycle_ = first_cycle_ + accesses_expected_.cycles;
}

void Scoreboard::begin_transfer() {
  // How long a program takes, and what it does at the pins, is the same for any codes.
  const refmodel::TrainingRegisters& training = golden_.training();
  const int samples = training.transfer_samples();
  refmodel::GoldenBus ahead = golden_;
  const std::vector<std::int32_t> any_steps(static_cast<std::size_t>(variant_.crossbar.columns));
  const refmodel::TransferRun run = spec::has_ramp(variant_)
                                        ? ahead.run_transfer(any_steps)
                                        : ahead.run_transfer([](int, int, int, std::span<std::uint64_t>) {});
  harness_.expect_one_hot_read(static_cast<int>(training.choppers().row), samples);
  first_read_ = converters_.reads();
  const refmodel::TransferTiming timing = refmodel::transfer_timing(variant_, samples, golden_.sot_registers().waits(),
                                                                    run.program, run.pulses.has_value());
  if (run.pulses) then(static_cast<int>(timing.before_pulses()), &Scoreboard::begin_transfer_pulses);
  idle_cycle_ = first_cycle_ + timing.total();
  accesses_expected_ = run.program;
  accesses_expected_.writes += static_cast<std::uint64_t>(spec::transfer_code_bits(variant_)) + 2;
  if (run.pulses) accesses_expected_.reads += 1 + static_cast<std::uint64_t>(variant_.transfer.pulses);
}

void Scoreboard::then(int cycles, Part part) {
  part_cycle_ = cycle() + static_cast<std::uint64_t>(cycles);
  part_ = part;
}

void Scoreboard::begin_transfer_pulses() {
  refmodel::GoldenBus ahead = golden_;
  const refmodel::TransferRun run = finish_transfer(ahead);
  const auto read_cycles = static_cast<int>(refmodel::sot_read_cycles(variant_, golden_.sot_registers().waits()));
  harness_.expect_transfer_pulses(*run.pulses, variant_.transfer.pulses, read_cycles);
}

void Scoreboard::begin_read_of_row() {
  harness_.expect_one_hot_read(golden_.rows().row(), 1, golden_.array());
  first_read_ = converters_.reads();
}

void Scoreboard::begin_program() { begin_program_read(); }

void Scoreboard::begin_program_read() {
  begin_read_of_row();
  then(spec::phase_cycles(variant_, 1), &Scoreboard::decide_program);
}

/// In the combine cycle: what the comparators showed says how it goes on, after the cycle that decides.
void Scoreboard::decide_program() {
  constexpr int combine_and_decide = 2;
  check_counts(host::Direction::forward, refmodel::one_hot_counts(variant_, golden_.rows().row()));
  refmodel::GoldenBus ahead = golden_;
  const std::optional<refmodel::OpuDrive> pulse = ahead.run_program(replay_steps(variant_.crossbar.columns));
  if (!pulse) {
    idle_cycle_ = cycle() + combine_and_decide;
    return;
  }
  golden_ = ahead;
  next_pulse_ = *pulse;
  then(combine_and_decide, &Scoreboard::begin_program_pulse);
}

void Scoreboard::begin_program_pulse() {
  harness_.expect_row_pulse(next_pulse_, golden_.array());
  then(row_pulse_cycles(), &Scoreboard::begin_program_read);
}

void Scoreboard::begin_carry() {
  begin_read_of_row();
  then(spec::phase_cycles(variant_, 1) + 2, &Scoreboard::begin_carry_of_fast);
  idle_cycle_ = first_cycle_ + static_cast<std::uint64_t>(spec::carry_cycles(variant_));
}

void Scoreboard::begin_carry_of_fast() {
  check_counts(host::Direction::forward, refmodel::one_hot_counts(variant_, golden_.rows().row()));
  refmodel::GoldenBus ahead = golden_;
  refmodel::CarryRun run = ahead.run_carry(replay_steps(variant_.crossbar.columns));
  harness_.expect_row_pulse(run.fast, host::Array::fast);
  next_pulse_ = std::move(run.weight);
  then(row_pulse_cycles(), &Scoreboard::begin_carry_into_weight);
}

void Scoreboard::begin_carry_into_weight() { harness_.expect_row_pulse(next_pulse_, host::Array::weight); }

bool Scoreboard::end_error_comes_first(const WriteRequest& request) {
  // A command that ends with an error and a write that is refused, at one edge: the command's code is the first.
  const auto error = [](const refmodel::GoldenBus& bus) { return bus.read_register(reg::status).value >> 8 & 0xFF; };
  refmodel::GoldenBus refused = golden_;
  refmodel::GoldenBus ended = golden_;
  if (error(golden_) != 0 || refused.write_register(request.address, request.value, request.strobes)) return false;
  const Command command = *golden_.running();
  finish_command(ended);
  if (error(ended) == 0) return false;
  golden_ = ended;
  idle_cycle_ = 0;
  write_response_ = false;
  command_finished(command);
  return true;
}

refmodel::GoldenBus::Converters Scoreboard::replay(int streams) const {
  return [this, streams](int stream, int phase, int sample, std::span<std::uint64_t> bits) {
    const int read = (streams - 1 - stream) * variant_.readout.column_mux + phase;
    converters_.fill(first_read_ + static_cast<std::uint64_t>(read), sample, bits);
  };
}

std::vector<std::int32_t> Scoreboard::replay_steps(int outputs) const {
  std::vector<std::int32_t> steps(static_cast<std::size_t>(outputs));
  converters_.fill_steps(first_read_, steps);
  return steps;
}

void Scoreboard::check_counts(host::Direction direction, std::span<const std::int32_t> codes) const {
  const std::span<const std::int32_t> counts = harness_.counts(direction);
  for (std::size_t line = 0; line < codes.size(); ++line) {
    if (counts[line] == codes[line]) continue;
    throw MismatchError({cycle(), "active slots", static_cast<int>(line), fmt::format("{}", codes[line]),
                         fmt::format("{}", counts[line])});
  }
}

void Scoreboard::finish_ramp(refmodel::GoldenBus& bus) const {
  const bool is_backward = bus.running() == Command::backward;
  const auto direction = is_backward ? host::Direction::backward : host::Direction::forward;
  check_counts(direction, bus.drive(0, direction));
  is_backward ? bus.run_backward(replay_steps(variant_.crossbar.rows))
              : bus.run_forward(replay_steps(variant_.crossbar.columns));
}

refmodel::TransferRun Scoreboard::finish_transfer(refmodel::GoldenBus& bus) const {
  return spec::has_ramp(variant_) ? bus.run_transfer(replay_steps(variant_.crossbar.columns))
                                  : bus.run_transfer(replay(1));
}

void Scoreboard::finish_command(refmodel::GoldenBus& bus) {
  const BusProtocol::Traffic& traffic = harness_.bus().protocol().traffic();
  switch (*bus.running()) {
    case Command::forward:
      return spec::has_ramp(variant_) ? finish_ramp(bus) : bus.run_forward(replay(variant_.input.streams));
    case Command::backward:
      return spec::has_ramp(variant_) ? finish_ramp(bus) : bus.run_backward(replay(variant_.input.streams));
    case Command::update:
      if (spec::has_outer_update(variant_)) {
        bus.run_outer_product();
      } else {
        last_update_ = bus.run_update();
      }
      return;
    case Command::transfer:
      last_transfer_ = finish_transfer(bus);
      return;
    case Command::sot:
      bus.run_sot();
      return;
    case Command::program:
    case Command::calibrate:
      bus.run_program(replay_steps(variant_.crossbar.columns));
      return;
    case Command::carry:
      bus.run_carry(replay_steps(variant_.crossbar.columns));
      return;
    case Command::read:
    case Command::read_y:
      check_beats("out", outgoing_.size(), traffic.beats_out - traffic_before_.beats_out,
                  traffic.packets_out - traffic_before_.packets_out);
      bus.give_packet();
      return;
    case Command::load_x:
    case Command::load_d:
    case Command::write:
      compare("beats of a WRITE up to tlast", true, !incoming_.empty() && incoming_.back().last);
      check_beats("in", incoming_.size(), traffic.beats_in - traffic_before_.beats_in,
                  traffic.packets_in - traffic_before_.packets_in);
      bus.take_packet(incoming_);
      return;
  }
}

void Scoreboard::command_finished(Command command) {
  if (writes_devices(command)) harness_.end_update();
  if (!runs_program(command) || !harness_.macro()) return;
  compare_accesses(cycle(), accesses_expected_, *harness_.macro(), accesses_before_);
  check_sot_cells();
}

void Scoreboard::begin_cycle() {
  const bool shows_open_end = ends_openly() && !golden_.interrupt() && harness_.ports().interrupt.get();
  if (shows_open_end || (idle_cycle_ != 0 && cycle() == idle_cycle_)) {
    idle_cycle_ = 0;
    const Command command = *golden_.running();
    finish_command(golden_);
    command_finished(command);
  }
  if (part_cycle_ != 0 && cycle() == part_cycle_) {
    part_cycle_ = 0;
    (this->*part_)();
  }
  check_outputs();
}

void Scoreboard::check_outputs() {
  const TilePorts& ports = harness_.ports();
  compare("interrupt_o", golden_.interrupt(), ports.interrupt.get());

  const RegisterBusPorts& registers = ports.registers;
  if (registers.bvalid.get()) {
    compare("s_axil_bvalid", write_response_.has_value(), true);
    compare("s_axil_bresp", *write_response_ ? axi_okay : axi_slverr, registers.bresp.get());
  }
  if (registers.rvalid.get()) {
    compare("s_axil_rvalid", read_response_.has_value(), true);
    compare("s_axil_rresp", read_response_->okay ? axi_okay : axi_slverr, registers.rresp.get());
    const std::string data = fmt::format("s_axil_rdata, register {:#04x}", read_address_);
    compare(data.c_str(), std::uint64_t{read_response_->value | read_ignores_}, registers.rdata.get() | read_ignores_);
  }
  check_stream_in();
  check_stream_out();
}

void Scoreboard::check_stream_in() const {
  const bool ready = harness_.ports().stream_in.tready.get();
  if (ready || !ends_openly()) compare("s_axis_tready", wants_packet(), ready);
}

void Scoreboard::check_stream_out() {
  const bool valid = harness_.ports().stream_out.tvalid.get();
  const bool gives = given_ < outgoing_.size() && cycle() > first_cycle_;
  if (beat_waits_ || valid || !ends_openly()) compare("m_axis_tvalid", gives, valid);
  beat_waits_ = valid;
  if (valid) check_packet_out();
}

void Scoreboard::check_packet_out() const {
  const refmodel::Beat expected = outgoing_[given_];
  const refmodel::Beat got{harness_.ports().stream_out.tdata.get(), harness_.ports().stream_out.tlast.get()};
  compare("m_axis_tlast", expected.last, got.last);
  if (expected.data == got.data) return;
  // Which element it is, the first of those that differ.
  const spec::SpaceLayout layout = golden_.layout(golden_.running_space());
  const int bits = layout.element_bits();
  const int lane = std::countr_zero(expected.data ^ got.data) / bits;
  const auto element = [&](std::uint64_t data) {
    return fmt::format("{:#x}", data >> (lane * bits) & (~std::uint64_t{0} >> (64 - bits)));
  };
  throw MismatchError({cycle(), fmt::format("m_axis_tdata, {}", layout.name),
                       static_cast<int>(given_) * layout.elements_per_beat() + lane, element(expected.data),
                       element(got.data)});
}

void Scoreboard::reset(int cycles) {
  // The reset begins in the middle of this cycle; what the tile shows at its start still counts.
  begin_cycle();
  harness_.set_reset(true);
  golden_.reset();
  if (harness_.macro()) harness_.macro()->set_waits({});
  write_response_.reset();
  read_response_.reset();
  incoming_.clear();
  outgoing_.clear();
  given_ = 0;
  beat_waits_ = false;
  idle_cycle_ = 0;
  part_cycle_ = 0;
  for (int i = 0; i < cycles; ++i) {
    harness_.step();
    check_outputs();
  }
  harness_.cut_update();
  harness_.set_reset(false);
}

}  // namespace spintile::verif
