// The operations of tiles with update pulses and a transfer.
#include <algorithm>
#include <array>

#include "spec/derive.h"
#include "verif/random_packet.h"
#include "verif/random_sot_program.h"
#include "verif/stimulus.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

std::uint32_t halves(int low, int high) {
  return static_cast<std::uint32_t>(low) | static_cast<std::uint32_t>(high) << 16;
}

int number(std::size_t size) { return static_cast<int>(size); }

}  // namespace

void Stimulus::training_operation() {
  if (spec::has_outer_update(variant_)) return chance(50) ? outer_product() : write_row();
  const std::uint32_t kind = draws_.below(100);
  if (kind < 40 || !has_transfer()) {
    chance(25) ? change_training() : update();
  } else if (kind < 50) {
    change_training();
  } else if (kind < 80) {
    transfer();
  } else if (kind < 88) {
    run_random_program();
  } else if (kind < 96) {
    move_lanes();
  } else {
    send_wrong_packet();
  }
}

void Stimulus::update() {
  for (const Space space : {Space::row_probability, Space::column_probability, Space::random}) {
    if (!chance(space == Space::random ? 10 : 50)) continue;
    send_to(space, random_packet(board_.golden().layout(space), PacketFault::none, draws_));
  }
  const auto most = static_cast<std::uint32_t>(variant_.update.pulse_slots);
  if (chance(50)) write(reg::slots, 1 + draws_.below(chance(50) ? most : std::min(most, 4U)));
  command(Command::update, variant_.crossbar.fast_array ? draws_.below(2) : 0);
  if (chance(20)) {
    steps(draws_.below(static_cast<std::uint32_t>(spec::update_cycles(variant_, variant_.update.pulse_slots))));
    write(reg::slots, 1);
  }
}

void Stimulus::outer_product() {
  for (const Space space : {Space::input, Space::column_voltage}) {
    if (!chance(60)) continue;
    const std::vector<refmodel::Beat> packet = random_packet(board_.golden().layout(space), PacketFault::none, draws_);
    if (chance(50)) {
      send_to(space, packet);
    } else {
      settle();
      send(packet);
      command(space == Space::input ? Command::load_x : Command::load_d);
    }
  }
  settle();
  command(Command::update, variant_.crossbar.fast_array ? draws_.below(2) : 0);
  if (!chance(30)) return;
  steps(draws_.below(static_cast<std::uint32_t>(spec::update_cycles(variant_, 0))));
  chance(50) ? write(reg::shift, 1) : command(Command::write, space_code(Space::column_voltage));
}

void Stimulus::change_training() {
  // Just what is allowed, just not, or anything.
  const auto near = [&](std::uint32_t least, std::uint32_t most) {
    const std::array<std::uint32_t, 6> values = {
        least, most, least - 1, most + 1, least + draws_.below(most - least + 1), draws_.next()};
    return values[draws_.below(values.size())];
  };
  write(reg::slots, near(1, static_cast<std::uint32_t>(variant_.update.pulse_slots)));
  if (!has_transfer()) return;
  switch (draws_.below(spec::has_choppers(variant_) ? 8 : 4)) {
    case 0:
      return write(reg::transfer_samples, near(1, static_cast<std::uint32_t>(variant_.readout.samples_max)));
    case 1:
      return write(reg::transfer_row, near(0, static_cast<std::uint32_t>(variant_.crossbar.rows) - 1));
    case 2:
      return write(reg::sweeps, chance(50) ? ~std::uint32_t{0} - draws_.below(2) : draws_.below(4));
    case 3:
      return write(reg::warm_up, chance(80) ? draws_.below(3) : draws_.next());
    case 4:
      return write(reg::chopper, chance(80) ? draws_.below(4) | draws_.next() << 16 : draws_.next());
    case 5:
      return write(reg::chop_period, chance(80) ? draws_.below(4) : near(1, 0xFFFF));
    case 6:
      return write(reg::chop_phase, chance(80) ? draws_.below(4) : near(0, 0xFFFF));
    default:
      return send_to(Space::chopper, random_packet(board_.golden().layout(Space::chopper), PacketFault::none, draws_));
  }
}

void Stimulus::set_up_transfer() {
  settle();  // while a command runs the base registers refuse to be set, and the program would write one row twice
  const int rows = spec::float_unit_of(variant_).sot.rows;
  const auto cycles = [&] { return chance(70) ? 0 : draws_.below(4); };
  write(reg::in_tile + reg::wait, cycles() | cycles() << 8 | cycles() << 16);
  write(reg::warm_up, chance(75) ? 0 : draws_.next());
  set_bases(layout_->bases);
  if (chance(40)) {
    select_words(0, 1);
  } else if (chance(15) && number(layout_->program.words.size()) < variant_.sot.program_words - 1) {
    select_words(variant_.sot.program_words - 2, 1);  // no word of a program: neither pulses nor flips
  } else {
    select_words(variant_.sot.program_words - 1, 1);  // an End: the pulses are whatever is in their rows
    if (chance(40)) {
      // At an end of the array, or past it.
      const std::array<int, 5> used = {0, 1, 2, 3, 5};
      const int last = rows - (chance(50) ? spec::transfer_code_bits(variant_) + 2 : variant_.transfer.pulses + 1);
      write(reg::in_tile + reg::base0 + 4 * static_cast<std::uint32_t>(used[draws_.below(used.size())]),
            static_cast<std::uint32_t>(std::min(last + static_cast<int>(draws_.below(2)), rows - 1)));
    }
  }
  const auto rows_of_a = static_cast<std::uint32_t>(variant_.crossbar.rows);
  if (chance(60)) write(reg::transfer_row, chance(40) ? rows_of_a - 1 : draws_.below(rows_of_a));
  if (spec::has_choppers(variant_) && chance(50)) {
    write(reg::chopper, draws_.below(4) | draws_.next() << 16);
    write(reg::chop_period, 1 + draws_.below(3));
  }
}

void Stimulus::transfer() {
  set_up_transfer();
  command(Command::transfer);
  if (!board_.golden().busy()) return;
  const std::uint64_t end = board_.idle_cycle();
  if (chance(6)) reset_countdown_ = 1 + draws_.below(static_cast<std::uint32_t>(end - board_.cycle()));
  if (chance(20)) {  // a write that is refused, somewhere or at the very end
    const std::uint64_t left = end - board_.cycle();
    const std::uint64_t wait = chance(50) ? draws_.below(static_cast<std::uint32_t>(left)) : left - 1;
    steps(static_cast<std::uint32_t>(wait));
    write(chance(50) ? reg::warm_up : reg::status, 4);
  }
  settle();
  const Space beside = spec::has_ramp(variant_) ? Space::ramp_flags : Space::counter;
  for (const Space space : {Space::accumulator, beside, Space::random, Space::chopper}) {
    if (!chance(30) || (space == Space::chopper && !spec::has_choppers(variant_))) continue;
    command(Command::read, space_code(space));
    settle();
  }
}

void Stimulus::run_random_program() {
  settle();  // as in transfer()
  const int first = number(layout_->program.words.size());
  const int room = variant_.sot.program_words - first - 2;  // the last two words stay what they are
  const ProgramFault fault = chance(60) ? ProgramFault::none : all_program_faults[draws_.below(5)];
  const RandomSotProgram program = random_sot_program(spec::float_unit_of(variant_).sot.rows, 12, fault, draws_);
  if (number(program.words.size()) > room) return;
  set_bases(program.bases);
  select_words(first, number(program.words.size()));
  std::vector<refmodel::Beat> packet;
  for (const std::uint64_t word : program.words) packet.push_back({word, false});
  packet.back().last = true;
  send_to(Space::program, packet);
  settle();
  command(Command::sot);
  settle();
  read(reg::in_tile + reg::cycles);
}

void Stimulus::move_lanes() {
  const int rows = spec::float_unit_of(variant_).sot.rows;
  const int bits = 1 + static_cast<int>(draws_.below(static_cast<std::uint32_t>(std::min(rows, 64))));
  write(reg::in_tile + reg::wait, 0);
  select_rows(static_cast<int>(draws_.below(static_cast<std::uint32_t>(rows - bits + 1))), bits);
  if (chance(50)) {
    send_to(Space::lanes, any_lanes());
  } else {
    command(Command::read, space_code(Space::lanes));
  }
}

void Stimulus::send_wrong_packet() {
  const int rows = spec::float_unit_of(variant_).sot.rows;
  select_rows(static_cast<int>(draws_.below(static_cast<std::uint32_t>(rows - 8))), 8);
  std::vector<refmodel::Beat> packet = any_lanes();
  packet.back().last = false;
  packet.push_back({draws_.next(), true});
  holds_wrong_packet_ = true;
  send_to(Space::lanes, packet);
  settle();
  read(reg::status);
  // What it covered is undefined now.
  send_to(Space::lanes, any_lanes());
  settle();
  holds_wrong_packet_ = false;
}

std::vector<refmodel::Beat> Stimulus::any_lanes() {
  std::vector<refmodel::Beat> packet(static_cast<std::size_t>(board_.golden().layout(Space::lanes).beats()));
  for (refmodel::Beat& beat : packet) beat.data = std::uint64_t{draws_.next()} << 32 | draws_.next();
  packet.back().last = true;
  return packet;
}

void Stimulus::fill_store() {
  // The program of the transfer, and Ends up to the last word; the one before it is none.
  std::vector<std::int64_t> words;
  for (const spec::sot::Word& word : layout_->program.words) {
    words.push_back(static_cast<std::int64_t>(spec::sot::encode(word)));
  }
  words.resize(static_cast<std::size_t>(variant_.sot.program_words));
  if (number(layout_->program.words.size()) < variant_.sot.program_words - 1) words[words.size() - 2] = -1;
  select_words(0, variant_.sot.program_words);
  send_to(Space::program, refmodel::encode_packet(board_.golden().layout(Space::program), words));
  settle();
}

void Stimulus::fill_array() {
  const int rows = spec::float_unit_of(variant_).sot.rows;
  if (board_.harness().macro()) {
    // The cells of a macro need no cycles.
    std::vector<std::uint64_t> bits(board_.golden().sot().array().lane_words());
    for (int row = 0; row < rows; ++row) {
      std::ranges::generate(bits, [&] { return std::uint64_t{draws_.next()} << 32 | draws_.next(); });
      board_.set_sot_row(row, bits);
    }
    return;
  }
  for (int first = 0; first < rows; first += 64) {
    select_rows(first, std::min(64, rows - first));
    send_to(Space::lanes, any_lanes());
    settle();
  }
}

void Stimulus::read_array() {
  const int rows = spec::float_unit_of(variant_).sot.rows;
  for (int first = 0; first < rows; first += 64) {
    select_rows(first, std::min(64, rows - first));
    command(Command::read, space_code(Space::lanes));
    settle();
  }
}

void Stimulus::repair_after_reset(std::optional<Command> command) {
  // What a command was cut short in is half done: the contract says no more.
  const bool half_done = command == Command::sot || command == Command::transfer || command == Command::write;
  if (!half_done && !holds_wrong_packet_) return;
  holds_wrong_packet_ = false;
  fill_store();
  fill_array();
}

void Stimulus::send_to(Space space, const std::vector<refmodel::Beat>& packet) {
  if (refmodel::SotUnit::owns(space)) {
    // It must be taken, at once, and find its own packet, or rows and words hold what nobody knows.
    settle();
    clear_error();
  }
  // A packet that a refused command left behind goes first.
  while (!board_.harness().source().idle()) {
    settle();
    if (board_.harness().source().idle()) break;
    command(Command::write, space_code(Space::offset));
    settle();
  }
  send(packet);
  if (refmodel::SotUnit::owns(space)) clear_error();
  command(Command::write, space_code(space));
}

void Stimulus::set_bases(const refmodel::SotBases& bases) {
  for (std::size_t base = 0; base < bases.size(); ++base) {
    write(reg::in_tile + reg::base0 + 4 * static_cast<std::uint32_t>(base), static_cast<std::uint32_t>(bases[base]));
  }
}

void Stimulus::select_words(int first, int words) { write(reg::in_tile + reg::program, halves(first, words)); }

void Stimulus::select_rows(int first, int bits) { write(reg::in_tile + reg::lanes, halves(first, bits)); }

}  // namespace spintile::verif
