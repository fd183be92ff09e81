#include "verif/float_unit_stimulus.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "spec/register_map.h"
#include "verif/host_draws.h"
#include "verif/mismatch.h"
#include "verif/random_stalls.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

constexpr std::uint32_t clear_error_bit = 4;

std::uint32_t halves(int low, int high) {
  return static_cast<std::uint32_t>(low) | static_cast<std::uint32_t>(high) << 16;
}

std::vector<std::uint32_t> register_addresses(const spec::Variant& variant) {
  std::vector<std::uint32_t> addresses;
  for (const spec::Register& one : spec::register_map(variant)) addresses.push_back(one.offset);
  return addresses;
}

/// Thrown through an operation that a reset cuts short.
struct ResetHappened {
  std::optional<Command> command;  // that was running
};

}  // namespace

FloatUnitStimulus::FloatUnitStimulus(const spec::Variant& variant, std::uint32_t seed, std::uint32_t case_number,
                                     FloatUnitScoreboard& board)
    : variant_(variant),
      registers_(register_addresses(variant)),
      draws_({seed, host_draws::stimulus}, case_number),
      board_(board),
      read_percent_(draws_.below(2) == 0 ? 1 : 20) {
  set_random_stalls(board.harness().bus(), seed, case_number, draws_);
}

void FloatUnitStimulus::run(int operations) {
  fill_store();
  fill_array();
  for (int i = 0; i < operations; ++i) {
    try {
      operate();
    } catch (const ResetHappened& reset) {
      repair_after_reset(reset.command);
    }
  }
  reset_countdown_ = 0;
  settle();
  clear_error();
  for (int first = 0; first < variant_.sot.rows; first += 64) {
    select_rows(first, std::min(64, variant_.sot.rows - first));
    command(Command::read, static_cast<std::uint32_t>(Space::lanes));
    settle();
  }
  for (const std::uint32_t address : registers_) read(address);
}

void FloatUnitStimulus::fill_store() {
  last_program_.reset();
  select_words(0, variant_.sot.program_words);
  write_packet(Space::program, random_packet(Space::program));
  settle();
}

void FloatUnitStimulus::fill_array() {
  if (auto& macro = board_.harness().macro()) {
    // The cells of a macro need no cycles.
    std::vector<std::uint64_t> bits(golden().array().lane_words());
    const std::uint32_t same_percent = chance(50) ? 95 : 0;
    for (int row = 0; row < variant_.sot.rows; ++row) {
      if (row == 0 || !chance(same_percent)) std::ranges::generate(bits, [&] { return word(); });
      golden().array().set_row(row, bits);
      if (golden().cell_faults()) {
        refmodel::LaneBits cells = golden().array().row(row);
        golden().cell_faults()->load(row, cells, cells);
        golden().array().set_row(row, cells);
      }
      std::ranges::copy(golden().array().row(row), macro->row(row).begin());
    }
    return;
  }
  for (int first = 0; first < variant_.sot.rows; first += 64) {
    select_rows(first, std::min(64, variant_.sot.rows - first));
    write_packet(Space::lanes, random_packet(Space::lanes));
    settle();
  }
}

void FloatUnitStimulus::repair_after_reset(std::optional<Command> command) {
  // What a command was cut short in is half done: the contract says no more.
  if (command == Command::sot || command == Command::write || holds_wrong_packet_) {
    holds_wrong_packet_ = false;
    fill_store();
    fill_array();
  }
}

void FloatUnitStimulus::operate() {
  const std::uint32_t kind = draws_.below(100);
  if (kind < 45) {
    run_random_program();
  } else if (kind < 52) {
    run_again();
  } else if (kind < 62) {
    write_lanes();
  } else if (kind < 72) {
    read_lanes();
  } else if (kind < 75) {
    read_store();
  } else if (kind < 79) {
    send_wrong_packet();
  } else if (kind < 84) {
    change_waits();
  } else if (kind < 88) {
    illegal_setting();
  } else if (kind < 92) {
    illegal_command();
  } else if (kind < 96) {
    random_write();
  } else {
    reset_soon();
  }
  settle();
  read(reg::status);
  if (!chance(20)) clear_error();
}

void FloatUnitStimulus::run_random_program() {
  const ProgramFault fault =
      chance(70) ? ProgramFault::none : all_program_faults[draws_.below(all_program_faults.size())];
  const int store = variant_.sot.program_words;
  const int length = std::min(3 + below(chance(80) ? 12 : 60), store / 2);
  const RandomSotProgram program = random_sot_program(variant_.sot.rows, length, fault, draws_);
  const int words = static_cast<int>(program.words.size());
  if (words > store) return;
  set_bases(program.bases);
  // Many at the end of the store: there the End is its last word.
  const bool at_end = fault == ProgramFault::no_end || chance(20);
  const int first = at_end ? store - words : below(store - words + 1);
  select_words(first, words);
  std::vector<refmodel::Beat> packet;
  for (const std::uint64_t one : program.words) packet.push_back({one, false});
  packet.back().last = true;
  write_packet(Space::program, packet);
  settle();
  last_program_ = Loaded{first, program.bases};
  if (!chance(20)) clear_error();
  run_program();
}

void FloatUnitStimulus::run_again() {
  // On what the array holds by now. Other bases, or a word further on, would not be a legal program.
  if (!last_program_) return;
  set_bases(last_program_->bases);
  select_words(last_program_->first, below(2));
  run_program();
}

void FloatUnitStimulus::run_program() {
  command(Command::sot);
  if (chance(25)) poke_while_busy();
  settle();
  if (chance(50)) read(reg::cycles);
}

void FloatUnitStimulus::poke_while_busy() {
  // In the first half of a program that is long enough: who comes first at its end is not asked here.
  if (!golden().busy() || board_.program_cycles() < 200) return;
  steps(draws_.below(static_cast<std::uint32_t>(board_.program_cycles() / 4)));
  if (chance(30)) {
    write(reg::status, clear_error_bit);
  } else {
    write(registers_[draws_.below(static_cast<std::uint32_t>(registers_.size()))], draws_.below(12));
  }
}

void FloatUnitStimulus::write_lanes() {
  select_random_rows();
  const std::vector<refmodel::Beat> packet = random_packet(Space::lanes);
  if (chance(50)) {
    write_packet(Space::lanes, packet);
  } else {
    command(Command::write, static_cast<std::uint32_t>(Space::lanes));
    steps(draws_.below(8));
    for (const refmodel::Beat& beat : packet) bus().source().push(beat);
  }
}

void FloatUnitStimulus::read_lanes() {
  if (chance(80)) select_random_rows();
  command(Command::read, static_cast<std::uint32_t>(Space::lanes));
}

void FloatUnitStimulus::read_store() {
  const int words = 1 + below(std::min(40, variant_.sot.program_words));
  select_words(below(variant_.sot.program_words - words + 1), words);
  command(Command::read, static_cast<std::uint32_t>(Space::program));
}

void FloatUnitStimulus::send_wrong_packet() {
  const Space space = chance(60) ? Space::lanes : Space::program;
  if (space == Space::lanes) {
    select_random_rows();
  } else {
    last_program_.reset();
    select_words(below(variant_.sot.program_words - 8), 1 + below(8));
  }
  std::vector<refmodel::Beat> packet = random_packet(space);
  packet.back().last = false;
  if (chance(50) && packet.size() > 1) {
    packet.resize(1 + draws_.below(static_cast<std::uint32_t>(packet.size()) - 1));
  } else {
    for (std::uint32_t more = 1 + draws_.below(9); more > 0; --more) packet.push_back({word(), false});
  }
  packet.back().last = true;
  holds_wrong_packet_ = true;
  write_packet(space, packet);
  settle();
  read(reg::status);
  // What it covered is undefined now.
  write_packet(space, random_packet(space));
  settle();
  holds_wrong_packet_ = false;
}

void FloatUnitStimulus::change_waits() {
  const auto cycles = [&] { return draws_.below(chance(60) ? 3 : chance(90) ? 9 : 256); };
  const std::uint32_t waits = chance(30) ? 0 : cycles() | cycles() << 8 | cycles() << 16;
  write(reg::wait, waits | (chance(10) ? 1U << (24 + draws_.below(8)) : 0));
}

void FloatUnitStimulus::illegal_setting() {
  const int rows = variant_.sot.rows;
  const int store = variant_.sot.program_words;
  // Just past what is allowed, just not, or far past.
  switch (draws_.below(8)) {
    case 0:
      write(reg::program, chance(70) ? halves(store, below(2)) : draws_.next());
      break;
    case 1:
      write(reg::lanes, halves(below(rows), 0));
      break;
    case 2:
      write(reg::lanes, halves(0, chance(50) ? 65 : 66 + below(62)));
      break;
    case 3:
      write(reg::lanes, halves(rows - 4, 4 + below(2)));
      break;
    case 4:
      write(reg::lanes, halves(0, 1) | 1U << (23 + draws_.below(9)));
      break;
    case 5:
      write(reg::base0 + 4 * draws_.below(8), static_cast<std::uint32_t>(rows - 1) + draws_.below(2));
      break;
    case 6:
      write(reg::base0 + 4 * draws_.below(8), draws_.next());
      break;
    default:
      write(reg::cycles, draws_.next());
  }
}

void FloatUnitStimulus::illegal_command() {
  switch (draws_.below(5)) {
    case 0:  // a code that does not exist
      write(reg::command, draws_.below(7));
      break;
    case 1:  // reserved bits
      write(reg::command, 7 | 1U << (16 + draws_.below(16)));
      break;
    case 2:  // a space where none belongs
      write(reg::command, 7 | (1 + draws_.below(255)) << 8);
      break;
    case 3:  // no such space
      write(reg::command, (chance(50) ? 9 : 10) | (chance(50) ? draws_.below(7) : 9 + draws_.below(247)) << 8);
      break;
    default:  // a packet of no words
      select_words(below(variant_.sot.program_words + 1), 0);
      command(chance(50) ? Command::read : Command::write, static_cast<std::uint32_t>(Space::program));
      select_words(0, 1);
  }
}

void FloatUnitStimulus::random_write() {
  // Anything but what starts a command: a program may be anywhere, and one of garbage may be long.
  std::uint32_t address =
      chance(50) ? registers_[draws_.below(static_cast<std::uint32_t>(registers_.size()))] : draws_.below(256);
  if (address == reg::command) address = reg::status;
  write(address, chance(50) ? draws_.below(16) : draws_.next(), chance(50) ? 0xFU : draws_.below(16));
}

void FloatUnitStimulus::reset_soon() { reset_countdown_ = 1 + draws_.below(chance(30) ? 40 : 600); }

void FloatUnitStimulus::step() {
  if (reset_countdown_ != 0 && --reset_countdown_ == 0) {
    const std::optional<Command> running = golden().running();
    board_.reset(1 + below(4));
    throw ResetHappened{running};
  }
  if (bus().reader().idle() && chance(read_percent_)) {
    bus().reader().start(chance(75) ? registers_[draws_.below(static_cast<std::uint32_t>(registers_.size()))]
                                    : draws_.below(256));
  }
  board_.step();
}

void FloatUnitStimulus::steps(std::uint64_t cycles) {
  for (std::uint64_t i = 0; i < cycles; ++i) step();
}

void FloatUnitStimulus::settle() {
  constexpr std::uint64_t cycles_max = 2'000'000;
  for (std::uint64_t waited = 0; golden().busy(); ++waited) {
    if (waited == cycles_max) {
      throw MismatchError({board_.cycle(), "interrupt_o", -1, fmt::format("1 in {} cycles", cycles_max), "0"});
    }
    if (board_.end_is_hidden() && bus().reader().idle()) bus().reader().start(reg::status);
    step();
  }
}

void FloatUnitStimulus::clear_error() { write(reg::status, clear_error_bit); }

void FloatUnitStimulus::finish_write() {
  while (!bus().writer().idle()) step();
}

void FloatUnitStimulus::write(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  finish_write();
  bus().writer().start({address, value, strobes});
  finish_write();
}

void FloatUnitStimulus::read(std::uint32_t address) {
  while (!bus().reader().idle()) step();
  bus().reader().start(address);
  while (!bus().reader().idle()) step();
}

void FloatUnitStimulus::command(Command command, std::uint32_t operand) {
  write(reg::command, static_cast<std::uint32_t>(command) | operand << 8);
}

void FloatUnitStimulus::write_packet(Space space, const std::vector<refmodel::Beat>& packet) {
  for (const refmodel::Beat& beat : packet) bus().source().push(beat);
  command(Command::write, static_cast<std::uint32_t>(space));
}

std::vector<refmodel::Beat> FloatUnitStimulus::random_packet(Space space) {
  // Bits above the element and lanes past the last one are ignored, so all of a beat is random; or it has long runs,
  // for long searches to find.
  std::vector<refmodel::Beat> packet(static_cast<std::size_t>(golden().packet(space).beats()));
  const bool in_runs = chance(50);
  for (refmodel::Beat& beat : packet) {
    beat.data = in_runs ? (draws_.below(2) - std::uint64_t{1}) ^ std::uint64_t{chance(30)} << draws_.below(64) : word();
  }
  packet.back().last = true;
  return packet;
}

void FloatUnitStimulus::set_bases(const refmodel::SotBases& bases) {
  for (std::size_t i = 0; i < bases.size(); ++i) {
    write(reg::base0 + 4 * static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(bases[i]));
  }
}

void FloatUnitStimulus::select_rows(int first, int bits) { write(reg::lanes, halves(first, bits)); }

void FloatUnitStimulus::select_words(int first, int words) { write(reg::program, halves(first, words)); }

void FloatUnitStimulus::select_random_rows() {
  constexpr std::array<int, 8> ends = {1, 8, 9, 16, 32, 33, 63, 64};
  const int bits = std::min(variant_.sot.rows, chance(50) ? ends[draws_.below(ends.size())] : 1 + below(64));
  const int last = variant_.sot.rows - bits;
  select_rows(chance(15) ? last : below(last + 1), bits);
}

}  // namespace spintile::verif
