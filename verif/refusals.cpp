#include "verif/refusals.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "spec/derive.h"
#include "spec/register_map.h"
#include "verif/fuzz_converters.h"
#include "verif/host_draws.h"
#include "verif/mismatch.h"
#include "verif/random_packet.h"
#include "verif/scoreboard_host.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Error;
using spec::Space;
namespace reg = spec::register_offset;

std::uint32_t code(Space space) { return static_cast<std::uint32_t>(space); }

bool contains(const auto& list, const auto& one) { return std::ranges::find(list, one) != list.end(); }

class Refusals {
 public:
  Refusals(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
           const RefusalOptions& options)
      : variant_(variant),
        options_(options),
        registers_(spec::register_map(variant)),
        converters_(variant, options.seed, 0),
        board_(library, variant, converters_, options.harness),
        host_(board_, variant),
        draws_({options.seed, host_draws::refusals}, 0) {}

  void run() {
    prepare();
    unchanged([this] { commands(); });
    unchanged([this] { first_error(); });
    unchanged([this] { addresses(); });
    unchanged([this] { values(); });
    unchanged([this] { while_busy(); });
    if (spec::has_command_queue(variant_)) unchanged([this] { behind_an_error(); });
    unchanged([this] { packets(); });
    if (spec::has_transfer(variant_)) array_packets();
  }

  RefusalReport report() const { return {refused_, board_.cycle(), {}}; }

 private:
  /// Random values everywhere, so that whatever changes shows.
  void prepare() {
    if (spec::has_transfer(variant_)) fill_array();
    for (const Space space : own_spaces()) {
      const spec::SpaceLayout layout = spec::space_layout(variant_, space);
      if (!layout.writable) continue;
      host_.send(random_packet(layout, PacketFault::none, draws_));
      host_.run(Command::write, code(space));
    }
    host_.run(Command::forward);  // outputs, accumulators, counters
    for (const spec::Register& one : registers_) {
      // Those of the SOT array have meanings together, and WAIT would cost time.
      const bool of_array = one.offset >= reg::in_tile + reg::program;
      if (one.offset == reg::command || one.offset == reg::status || of_array || !one.writable()) continue;
      std::uint32_t value = 0;
      for (const spec::RegisterField& field : one.fields) {
        const bool kept = field.access == spec::FieldAccess::read_write;
        if (kept) value |= std::max(field.least, field.most() / 2) << field.lsb;
      }
      host_.write(one.offset, value);
    }
    if (!spec::has_transfer(variant_)) return;
    host_.select_words(1, 2);
    host_.select_rows(1, 2);
    host_.set_bases({});
  }

  void fill_array() {
    std::vector<std::int64_t> words(static_cast<std::size_t>(variant_.sot.program_words));
    for (std::int64_t& word : words) word = draws_.next();
    host_.select_words(0, variant_.sot.program_words);
    host_.write_space(Space::program, words);
    host_.fill_sot_array(draws_);
  }

  /// The state spaces but for those of the SOT array.
  std::vector<Space> own_spaces() const {
    std::vector<Space> own;
    for (const Space space : spec::spaces(variant_)) {
      if (!refmodel::SotUnit::owns(space)) own.push_back(space);
    }
    return own;
  }

  /// What the tile and, with it, the golden model hold; read over the buses, so that neither can differ.
  struct State {
    std::vector<std::pair<std::string, std::vector<std::int64_t>>> values;
  };
  State observe() {
    State state;
    for (const Space space : own_spaces()) {
      host_.read_space(space);
      state.values.emplace_back(spec::name(space), board_.golden().space(space));
    }
    for (const spec::Register& one : registers_) {
      if (one.offset == reg::status) continue;
      state.values.emplace_back(one.name, std::vector<std::int64_t>{host_.read(one.offset)});
    }
    if (spec::has_transfer(variant_)) observe_array(state);
    return state;
  }

  void observe_array(State& state) {
    const std::uint32_t program = host_.read(reg::in_tile + reg::program);
    const std::uint32_t lanes = host_.read(reg::in_tile + reg::lanes);
    host_.select_words(0, variant_.sot.program_words);
    host_.read_space(Space::program);
    const int rows = spec::float_unit_of(variant_).sot.rows;
    for (int first = 0; first < rows && !board_.harness().macro(); first += 64) {
      host_.select_rows(first, std::min(64, rows - first));
      host_.read_space(Space::lanes);
    }
    host_.write(reg::in_tile + reg::program, program);
    host_.write(reg::in_tile + reg::lanes, lanes);
    if (board_.harness().macro()) board_.check_sot_cells();
    std::vector<std::int64_t> cells;
    for (int row = 0; row < rows; ++row) {
      for (const std::uint64_t word : board_.golden().sot().array().row(row))
        cells.push_back(static_cast<std::int64_t>(word));
    }
    state.values.emplace_back("SOT array", std::move(cells));
  }

  template <class Table>
  void unchanged(const Table& table) {
    const State before = observe();
    table();
    const State after = observe();
    for (std::size_t i = 0; i < before.values.size(); ++i) {
      const auto& [name, values] = before.values[i];
      const std::vector<std::int64_t>& now = after.values[i].second;
      const auto [was, is] = std::ranges::mismatch(values, now);
      if (was == values.end()) continue;
      throw MismatchError({board_.cycle(), name + " after what was refused", static_cast<int>(was - values.begin()),
                           fmt::format("{:#x}", *was), fmt::format("{:#x}", *is)});
    }
  }

  /// The access before has raised this error, which is then cleared.
  void expect(Error error, const std::string& what) {
    const std::uint32_t status = host_.read(reg::status);
    constexpr std::uint32_t error_and_code = 0xFF04;
    const std::uint32_t expected = 4 | static_cast<std::uint32_t>(error) << 8;
    if ((status & error_and_code) != expected) {
      throw MismatchError({board_.cycle(), what, -1, fmt::format("STATUS {:#06x}", expected),
                           fmt::format("{:#06x}", status & error_and_code)});
    }
    host_.write(reg::status, 4);
    ++refused_;
  }
  void refuse(std::uint32_t address, std::uint32_t value, Error error, unsigned strobes = 0xF) {
    host_.write(address, value, strobes);
    expect(error, fmt::format("write of {:#x} to {:#04x}, strobes {:#x}", value, address, strobes));
  }

  void commands();
  Error refusal(std::uint32_t word) const;
  void first_error();
  void addresses();
  void values();
  void while_busy();
  void fill_queue();
  void behind_an_error();
  void packets();
  void wrong_lengths(Space space, const spec::SpaceLayout& layout);
  void wrong_elements(Space space, const spec::SpaceLayout& layout);
  void array_packets();

  const spec::Variant& variant_;
  RefusalOptions options_;
  std::vector<spec::Register> registers_;
  FuzzConverters converters_;
  Scoreboard board_;
  ScoreboardHost host_;
  host::PhiloxSequence draws_;
  std::uint64_t refused_ = 0;
};

/// Of a COMMAND write while no command runs; none: it is taken.
Error Refusals::refusal(std::uint32_t word) const {
  if (word >> 16 != 0) return Error::illegal_value;
  const auto command = static_cast<Command>(word & 0xFF);
  const std::uint32_t operand = word >> 8;
  if (!contains(spec::commands(variant_), command)) return Error::unknown_command;
  if (command == Command::read || command == Command::write) {
    const auto space = static_cast<Space>(operand);
    if (!contains(spec::spaces(variant_), space)) return Error::illegal_space;
    return command == Command::write && !spec::space_layout(variant_, space).writable ? Error::illegal_space
                                                                                      : Error::none;
  }
  const bool any_array = variant_.crossbar.fast_array && contains(spec::commands_of_an_array(variant_), command);
  const std::uint32_t last = any_array ? 1 : 0;
  return operand > last ? Error::illegal_value : Error::none;
}

void Refusals::commands() {
  std::set<std::uint32_t> operands = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 32, 64, 128, 255};
  for (std::uint32_t operand = 0; options_.all_operands && operand < 256; ++operand) operands.insert(operand);
  for (std::uint32_t command = 0; command < 256; ++command) {
    for (const std::uint32_t operand : operands) {
      const std::uint32_t word = command | operand << 8;
      // Of commands that are none a few operands will do.
      const bool exists = contains(spec::commands(variant_), static_cast<Command>(command));
      if (!exists && !options_.all_operands && operand > 1) continue;
      if (const Error error = refusal(word); error != Error::none) refuse(reg::command, word, error);
    }
  }
  for (int bit = 16; bit < 32; ++bit) {
    refuse(reg::command, static_cast<std::uint32_t>(Command::forward) | 1U << bit, Error::illegal_value);
    refuse(reg::command, 1U << bit, Error::illegal_value);  // no command either: the bits come first
  }
  if (!spec::has_transfer(variant_)) return;
  const std::uint32_t program = host_.read(reg::in_tile + reg::program);
  host_.select_words(0, 0);
  for (const Command command : {Command::read, Command::write}) {
    refuse(reg::command, static_cast<std::uint32_t>(command) | code(Space::program) << 8, Error::illegal_value);
  }
  host_.write(reg::in_tile + reg::program, program);
  // A TRANSFER with planes, codes or pulses past the last row.
  for (std::uint32_t base = 0; base < 6; ++base) {
    const bool is_plane = base < static_cast<std::uint32_t>(spec::transfer_planes(variant_));
    if (!is_plane && base != 3 && base != 5) continue;
    const std::uint32_t address = reg::in_tile + reg::base0 + 4 * base;
    host_.write(address, static_cast<std::uint32_t>(spec::float_unit_of(variant_).sot.rows) - 1);
    refuse(reg::command, static_cast<std::uint32_t>(Command::transfer), Error::illegal_value);
    host_.write(address, 0);
  }
}

void Refusals::first_error() {
  // It stays until it is cleared, by bit 2 alone.
  host_.write(reg::command, 0xFF);
  host_.write(reg::samples, 0);
  host_.write(reg::status, ~std::uint32_t{4});
  host_.write(reg::identification, 0);
  expect(Error::unknown_command, "several refusals, the first of them");
  refuse(reg::samples, 0, Error::illegal_value);
}

void Refusals::addresses() {
  for (std::uint32_t address = 0; address < 256; ++address) {
    const auto found = std::ranges::find(registers_, address, &spec::Register::offset);
    if (found == registers_.end()) {
      host_.read(address);  // SLVERR and 0, which the scoreboard checks, and no error
      const bool refused = (host_.read(reg::status) & 4) == 0 &&
                           board_.golden().read_register(address) == refmodel::ReadResult{0, false};
      if (!refused)
        throw MismatchError({board_.cycle(), fmt::format("read of {:#04x}", address), -1, "SLVERR", "OKAY"});
    }
    if (found == registers_.end() || !found->writable()) {
      for (const unsigned strobes : {0xFU, 0x0U, 0x5U}) refuse(address, draws_.next(), Error::illegal_address, strobes);
      continue;
    }
    for (unsigned strobes = 0; strobes < 15; ++strobes) {
      const std::uint32_t value = address == reg::command ? 0x0009U : found->reset_value();
      refuse(address, value, Error::illegal_value, strobes);
    }
  }
}

void Refusals::values() {
  for (const spec::Register& one : registers_) {
    if (one.offset == reg::command || one.offset == reg::status || !one.writable()) continue;
    std::uint32_t used = 0;
    std::uint32_t legal = 0;
    for (const spec::RegisterField& field : one.fields) {
      if (!field.writable()) continue;
      used |= field.mask();
      legal |= field.least << field.lsb;
    }
    for (int bit = 0; bit < 32; ++bit) {
      if ((used >> bit & 1) == 0) refuse(one.offset, legal | 1U << bit, Error::illegal_value);
    }
    for (const spec::RegisterField& field : one.fields) {
      if (!field.writable()) continue;
      const std::uint32_t rest = legal & ~field.mask();
      const std::uint32_t widest = field.mask() >> field.lsb;
      if (field.least > 0) refuse(one.offset, rest | (field.least - 1) << field.lsb, Error::illegal_value);
      if (field.most() == widest) continue;
      refuse(one.offset, rest | (field.most() + 1) << field.lsb, Error::illegal_value);
      refuse(one.offset, rest | widest << field.lsb, Error::illegal_value);
    }
  }
  if (!spec::has_transfer(variant_)) return;
  // First and count together past the end.
  const auto words = static_cast<std::uint32_t>(variant_.sot.program_words);
  const auto rows = static_cast<std::uint32_t>(spec::float_unit_of(variant_).sot.rows);
  for (const std::uint32_t value : {words | 1U << 16, (words - 1) | 2U << 16, 1 | words << 16, 0xFFFFU, 0xFFFF0000U}) {
    refuse(reg::in_tile + reg::program, value, Error::illegal_value);
  }
  for (const std::uint32_t value : {rows | 1U << 16, (rows - 1) | 2U << 16, (rows - 63) | 64U << 16}) {
    refuse(reg::in_tile + reg::lanes, value, Error::illegal_value);
  }
}

void Refusals::while_busy() {
  // A WRITE waits for its packet as long as it takes: the very elements that are there.
  const std::vector<std::int64_t> offsets = board_.golden().space(Space::offset);
  host_.start(Command::write, code(Space::offset));
  fill_queue();
  for (const spec::Register& one : registers_) {
    if (!one.writable() || one.offset == reg::status) continue;
    for (const std::uint32_t value : {one.reset_value(), ~std::uint32_t{0}}) refuse(one.offset, value, Error::busy);
    refuse(one.offset, 0, Error::illegal_value, 0x7);  // strobes come first
  }
  for (std::uint32_t command = 0; command < 16; ++command) refuse(reg::command, command, Error::busy);
  refuse(reg::identification, 0, Error::illegal_address);
  host_.send(refmodel::encode_packet(spec::space_layout(variant_, Space::offset), offsets));
  host_.settle();
}

/// With commands that change nothing; where there is room the checks come first.
void Refusals::fill_queue() {
  for (int waiting = 0; waiting < variant_.commands.queue; ++waiting) {
    refuse(reg::command, 0, Error::unknown_command);
    refuse(reg::command, 0x10000, Error::illegal_value);
    refuse(reg::command, static_cast<std::uint32_t>(Command::write) | code(Space::output) << 8, Error::illegal_space);
    refuse(reg::samples, 1, Error::busy);
    host_.start(Command::read_y);
    const auto waits = static_cast<int>(board_.golden().waiting().size());
    if (waits != waiting + 1) {
      throw MismatchError(
          {board_.cycle(), "commands that wait", -1, std::to_string(waiting + 1), std::to_string(waits)});
    }
  }
}

/// Any COMMAND, until the error is cleared; nothing else is halted.
void Refusals::behind_an_error() {
  host_.write(reg::samples, 0);
  const auto halted = [this](std::uint32_t word) {
    host_.write(reg::command, word);
    if (board_.golden().busy())
      throw MismatchError({board_.cycle(), "COMMAND behind an error", -1, "refused", "taken"});
    ++refused_;
  };
  for (std::uint32_t command = 0; command < 16; ++command) halted(command);
  host_.write(reg::shift, host_.read(reg::shift));
  expect(Error::illegal_value, "COMMAND behind an error");
  // What waited behind a command that fails is dropped.
  host_.start(Command::write, code(Space::offset));
  host_.start(Command::write, code(Space::scale));
  std::vector<refmodel::Beat> beats(static_cast<std::size_t>(spec::space_layout(variant_, Space::offset).beats()) + 1);
  beats.back().last = true;
  host_.send(beats);
  host_.settle();
  halted(static_cast<std::uint32_t>(Command::forward));
  expect(Error::packet_length, "a packet too long, with a command behind it");
}

void Refusals::packets() {
  for (const Space space : own_spaces()) {
    const spec::SpaceLayout layout = spec::space_layout(variant_, space);
    if (!layout.writable) continue;
    wrong_lengths(space, layout);
    wrong_elements(space, layout);
  }
}

void Refusals::wrong_lengths(Space space, const spec::SpaceLayout& layout) {
  const auto send = [&](int length, std::int64_t value) {
    // What is in it is legal, or would be an error of its own, and is nothing that the space holds.
    const std::vector<std::int64_t> values(static_cast<std::size_t>(layout.elements), value);
    std::vector<refmodel::Beat> beats = refmodel::encode_packet(layout, values);
    beats.resize(static_cast<std::size_t>(length), beats.front());
    for (refmodel::Beat& beat : beats) beat.last = false;
    beats.back().last = true;
    host_.send(beats);
    host_.run(Command::write, code(space));
    expect(Error::packet_length, fmt::format("a packet of {} beats to {}", length, layout.name));
  };
  const int beats = layout.beats();
  for (const int length : {1, 2, beats / 2, beats - 1, beats + 1, beats + 2, 2 * beats, 2 * beats + 1}) {
    if (length < 1 || length == beats) continue;
    send(length, layout.maximum());
    send(length, layout.minimum() - 1);
  }
}

void Refusals::wrong_elements(Space space, const spec::SpaceLayout& layout) {
  // An element past an end that its lane cannot hold is another, legal one.
  const bool has_room = layout.element_bits() > layout.value_bits;
  const std::set<int> places = {
      0, 1, layout.elements_per_beat() - 1, layout.elements_per_beat(), layout.elements / 2, layout.elements - 1};
  for (const int place : places) {
    if (place >= layout.elements) continue;
    for (const bool below : {true, false}) {
      const bool has_pattern = has_room || (below ? layout.least || layout.symmetric : layout.largest.has_value());
      if (!has_pattern) continue;
      std::vector<std::int64_t> values(static_cast<std::size_t>(layout.elements), layout.maximum());
      values[static_cast<std::size_t>(place)] = below ? layout.minimum() - 1 : layout.maximum() + 1;
      host_.send(refmodel::encode_packet(layout, values));
      host_.run(Command::write, code(space));
      expect(Error::element_range,
             fmt::format("element {} of {}: {}", place, layout.name, values[static_cast<std::size_t>(place)]));
    }
  }
}

void Refusals::array_packets() {
  // What such a packet covers is undefined afterwards: the error alone counts.
  host_.select_words(0, 2);
  host_.select_rows(0, 8);
  for (const Space space : {Space::program, Space::lanes}) {
    const auto right = static_cast<std::size_t>(board_.golden().layout(space).beats());
    for (const std::size_t length : {right - 1, right + 1}) {
      if (length == 0) continue;
      std::vector<refmodel::Beat> beats(length);
      beats.back().last = true;
      host_.send(beats);
      host_.run(Command::write, code(space));
      expect(Error::packet_length, fmt::format("a packet of {} beats to {}", length, spec::name(space)));
    }
  }
}

}  // namespace

RefusalReport try_refusals(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                           const RefusalOptions& options) {
  Refusals refusals(library, variant, options);
  std::optional<Mismatch> mismatch = mismatch_of([&] { refusals.run(); });
  RefusalReport report = refusals.report();
  report.mismatch = std::move(mismatch);
  return report;
}

}  // namespace spintile::verif
