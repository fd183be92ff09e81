// What each command does, and when: begun in its cycle 1, judged when it is over.
#include <fmt/format.h>

#include <utility>

#include "refmodel/periphery/transfer_timing.h"
#include "spec/derive.h"
#include "verif/scoreboard.h"
#include "verif/sot_comparison.h"

namespace spintile::verif {
namespace {

using spec::Command;

bool writes_devices(Command command) {
  return command == Command::update || command == Command::transfer || command == Command::program ||
         command == Command::carry || command == Command::calibrate;
}

}  // namespace

void Scoreboard::begin_ahead() {
  ahead_ = true;
  begin_packet_in();
}

void Scoreboard::begin_packet_in() {
  incoming_.clear();
  traffic_in_before_ = harness_.bus().protocol().traffic();
}

void Scoreboard::begin_command() {
  first_cycle_ = cycle();
  idle_cycle_ = 0;
  part_cycle_ = 0;
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
      return begin_program_read();
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
      return begin_write();
  }
}

void Scoreboard::begin_write() {
  if (!std::exchange(ahead_, false)) return begin_packet_in();
  // Its packet has begun ahead of it; one that is in already is done in cycle 1.
  if (!wants_packet()) idle_cycle_ = first_cycle_ + 1;
}

void Scoreboard::begin_forward() {
  harness_.expect_forward(golden_.codes(host::Direction::forward), golden_.samples(), golden_.array());
  first_read_ = converters_.reads();
  idle_cycle_ = first_cycle_ + static_cast<std::uint64_t>(spec::forward_cycles(variant_, golden_.samples()));
}

void Scoreboard::begin_backward() {
  harness_.expect_backward(golden_.codes(host::Direction::backward), golden_.samples(), golden_.array());
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
  const auto full_scale =
      golden_.calibrates() ? AnalogBoundary::FullScale::subarray : AnalogBoundary::FullScale::one_row;
  harness_.expect_read_of_row(golden_.row_drive(), full_scale, golden_.array());
  first_read_ = converters_.reads();
}

void Scoreboard::begin_program_read() {
  begin_read_of_row();
  then(spec::phase_cycles(variant_, 1), &Scoreboard::decide_program);
}

/// In the combine cycle: what the comparators showed says how it goes on, after the cycle that decides.
void Scoreboard::decide_program() {
  constexpr int combine_and_decide = 2;
  check_counts(host::Direction::forward, golden_.row_drive());
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
  check_counts(host::Direction::forward, golden_.row_drive());
  refmodel::GoldenBus ahead = golden_;
  refmodel::CarryRun run = ahead.run_carry(replay_steps(variant_.crossbar.columns));
  harness_.expect_row_pulse(run.fast, host::Array::fast);
  next_pulse_ = std::move(run.weight);
  then(row_pulse_cycles(), &Scoreboard::begin_carry_into_weight);
}

void Scoreboard::begin_carry_into_weight() { harness_.expect_row_pulse(next_pulse_, host::Array::weight); }

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
      check_beats("in", incoming_.size(), traffic.beats_in - traffic_in_before_.beats_in,
                  traffic.packets_in - traffic_in_before_.packets_in);
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

}  // namespace spintile::verif
