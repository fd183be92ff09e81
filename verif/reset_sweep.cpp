#include "verif/reset_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "spec/derive.h"
#include "spec/register_map.h"
#include "verif/fuzz_converters.h"
#include "verif/host_draws.h"
#include "verif/mismatch.h"
#include "verif/random_packet.h"
#include "verif/scoreboard_host.h"
#include "verif/transfer_layout.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

constexpr int long_command = 400;  // cycles
constexpr int sampled_points = 100;
constexpr int cycles_max = 1'000'000;  // beyond it the tile hangs
constexpr int moved_words = 4;         // of the program store, and
constexpr int moved_rows = 8;          // of the SOT array, in the packets of their spaces

struct Subject {
  std::string name;
  Command command = Command::forward;
  std::uint32_t operand = 0;
  bool compiled_program = false;  // of a transfer; else a program that ends at once
  std::vector<Command> behind = {};
};

/// As many as may wait, all different in what they move.
std::vector<Command> queue_behind(int queue) {
  constexpr std::array kinds = {Command::read, Command::write, Command::forward};
  std::vector<Command> commands;
  for (int i = 0; i < queue; ++i) commands.push_back(kinds.at(static_cast<std::size_t>(i) % kinds.size()));
  return commands;
}

bool takes_packet(Command command) {
  return command == Command::load_x || command == Command::load_d || command == Command::write;
}

Space space_of(const spec::Variant& variant, const Subject& subject) {
  if (subject.command == Command::load_x) return Space::input;
  if (subject.command != Command::load_d) return static_cast<Space>(subject.operand);
  return spec::has_outer_update(variant) ? Space::column_voltage : Space::column_probability;
}

std::vector<Subject> subjects(const spec::Variant& variant) {
  std::vector<Subject> list;
  for (const Command command : spec::commands(variant)) {
    const std::string name(spec::name(command));
    switch (command) {
      case Command::read:
      case Command::write:
        for (const Space space : spec::spaces(variant)) {
          if (command == Command::write && !spec::space_layout(variant, space).writable) continue;
          list.push_back({fmt::format("{} {}", name, spec::name(space)), command, static_cast<std::uint32_t>(space)});
        }
        break;
      case Command::forward:
      case Command::backward:
      case Command::update:
      case Command::program:
      case Command::calibrate:
        for (std::uint32_t array = 0; array < (variant.crossbar.fast_array ? 2U : 1U); ++array) {
          list.push_back({fmt::format("{} of array {}", name, array), command, array});
        }
        break;
      case Command::transfer:
        list.push_back({name, command, 0});
        list.push_back({name + " with its program", command, 0, true});
        break;
      case Command::sot:
        list.push_back({name, command, 0, true});
        break;
      default:
        list.push_back({name, command, 0});
    }
  }
  if (const int queue = variant.commands.queue; queue > 0) {
    list.push_back({.name = fmt::format("forward, {} behind it", queue), .behind = queue_behind(queue)});
    list.push_back({.name = "forward, a packet taken ahead behind it", .behind = {Command::write}});
  }
  return list;
}

class ResetSweep {
 public:
  ResetSweep(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
             const ResetSweepOptions& options)
      : variant_(variant),
        options_(options),
        registers_(spec::register_map(variant)),
        converters_(variant, options.seed, 0),
        board_(library, variant, converters_, options.harness),
        host_(board_, variant),
        draws_({options.seed, host_draws::reset_sweep}, 0) {
    if (spec::has_transfer(variant)) layout_ = transfer_layout(variant);
  }

  void run() {
    if (layout_) fill_store();
    if (layout_) host_.fill_sot_array(draws_);
    for (const Subject& subject : subjects(variant_)) {
      ++report_.commands;
      report_.where = subject.name;
      for (const int cycle : reset_cycles(subject)) {
        report_.where = fmt::format("{}, reset {} cycles after its COMMAND was taken", subject.name, cycle);
        prepare(subject);
        begin(subject);
        for (int i = 0; i < cycle; ++i) board_.step();
        board_.reset(1 + cycle % 3);
        ++report_.resets;
        check_reset_state();
        repair(subject);
        if (layout_) check_array();
        go_on();
      }
    }
  }

  ResetSweepReport report() const {
    ResetSweepReport report = report_;
    report.cycles = board_.cycle();
    return report;
  }

 private:
  // A tile with a transfer: the compiled program at the store's beginning, Ends at its end; any cells.
  void fill_store() {
    host_.load_program(layout_->program);
    write_last_words();
  }
  void write_last_words() {
    host_.select_words(variant_.sot.program_words - moved_words, moved_words);
    host_.write_space(Space::program, std::vector<std::int64_t>(moved_words));
  }

  void send_random(Space space) { host_.send(random_packet(board_.golden().layout(space), PacketFault::none, draws_)); }

  /// Something to be driven, pulsed, transferred and lost.
  void prepare(const Subject& subject) {
    host_.write(reg::samples, static_cast<std::uint32_t>(std::min(2, variant_.readout.samples_max)));
    host_.write(reg::shift, 1);
    if (spec::has_health_monitor(variant_)) host_.write(reg::health, 1);
    for (const Space space : spec::spaces(variant_)) {
      if (refmodel::SotUnit::owns(space) || !spec::space_layout(variant_, space).writable) continue;
      send_random(space);
      host_.run(Command::write, static_cast<std::uint32_t>(space));
    }
    if (spec::has_pulsed_update(variant_)) {
      host_.write(reg::slots, static_cast<std::uint32_t>(std::min(3, variant_.update.pulse_slots)));
    }
    if (spec::has_outer_update(variant_)) {
      host_.write(reg::row, static_cast<std::uint32_t>(variant_.crossbar.rows) - 1);
      host_.write(reg::attempts, 2);
    }
    if (spec::has_carry(variant_)) host_.write(reg::carry_threshold, 1);
    if (!layout_) return;
    host_.write(reg::transfer_samples, static_cast<std::uint32_t>(std::min(2, variant_.readout.samples_max)));
    host_.write(reg::transfer_row, static_cast<std::uint32_t>(variant_.crossbar.rows) - 1);
    if (spec::has_choppers(variant_)) host_.write(reg::chopper, 0x80000003);
    host_.set_bases(layout_->bases);
    host_.select_rows(layout_->bases[4], moved_rows);
    host_.select_words(subject.compiled_program ? 0 : variant_.sot.program_words - moved_words, moved_words);
  }

  /// Up to the edge that takes its COMMAND, or the last of those behind it.
  void begin(const Subject& subject) {
    if (takes_packet(subject.command)) {
      const Space space = space_of(variant_, subject);
      if (space == Space::program) {
        host_.send(refmodel::encode_packet(board_.golden().layout(space), std::vector<std::int64_t>(moved_words)));
      } else if (space == Space::lanes) {
        const std::vector<std::int64_t> lanes(static_cast<std::size_t>(variant_.crossbar.columns), draws_.below(256));
        host_.send(refmodel::encode_packet(board_.golden().layout(space), lanes));
      } else {
        send_random(space);
      }
    }
    board_.harness().writer().start({reg::command, static_cast<std::uint32_t>(subject.command) | subject.operand << 8});
    while (!board_.golden().busy()) {
      if (board_.harness().writer().idle()) {
        throw MismatchError({board_.cycle(), subject.name, -1, "taken", "refused"});
      }
      board_.step();
    }
    for (const Command command : subject.behind) wait_behind(command);
  }
  void wait_behind(Command command) {
    const bool moves = command != Command::forward;
    while (!board_.harness().writer().idle()) board_.step();
    host_.start(command, moves ? static_cast<std::uint32_t>(Space::scale) : 0);
    if (command == Command::write) send_random(Space::scale);
  }

  /// When to reset: cycles after the edge that takes the COMMAND, 0 to one more than it takes.
  std::set<int> reset_cycles(const Subject& subject) {
    prepare(subject);
    constexpr std::uint32_t error_code = 0xFF00;
    expect("error of STATUS", 0, host_.read(reg::status) & error_code);
    begin(subject);
    std::set<int> changes;
    int length = 0;
    for (unsigned before = 0; board_.golden().busy(); ++length) {
      const AnalogPorts& pins = board_.harness().ports().analog;
      const unsigned now = strobes(pins) | (pins.update_en && pins.update_en->get() ? 0x10000U : 0U);
      if (now != before) changes.insert({length, length + 1});
      before = now;
      if (length == cycles_max) throw MismatchError({board_.cycle(), "interrupt_o", -1, "an end", "none"});
      board_.step();
    }
    repair(subject);
    const bool every_cycle = options_.points == 0 && length <= long_command;
    const int points = every_cycle ? length + 1 : options_.points == 0 ? sampled_points : options_.points + 1;
    std::set<int> cycles = {0, 1, length - 1, length, length + 1};
    for (int i = 1; i < points; ++i) cycles.insert(i * length / points);
    if (options_.points == 0) cycles.merge(changes);
    return cycles;
  }

  /// What the contract leaves undefined is made known again.
  void repair(const Subject& subject) {
    while (!board_.harness().writer().idle()) board_.step();
    if (!layout_) return;
    const bool runs_program = subject.command == Command::sot || subject.command == Command::transfer;
    const bool writes = subject.command == Command::write;
    if (writes && space_of(variant_, subject) == Space::program) write_last_words();
    if (!runs_program && !(writes && space_of(variant_, subject) == Space::lanes)) return;
    board_.harness().macro() ? board_.adopt_sot_cells() : host_.fill_sot_array(draws_);
  }

  void check_reset_state();
  void check_array();
  void expect(const std::string& what, std::int64_t expected, std::int64_t got) const {
    if (expected == got) return;
    throw MismatchError({board_.cycle(), what, -1, fmt::format("{:#x}", expected), fmt::format("{:#x}", got)});
  }

  /// Every kind of command, as if nothing had been.
  void go_on() {
    prepare({});
    for (const Command command : {Command::forward, Command::backward, Command::update, Command::transfer,
                                  Command::program, Command::carry, Command::calibrate}) {
      const auto commands = spec::commands(variant_);
      if (std::ranges::find(commands, command) == commands.end()) continue;
      host_.run(command);
      if (command != Command::update) host_.read_space(Space::accumulator);
    }
  }

  const spec::Variant& variant_;
  ResetSweepOptions options_;
  std::optional<TransferLayout> layout_;  // with a transfer
  std::vector<spec::Register> registers_;
  FuzzConverters converters_;
  Scoreboard board_;
  ScoreboardHost host_;
  host::PhiloxSequence draws_;
  ResetSweepReport report_;
};

void ResetSweep::check_reset_state() {
  for (const spec::Register& one : registers_) {
    expect(one.name + " after a reset", one.reset_value(), host_.read(one.offset));
  }
  for (const Space space : spec::spaces(variant_)) {
    if (refmodel::SotUnit::owns(space)) continue;
    host_.read_space(space);
    const std::vector<std::int64_t> values = board_.golden().space(space);
    const spec::SpaceLayout layout = spec::space_layout(variant_, space);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::int64_t reset = space == Space::random ? spec::random_reset(static_cast<int>(i)) : layout.reset_value;
      expect(fmt::format("{} after a reset", layout.name), reset, values[i]);
    }
  }
}

/// No reset changes the SOT array or the program store.
void ResetSweep::check_array() {
  if (board_.harness().macro()) board_.check_sot_cells();
  host_.select_words(0, moved_words);
  host_.read_space(Space::program);
  host_.select_words(variant_.sot.program_words - moved_words, moved_words);
  host_.read_space(Space::program);
  host_.select_rows(0, moved_rows);
  host_.read_space(Space::lanes);
}

}  // namespace

ResetSweepReport sweep_resets(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                              const ResetSweepOptions& options) {
  ResetSweep sweep(library, variant, options);
  std::optional<Mismatch> mismatch = mismatch_of([&] { sweep.run(); });
  ResetSweepReport report = sweep.report();
  report.mismatch = std::move(mismatch);
  return report;
}

}  // namespace spintile::verif
