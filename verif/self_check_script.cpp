#include "verif/self_check_script.h"

#include <fmt/format.h>

#include <algorithm>

#include "host/philox.h"
#include "refmodel/tile/golden_bus.h"
#include "spec/derive.h"
#include "spec/interface.h"
#include "spec/register_map.h"
#include "verif/fuzz_converters.h"
#include "verif/host_draws.h"

namespace spintile::verif {
namespace {

namespace reg = spec::register_offset;
using Action = SelfCheckStep::Action;

constexpr std::uint32_t seed = 1;
constexpr std::int64_t most_sample_bits = 1 << 17;  // of one FORWARD: the vectors stay a file that people open

std::uint32_t code(spec::Command command, std::uint32_t space = 0) {
  return static_cast<std::uint32_t>(command) | space << 8;
}

class Recorder {
 public:
  explicit Recorder(const spec::Variant& variant)
      : variant_(variant),
        registers_(spec::register_map(variant)),
        golden_(variant),
        converters_(variant, seed, 0),
        draws_({seed, host_draws::self_check}, 0) {}

  SelfCheckScript take() {
    step({.comment = "end"});
    return std::move(script_);
  }

  void read_registers() {
    for (const spec::Register& entry : registers_) read(entry.offset, entry.name);
  }

  void read_spaces() {
    for (const spec::Space space : spec::spaces(variant_)) {
      // Nobody knows what program store and array hold at power-up.
      if (!refmodel::SotUnit::owns(space)) read_space(space);
    }
  }

  /// Random values in every space that can be written, but the input.
  void load_parameters() {
    for (const spec::Space space : spec::spaces(variant_)) {
      const spec::SpaceLayout layout = spec::space_layout(variant_, space);
      if (!layout.writable || space == spec::Space::input || refmodel::SotUnit::owns(space)) continue;
      command(spec::Command::write, space);
      send(refmodel::encode_packet(layout, random_values(layout)));
    }
  }

  /// Most bits of a product that an output still holds, and `less`.
  void set_shift(int less) {
    const int fitting = spec::product_bits(variant_) - variant_.requantise.output_bits - less;
    write(reg::shift, static_cast<std::uint32_t>(std::clamp(fitting, 0, spec::shift_max(variant_))), "SHIFT");
  }

  void load_input() {
    const spec::SpaceLayout layout = spec::space_layout(variant_, spec::Space::input);
    write(reg::command, code(spec::Command::load_x), "LOAD_X");
    send(refmodel::encode_packet(layout, random_values(layout)));
  }

  void set_samples(int samples) { write(reg::samples, static_cast<std::uint32_t>(samples), "SAMPLES"); }
  int most_samples() const {
    const std::int64_t bits = std::int64_t{reads()} * spec::converters(variant_);
    return static_cast<int>(std::clamp<std::int64_t>(most_sample_bits / bits, 1, variant_.readout.samples_max));
  }

  void forward() {
    write(reg::command, code(spec::Command::forward), fmt::format("FORWARD, n = {}", golden_.samples()));
    run_read(static_cast<std::uint64_t>(spec::forward_cycles(variant_, golden_.samples())));
  }

  void backward() {
    write(reg::command, code(spec::Command::backward), fmt::format("BACKWARD, n = {}", golden_.samples()));
    run_read(static_cast<std::uint64_t>(spec::backward_cycles(variant_, golden_.samples())));
  }

  /// What the generators are left in tells how many slots there were; of an outer product its cycles alone do.
  void update() {
    if (spec::has_outer_update(variant_)) {
      write(reg::command, code(spec::Command::update), "UPDATE");
      golden_.run_outer_product();
      return wait(static_cast<std::uint64_t>(spec::update_cycles(variant_, 0)));
    }
    write(reg::command, code(spec::Command::update), fmt::format("UPDATE, {} slots", golden_.training().slots()));
    golden_.run_update();
    wait(static_cast<std::uint64_t>(spec::update_cycles(variant_, golden_.training().slots())));
    read_space(spec::Space::random);
  }

  /// A FORWARD with a write that comes too early.
  void disturbed_forward() {
    write(reg::command, code(spec::Command::forward), fmt::format("FORWARD, n = {}", golden_.samples()));
    write(reg::samples, 1, "SAMPLES, refused: busy");
    read(reg::status, "STATUS");
    clear_error();
    run_read(0);
  }

  /// FORWARD and the READ_Y behind it, of a variant with a command queue; and a COMMAND behind an error.
  void queued_forward() {
    write(reg::command, code(spec::Command::forward), fmt::format("FORWARD, n = {}", golden_.samples()));
    write(reg::command, code(spec::Command::read_y), "READ_Y, which waits");
    read_array();
    golden_.start_waiting();
    receive();
    write(reg::samples, 0, "refused: no samples");
    refused_write(reg::command, code(spec::Command::read_y), "halted");
  }

  /// The next input comes in while this one is read.
  void overlapped_load() {
    write(reg::command, code(spec::Command::forward), fmt::format("FORWARD, n = {}", golden_.samples()));
    write(reg::command, code(spec::Command::load_x), "LOAD_X, whose packet is taken ahead");
    read_array();
    golden_.start_waiting();
    const spec::SpaceLayout layout = spec::space_layout(variant_, spec::Space::input);
    send(refmodel::encode_packet(layout, random_values(layout)));
  }

  /// Rows that are written one by one, of a variant with outer products.
  void write_rows() {
    write(reg::row, static_cast<std::uint32_t>(variant_.crossbar.rows) - 1, "ROW");
    write(reg::attempts, 2, "ATTEMPTS");
    program(spec::Command::program, "PROGRAM");
    if (spec::has_offset_row(variant_)) program(spec::Command::calibrate, "CALIBRATE");
    if (!spec::has_carry(variant_)) return;
    write(reg::carry_threshold, 1, "CARRY_THRESHOLD");
    write(reg::command, code(spec::Command::carry), "CARRY");
    golden_.run_carry(read_row());
    wait(static_cast<std::uint64_t>(spec::carry_cycles(variant_)));
    read(reg::carries, "CARRIES");
  }

  void interrupted_forward() {
    write(reg::command, code(spec::Command::forward), "FORWARD, and a reset in its middle");
    // How far it gets does not matter: the converters have answers for all of it.
    push_reads(host::Direction::forward);
    const auto samples = static_cast<std::size_t>(reads() * golden_.samples());
    if (spec::has_ramp(variant_)) {
      script_.ramps.resize(script_.reads.size(), std::vector<std::int32_t>(script_.ramps.front().size()));
    } else {
      script_.samples.resize(script_.samples.size() + samples,
                             std::vector<std::uint64_t>(script_.samples.front().size()));
    }
    golden_.reset();
    step({.action = Action::reset,
          .data = std::uint64_t{script_.reads.size()} << 32 | script_.conversions(),
          .comment = "reset"});
  }

  void read_outputs() {
    write(reg::command, code(spec::Command::read_y), "READ_Y");
    receive();
    read_space(spec::Space::accumulator);
    read_space(spec::has_ramp(variant_) ? spec::Space::ramp_flags : spec::Space::counter);
  }

  void refused_write(std::uint32_t address, std::uint32_t value, const std::string& what) {
    write(address, value, "refused: " + what);
    read(reg::status, "STATUS");
    clear_error();
  }

  void refused_packets() {
    const spec::SpaceLayout layout = spec::space_layout(variant_, spec::Space::input);
    std::vector<std::int64_t> values(static_cast<std::size_t>(layout.elements));
    values.back() = layout.minimum() - 1;
    refused_packet(refmodel::encode_packet(layout, values), "an element out of range");

    values.back() = 0;
    auto beats = refmodel::encode_packet(layout, values);
    beats.back().last = false;
    beats.push_back({0, true});
    refused_packet(beats, "a beat too many");
    if (layout.beats() > 1) refused_packet({{0, true}}, "beats missing");
    read_space(spec::Space::input);
  }

  void read(std::uint32_t address, const std::string& what) {
    const refmodel::ReadResult result = golden_.read_register(address);
    step({Action::read, static_cast<std::uint8_t>(address), result.value, result.okay, "read " + what});
  }

 private:
  void step(SelfCheckStep next) { script_.steps.push_back(std::move(next)); }

  void write(std::uint32_t address, std::uint32_t value, const std::string& what) {
    const bool okay = golden_.write_register(address, value);
    step({Action::write, static_cast<std::uint8_t>(address), value, okay, what});
  }

  void clear_error() {
    write(reg::status, spec::find_register(registers_, "STATUS").fields.at(2).mask(), "clear the error");
  }

  void command(spec::Command command, spec::Space space) {
    write(reg::command, code(command, static_cast<std::uint32_t>(space)),
          fmt::format("{} {}", command == spec::Command::read ? "READ" : "WRITE", spec::name(space)));
  }

  void wait(std::uint64_t cycles) {
    step({.action = Action::wait, .data = cycles, .comment = "wait for the interrupt"});
  }

  void send(const std::vector<refmodel::Beat>& beats) {
    for (const refmodel::Beat& beat : beats) step({.action = Action::send, .data = beat.data, .flag = beat.last});
    golden_.take_packet(beats);
    wait(0);
  }

  void receive() {
    for (const refmodel::Beat& beat : golden_.give_packet()) {
      step({.action = Action::receive, .data = beat.data, .flag = beat.last});
    }
    wait(0);
  }

  void read_space(spec::Space space) {
    command(spec::Command::read, space);
    receive();
  }

  void refused_packet(const std::vector<refmodel::Beat>& beats, const std::string& what) {
    write(reg::command, code(spec::Command::load_x), "LOAD_X, refused: " + what);
    send(beats);
    read(reg::status, "STATUS");
    clear_error();
  }

  /// Reads of the array in a FORWARD or BACKWARD.
  int reads() const { return variant_.input.streams * variant_.readout.column_mux; }

  void push_reads(host::Direction direction) {
    const bool reverse = direction == host::Direction::backward;
    for (int stream = variant_.input.streams - 1; stream >= 0; --stream) {
      SelfCheckScript::Read read{
          std::vector<std::int32_t>(static_cast<std::size_t>(spec::array_rows(variant_))), {}, reverse};
      if (spec::has_backward(variant_)) read.columns.resize(static_cast<std::size_t>(variant_.crossbar.columns));
      (reverse ? read.columns : read.rows) = golden_.drive(stream, direction);
      for (int phase = 0; phase < variant_.readout.column_mux; ++phase) script_.reads.push_back(read);
    }
  }

  /// The running FORWARD or BACKWARD.
  void run_read(std::uint64_t cycles) {
    read_array();
    wait(cycles);
  }

  /// The read of a running PROGRAM, CALIBRATE or CARRY: what the comparators answer.
  std::vector<std::int32_t> read_row() {
    SelfCheckScript::Read read{golden_.row_drive(), {}, false};
    if (spec::has_backward(variant_)) read.columns.resize(static_cast<std::size_t>(variant_.crossbar.columns));
    script_.reads.push_back(std::move(read));
    std::vector<std::int32_t> steps = answered_steps();
    steps.resize(static_cast<std::size_t>(variant_.crossbar.columns));
    return steps;
  }

  void program(spec::Command command, const char* what) {
    write(reg::command, code(command), what);
    int pulses = 0;
    while (golden_.run_program(read_row())) ++pulses;
    wait(static_cast<std::uint64_t>(spec::program_cycles(variant_, pulses)));
    read(reg::failures, "FAILURES");
  }

  /// Of all comparators in the next read.
  std::vector<std::int32_t> answered_steps() {
    std::vector<std::int32_t> steps(static_cast<std::size_t>(spec::accumulators(variant_)));
    converters_.fill_steps(vectors_++, steps);
    script_.ramps.push_back(steps);
    return steps;
  }

  void read_array() {
    const bool reverse = golden_.running() == spec::Command::backward;
    push_reads(reverse ? host::Direction::backward : host::Direction::forward);
    if (spec::has_ramp(variant_)) {
      const std::vector<std::int32_t> steps = answered_steps();
      const auto outputs = static_cast<std::size_t>(reverse ? variant_.crossbar.rows : variant_.crossbar.columns);
      const std::span<const std::int32_t> used = std::span(steps).first(outputs);
      reverse ? golden_.run_backward(used) : golden_.run_forward(used);
      return;
    }
    const auto answer = [&](int stream, int phase, int sample, std::span<std::uint64_t> bits) {
      const auto read = static_cast<std::uint64_t>(stream * variant_.readout.column_mux + phase);
      converters_.fill(vectors_ * static_cast<std::uint64_t>(reads()) + read, sample, bits);
      script_.samples.emplace_back(bits.begin(), bits.end());
    };
    reverse ? golden_.run_backward(answer) : golden_.run_forward(answer);
    ++vectors_;
  }

  std::vector<std::int64_t> random_values(const spec::SpaceLayout& layout) {
    std::vector<std::int64_t> values(static_cast<std::size_t>(layout.elements));
    const auto range = static_cast<std::uint64_t>(layout.maximum() - layout.minimum()) + 1;
    for (std::int64_t& value : values) {
      const std::uint64_t draw = std::uint64_t{draws_.next()} << 32 | draws_.next();
      value = layout.minimum() + static_cast<std::int64_t>(draw % range);
    }
    return values;
  }

  const spec::Variant& variant_;
  std::vector<spec::Register> registers_;
  refmodel::GoldenBus golden_;
  FuzzConverters converters_;
  host::PhiloxSequence draws_;
  std::uint64_t vectors_ = 1;  // odd ones mix the patterns of the converters
  SelfCheckScript script_;
};

void refusals(const spec::Variant& variant, Recorder& tile) {
  const auto samples_max = static_cast<std::uint32_t>(variant.readout.samples_max);
  tile.refused_write(reg::command, 0xFF, "no such command");
  tile.refused_write(reg::command, 1U << 16 | code(spec::Command::forward), "reserved bits");
  tile.refused_write(reg::command, code(spec::Command::forward, 2), "no such array");
  if (spec::has_backward(variant)) {
    tile.refused_write(reg::command, code(spec::Command::backward, 2), "no such array");
  }
  tile.refused_write(reg::command, code(spec::Command::read, 0xEE), "no such space");
  tile.refused_write(reg::command, code(spec::Command::write, static_cast<std::uint32_t>(spec::Space::output)),
                     "a space that is only read");
  tile.refused_write(reg::samples, 0, "no samples");
  tile.refused_write(reg::samples, samples_max + 1, "too many samples");
  tile.refused_write(reg::shift, static_cast<std::uint32_t>(spec::shift_max(variant)) + 1, "too far a shift");
  tile.refused_write(reg::identification, 0, "a register that is only read");
  tile.refused_write(0xFC, 0, "no such address");
  tile.read(0xFC, "refused: no such address");
}

}  // namespace

SelfCheckScript self_check_script(const spec::Variant& variant) {
  Recorder tile(variant);
  tile.read_registers();
  tile.read_spaces();
  refusals(variant, tile);

  tile.load_parameters();
  tile.set_shift(2);
  tile.load_input();
  tile.set_samples(tile.most_samples());
  tile.forward();
  tile.read_outputs();
  tile.forward();  // the same input, other bits
  tile.read_outputs();
  if (spec::has_command_queue(variant)) {
    tile.overlapped_load();
    tile.queued_forward();
  }
  if (spec::has_update(variant)) tile.update();
  if (spec::has_outer_update(variant)) tile.write_rows();
  if (spec::has_backward(variant)) {
    tile.backward();
    tile.read_outputs();
  }

  tile.set_shift(6);
  tile.set_samples(1);
  tile.load_input();
  tile.disturbed_forward();
  tile.read_outputs();
  tile.refused_packets();
  tile.read_registers();

  tile.interrupted_forward();
  tile.read_registers();
  tile.read_spaces();
  tile.set_samples(std::max(1, tile.most_samples() / 2));
  tile.load_input();
  tile.forward();
  tile.read_outputs();
  return tile.take();
}

}  // namespace spintile::verif
