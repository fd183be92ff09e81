#include "verif/scoreboard.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

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

bool is_open(std::optional<Command> command, spec::Space space) {
  return (command == Command::read || command == Command::write) && refmodel::SotUnit::owns(space);
}

}  // namespace

Scoreboard::Scoreboard(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
                       ReplayableConverters& converters, const HarnessOptions& options)
    : variant_(variant),
      golden_(variant),
      converters_(converters),
      harness_(std::move(library), variant, converters, options) {
  if (harness_.macro()) harness_.macro()->set_distraction(true);
}

bool Scoreboard::runs_program(std::optional<Command> command) {
  return command == Command::sot || command == Command::transfer;
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
  return (ahead_ || takes_packet(golden_.running())) && !packet_ended;
}

bool Scoreboard::goes_ahead() const {
  const std::optional<Command> running = golden_.running();
  if (!running || takes_packet(running) || runs_program(running) || golden_.waiting().empty()) return false;
  const refmodel::CheckedCommand& next = golden_.waiting().front();
  return takes_packet(next.command) && !is_open(next.command, next.space);
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
  const bool starts_ahead = !ahead_ && goes_ahead();
  const TileHarness::Edge edge = harness_.step();
  // All that moved at one edge saw the state before it.
  if (edge.read_taken) read_taken(harness_.reader().address());
  if (harness_.reader().response()) read_answered();
  if (harness_.writer().response()) write_response_.reset();
  const bool open = ends_openly();
  if (edge.beat_in) {
    incoming_.push_back(*edge.beat_in);
    if (edge.beat_in->last && !open && !ahead_) idle_cycle_ = now + 2;
  }
  if (starts_ahead) begin_ahead();
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
  ahead_ = false;
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
