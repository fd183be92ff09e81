#include "verif/stimulus.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "spec/derive.h"
#include "spec/register_map.h"
#include "verif/host_draws.h"
#include "verif/mismatch.h"
#include "verif/random_packet.h"
#include "verif/random_stalls.h"

namespace spintile::verif {
namespace {

namespace reg = spec::register_offset;

std::vector<std::uint32_t> register_addresses(const spec::Variant& variant) {
  std::vector<std::uint32_t> addresses;
  for (const spec::Register& one : spec::register_map(variant)) addresses.push_back(one.offset);
  return addresses;
}

}  // namespace

Stimulus::Stimulus(const spec::Variant& variant, std::uint32_t seed, std::uint32_t case_number, Scoreboard& board)
    : variant_(variant),
      layout_(spec::has_transfer(variant) ? std::optional(transfer_layout(variant)) : std::nullopt),
      registers_(register_addresses(variant)),
      spaces_(spec::spaces(variant)),
      case_number_(case_number),
      draws_({seed, host_draws::stimulus}, case_number),
      board_(board),
      read_percent_(draws_.below(2) == 0 ? 3 : 40) {
  std::ranges::copy_if(spaces_, std::back_inserter(writable_spaces_), [&](spec::Space space) {
    return spec::space_layout(variant, space).writable && !refmodel::SotUnit::owns(space);
  });
  set_random_stalls(board.harness().bus(), seed, case_number, draws_);
}

void Stimulus::run(int operations) {
  if (has_transfer()) fill_store();
  if (has_transfer()) fill_array();
  if (case_number_ == 0) sweep_ranges();
  const auto survive = [&](const auto& act) {
    try {
      act();
    } catch (const ResetHappened& reset) {
      repair_after_reset(reset.command);
    }
  };
  for (int i = 0; i < operations; ++i) survive([&] { operate(); });
  survive([&] { settle(); });
  reset_countdown_ = 0;
  clear_error();
  for (const spec::Space space : spaces_) {
    if (refmodel::SotUnit::owns(space)) continue;
    command(spec::Command::read, space_code(space));
    settle();
  }
  if (has_transfer()) read_array();
  for (const std::uint32_t address : registers_) read(address);
}

void Stimulus::sweep_ranges() {
  // One element at and past each end, in every lane of the first and of the last beat: lanes are checked one by one.
  for (const spec::Space space : writable_spaces_) {
    const spec::SpaceLayout layout = spec::space_layout(variant_, space);
    const int last_beat = (layout.beats() - 1) * layout.elements_per_beat();
    // An element past an end that its lane cannot hold is another, legal one.
    const bool has_room = layout.element_bits() > layout.value_bits;
    const std::int64_t below = has_room || layout.least ? 1 : 0;
    const std::int64_t above = has_room || layout.largest ? 1 : 0;
    const std::int64_t harmless = std::clamp<std::int64_t>(0, layout.minimum(), layout.maximum());
    for (int element = 0; element < layout.elements; ++element) {
      if (element >= layout.elements_per_beat() && element < last_beat) continue;
      for (const std::int64_t value :
           {layout.minimum() - below, layout.minimum(), layout.maximum(), layout.maximum() + above}) {
        std::vector<std::int64_t> values(static_cast<std::size_t>(layout.elements), harmless);
        values[static_cast<std::size_t>(element)] = value;
        send(faulty_packet(layout, values, PacketFault::none, draws_));
        command(spec::Command::write, space_code(space));
        settle();
        read(reg::status);
        write(reg::status, 4);
      }
    }
  }
}

void Stimulus::operate() {
  if (spec::has_update(variant_) && chance(45)) {
    training_operation();
    settle();
    read(reg::status);
    return;
  }
  if (has_queue() && chance(30)) {
    queue_commands();
    chance(80) ? settle() : steps(draws_.below(30));
    read(reg::status);
    return;
  }
  const std::uint32_t kind = draws_.below(100);
  if (kind < 26) {
    write_packet();
  } else if (kind < 50) {
    read_out(any_read());
  } else if (kind < 60) {
    read_back();
  } else if (kind < 67) {
    change_samples();
  } else if (kind < 74) {
    change_shift();
  } else if (kind < 79) {
    write(reg::status, chance(70) ? 4 : draws_.next());
  } else if (kind < 84) {
    illegal_command();
  } else if (kind < 89) {
    random_write();
  } else if (kind < 96) {
    write_at_the_end();
  } else {
    reset_soon();
  }
  if (chance(75)) {
    settle();
    read(reg::status);
  } else {
    steps(draws_.below(30));
  }
}

void Stimulus::write_packet() {
  const spec::Space space = writable_spaces_[draws_.below(static_cast<std::uint32_t>(writable_spaces_.size()))];
  const spec::SpaceLayout layout = spec::space_layout(variant_, space);
  const PacketFault fault = chance(75) ? PacketFault::none : random_fault(draws_);
  const bool early = chance(30);
  if (early) send(random_packet(layout, fault, draws_));
  if (early) steps(draws_.below(4));
  if (space == spec::Space::input && chance(50)) {
    command(spec::Command::load_x);
  } else {
    command(spec::Command::write, space_code(space));
  }
  if (!early) steps(draws_.below(4));
  if (!early) send(random_packet(layout, fault, draws_));
}

void Stimulus::read_out(spec::Command which) {
  if (spec::has_health_monitor(variant_) && chance(50)) change_health();
  command(which, variant_.crossbar.fast_array ? draws_.below(2) : 0);
  if (chance(40)) {  // pokes while it runs
    const auto cycles = static_cast<std::uint32_t>(spec::forward_cycles(variant_, board_.golden().samples()));
    steps(draws_.below(cycles));
    const std::uint32_t address = registers_[draws_.below(static_cast<std::uint32_t>(registers_.size()))];
    write(address, address == reg::command ? without_program(1 + draws_.below(13)) : draws_.below(8));
    return;
  }
  settle();
  const spec::Space beside = spec::has_ramp(variant_) ? spec::Space::ramp_flags : spec::Space::counter;
  for (const spec::Space space : {spec::Space::output, spec::Space::accumulator, beside}) {
    if (!chance(60)) continue;
    command(spec::Command::read, space_code(space));
    settle();
  }
}

void Stimulus::read_back() {
  if (chance(25)) {
    command(spec::Command::read_y);
  } else {
    command(spec::Command::read, space_code(spaces_[draws_.below(static_cast<std::uint32_t>(spaces_.size()))]));
  }
}

spec::Command Stimulus::any_read() {
  return spec::has_backward(variant_) && chance(50) ? spec::Command::backward : spec::Command::forward;
}

void Stimulus::change_samples() {
  const auto most = static_cast<std::uint32_t>(variant_.readout.samples_max);
  const std::array<std::uint32_t, 8> values = {1, most,     1 + draws_.below(most), 1 + draws_.below(most),
                                               0, most + 1, 0x80000000U | most,     draws_.next()};
  write(reg::samples, values[draws_.below(values.size())]);
}

void Stimulus::change_shift() {
  // Small shifts leave halves to round; large ones leave only the sign.
  const auto most = static_cast<std::uint32_t>(spec::shift_max(variant_));
  const std::array<std::uint32_t, 10> values = {0,
                                                most,
                                                1,
                                                std::min(most, 2 + draws_.below(4)),
                                                draws_.below(most + 1),
                                                draws_.below(most + 1),
                                                draws_.below(most + 1),
                                                most + 1,
                                                0x100,
                                                draws_.next()};
  write(reg::shift, values[draws_.below(values.size())]);
}

void Stimulus::change_health() {
  // Mostly on: flags need long runs.
  const std::array<std::uint32_t, 8> values = {1, 1, 1, 1, 0, 2, 3, draws_.below(16)};
  write(reg::health, values[draws_.below(values.size())]);
}

void Stimulus::illegal_command() {
  switch (draws_.below(6)) {
    case 0:  // a code that does not exist, or exists
      write(reg::command, without_program(draws_.below(256)));
      break;
    case 1:  // reserved bits
      write(reg::command, 3 | 1U << (16 + draws_.below(16)));
      break;
    case 2:  // a space where none belongs
      write(reg::command, (chance(50) ? static_cast<std::uint32_t>(any_read()) : 8) | (1 + draws_.below(255)) << 8);
      break;
    case 3: {  // no such space
      const std::uint32_t first = space_code(spaces_.back()) + 1;
      write(reg::command, (chance(50) ? 9 : 10) | (first + draws_.below(std::min(249U, 256 - first))) << 8);
      break;
    }
    case 4:  // read-only spaces
      write(reg::command, 10 | (1 + draws_.below(3)) << 8);
      break;
    default:
      write(reg::command, without_program(draws_.next()));
  }
}

std::uint32_t Stimulus::without_program(std::uint32_t command) const {
  // What programs may run, and from where, is for those who load them.
  const bool runs = command == 6 || command == 7;
  return runs && has_transfer() ? 3 : command;
}

void Stimulus::random_write() {
  const std::uint32_t address =
      chance(50) ? registers_[draws_.below(static_cast<std::uint32_t>(registers_.size()))] : draws_.below(256);
  const unsigned strobes = chance(50) ? 0xFU : draws_.below(16);
  const std::uint32_t value = chance(50) ? draws_.below(16) : draws_.next();
  write(address, address == reg::command ? without_program(value) : value, strobes);
}

void Stimulus::write_at_the_end() {
  // A write that is taken at the very edge at which a command ends, or just beside it.
  if (chance(50)) write(reg::command, 0);  // an error is already there
  if (chance(40)) {
    command(spec::has_update(variant_) && chance(50) ? spec::Command::update : any_read());
  } else {
    const spec::SpaceLayout layout = spec::space_layout(variant_, spec::Space::scale);
    send(random_packet(layout, chance(30) ? PacketFault::none : random_fault(draws_), draws_));
    command(spec::Command::write, space_code(spec::Space::scale));
  }
  // What waits behind it; then the cycle after the end is an edge of its own, that of the next one's start.
  const std::uint32_t waiting = has_queue() ? draws_.below(static_cast<std::uint32_t>(variant_.commands.queue) + 2) : 0;
  for (std::uint32_t i = 0; i < waiting; ++i) command(chance(50) ? spec::Command::read_y : any_read());
  const std::uint64_t before = has_queue() ? draws_.below(4) : 1 + draws_.below(3) / 2;
  while (board_.golden().busy() && (board_.idle_cycle() == 0 || board_.cycle() + before < board_.idle_cycle())) {
    step_while_busy();
  }
  const std::array<WriteRequest, 4> requests = {WriteRequest{reg::status, 4}, WriteRequest{reg::status, 4},
                                                WriteRequest{reg::command, 3}, WriteRequest{reg::samples, 1}};
  const WriteRequest& request = requests[draws_.below(requests.size())];
  write(request.address, request.value);
}

void Stimulus::reset_soon() {
  // Of all moments of the next command: resets at its very start and end are the ones that go wrong.
  const auto longest = static_cast<std::uint32_t>(spec::forward_cycles(variant_, board_.golden().samples()));
  reset_countdown_ = 1 + draws_.below(chance(30) ? 8 : longest + 8);
}

void Stimulus::step() {
  if (reset_countdown_ != 0 && --reset_countdown_ == 0) {
    const std::optional<spec::Command> running = board_.golden().running();
    board_.reset(1 + static_cast<int>(draws_.below(4)));
    if (has_transfer()) throw ResetHappened{running};
  }
  if (board_.harness().reader().idle() && chance(read_percent_)) {
    board_.harness().reader().start(chance(75) ? registers_[draws_.below(static_cast<std::uint32_t>(registers_.size()))]
                                               : draws_.below(256));
  }
  board_.step();
}

void Stimulus::steps(std::uint32_t cycles) {
  for (std::uint32_t i = 0; i < cycles; ++i) step();
}

void Stimulus::step_while_busy() {
  // A WRITE waits for its packet: a refused command may have left it with another one's, or with none.
  if (spec::has_update(variant_)) return step_towards_end();
  if (board_.harness().source().idle())
    send(random_packet(spec::space_layout(variant_, spec::Space::offset), PacketFault::none, draws_));
  step();
}

void Stimulus::step_towards_end() {
  // A packet too many would be the next one of the lanes, and leave rows that nobody knows.
  if (board_.harness().source().idle() && board_.wants_packet()) {
    send(random_packet(board_.golden().layout(spec::Space::offset), PacketFault::none, draws_));
  }
  if (board_.end_is_hidden() && board_.harness().reader().idle()) board_.harness().reader().start(reg::status);
  step();
}

void Stimulus::settle() {
  constexpr std::uint64_t cycles_max = 4'000'000;
  for (std::uint64_t waited = 0; board_.golden().busy(); ++waited) {
    if (waited == cycles_max) {
      throw MismatchError({board_.cycle(), "interrupt_o", -1, "an end of the command", "none"});
    }
    step_while_busy();
  }
}

void Stimulus::finish_write() {
  while (!board_.harness().writer().idle()) step();
}

void Stimulus::write(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  finish_write();
  while (board_.takes_no_write()) step_while_busy();
  board_.harness().writer().start({address, value, strobes});
  finish_write();
}

void Stimulus::read(std::uint32_t address) {
  while (!board_.harness().reader().idle()) step();
  board_.harness().reader().start(address);
  while (!board_.harness().reader().idle()) step();
}

void Stimulus::send(const std::vector<refmodel::Beat>& packet) {
  for (const refmodel::Beat& beat : packet) board_.harness().source().push(beat);
}

void Stimulus::clear_error() {
  constexpr std::uint32_t error = 4;
  if (has_queue() && (board_.golden().read_register(reg::status).value & error) != 0) write(reg::status, error);
}

void Stimulus::command(spec::Command command, std::uint32_t operand) {
  if (has_queue() && chance(85)) clear_error();  // else it is refused: halted
  write(reg::command, static_cast<std::uint32_t>(command) | operand << 8);
}

}  // namespace spintile::verif
