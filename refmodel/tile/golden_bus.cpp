#include "refmodel/tile/golden_bus.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "refmodel/analog/pulse_generator.h"
#include "refmodel/periphery/ramp_capture.h"
#include "refmodel/periphery/requantise.h"
#include "refmodel/periphery/row_streamer.h"
#include "refmodel/periphery/row_writer.h"
#include "refmodel/periphery/shift_and_add.h"
#include "refmodel/periphery/subarray_sum.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Space;

std::map<Space, std::vector<std::int64_t>> reset_spaces(const spec::Variant& variant) {
  std::map<Space, std::vector<std::int64_t>> spaces;
  for (const Space space : spec::spaces(variant)) {
    if (SotUnit::owns(space) || space == Space::health || space == Space::chopper) continue;
    const spec::SpaceLayout layout = spec::space_layout(variant, space);
    std::vector<std::int64_t>& values = spaces[space];
    values.assign(static_cast<std::size_t>(layout.elements), layout.reset_value);
    if (space != Space::random) continue;
    for (int i = 0; i < layout.elements; ++i) values[static_cast<std::size_t>(i)] = spec::random_reset(i);
  }
  return spaces;
}

std::optional<SotUnit> sot_unit(const spec::Variant& variant) {
  if (!spec::has_transfer(variant)) return std::nullopt;
  return SotUnit(spec::float_unit_of(variant));
}

std::optional<spec::Variant> backward_tile(const spec::Variant& variant) {
  if (!spec::has_backward(variant)) return std::nullopt;
  return spec::backward_of(variant);
}

int subarray_of(const spec::Variant& variant, int row) {
  int subarray = 0;
  while (row >= spec::subarray_first_row(variant, subarray + 1)) ++subarray;
  return subarray;
}

}  // namespace

GoldenBus::GoldenBus(spec::Variant variant)
    : variant_(std::move(variant)),
      forward_(spec::forward_of(variant_)),
      backward_(backward_tile(variant_)),
      frontend_(variant_),
      health_(variant_),
      spaces_(reset_spaces(variant_)),
      sot_(sot_unit(variant_)) {}

bool GoldenBus::write_register(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  if (!frontend_.write_register(address, value, strobes)) return false;
  if (address == spec::register_offset::health) health_.control((value & 1) != 0, (value & 2) != 0);
  return true;
}

GoldenBus::ReadResult GoldenBus::read_register(std::uint32_t address) const {
  ReadResult result = frontend_.read_register(address);
  if (address == spec::register_offset::health) {
    result.value = (health_.enabled() ? 1U : 0U) | (health_.any_flag() ? 4U : 0U);
  }
  return result;
}

spec::SpaceLayout GoldenBus::layout(Space space) const {
  return SotUnit::owns(space) ? sot().packet(frontend_.sot(), space) : spec::space_layout(variant_, space);
}

std::vector<std::int64_t> GoldenBus::space(Space space) const {
  if (space == Space::health) return health_.flags();
  if (space != Space::chopper) return spaces_.at(space);
  const ChopperBank& choppers = frontend_.training().choppers();
  std::vector<std::int64_t> elements(choppers.negative.size());
  for (std::size_t row = 0; row < elements.size(); ++row) {
    elements[row] = choppers.negative[row] | choppers.fresh[row] << 1;
  }
  return elements;
}

void GoldenBus::store(Space space, std::vector<std::int64_t> elements) {
  if (space == Space::health) return health_.set_flags(elements);
  if (space != Space::chopper) {
    values(space) = std::move(elements);
    return;
  }
  ChopperBank& choppers = frontend_.training().choppers();
  for (std::size_t row = 0; row < elements.size(); ++row) {
    choppers.negative[row] = static_cast<std::uint8_t>(elements[row] & 1);
    choppers.fresh[row] = static_cast<std::uint8_t>(elements[row] >> 1);
  }
}

void GoldenBus::expect_running(bool expected, const char* what) const {
  if (!expected) throw std::logic_error(std::string(what) + ": the running command does not wait for this");
}

void GoldenBus::take_packet(std::span<const Beat> beats) {
  expect_running(running() == Command::load_x || running() == Command::load_d || running() == Command::write,
                 "take_packet");
  const Space space = frontend_.space();
  if (SotUnit::owns(space)) return frontend_.end(sot().take_packet(frontend_.sot(), space, beats));
  auto packet = decode_packet(layout(space), beats);
  if (const auto* error = std::get_if<spec::Error>(&packet)) {
    frontend_.end(*error);
  } else {
    store(space, std::get<std::vector<std::int64_t>>(std::move(packet)));
    frontend_.end();
  }
}

std::vector<Beat> GoldenBus::give_packet() {
  expect_running(running() == Command::read_y || running() == Command::read, "give_packet");
  const Space read_space = frontend_.space();
  frontend_.end();
  if (SotUnit::owns(read_space)) return sot().give_packet(frontend_.sot(), read_space);
  return encode_packet(layout(read_space), space(read_space));
}

std::vector<std::int32_t> GoldenBus::codes(host::Direction direction) const {
  const bool forward = direction == host::Direction::forward;
  const std::vector<std::int64_t>& loaded = spaces_.at(forward ? Space::input : Space::output_error);
  std::vector<std::int32_t> codes(loaded.begin(), loaded.end());
  if (forward && spec::has_offset_row(variant_)) codes.push_back(spec::input_slots(variant_));
  return codes;
}

std::vector<std::int32_t> GoldenBus::drive(int stream, host::Direction direction) const {
  return stream_levels(variant_, codes(direction), stream);
}

int GoldenBus::written_row() const { return calibrates() ? variant_.crossbar.rows : frontend_.rows().row(); }

std::vector<std::int32_t> GoldenBus::row_drive() const {
  expect_running(calibrates() || running() == Command::program || running() == Command::carry, "row_drive");
  return one_hot_counts(variant_, written_row());
}

std::vector<std::uint64_t> GoldenBus::counted(const spec::Variant& tile, std::optional<int> subarray) const {
  const auto shared = static_cast<std::size_t>(spec::converters(variant_));
  const auto converters = static_cast<std::size_t>(spec::converters(tile));
  const std::size_t share = converters / static_cast<std::size_t>(spec::subarrays(tile));
  const std::size_t first = subarray ? static_cast<std::size_t>(*subarray) * share : 0;
  const std::size_t end = subarray ? first + share : converters;
  const bool exclude = variant_.readout.health_monitor == spec::HealthMonitor::exclude;
  std::vector<std::uint64_t> bits =
      exclude ? health_.unflagged() : std::vector<std::uint64_t>((shared + 63) / 64, ~std::uint64_t{0});
  for (std::size_t converter = 0; converter < 64 * bits.size(); ++converter) {
    if (converter >= first && converter < end) continue;
    bits[converter / 64] &= ~(std::uint64_t{1} << (converter % 64));
  }
  return bits;
}

template <class CountPhase>
void GoldenBus::accumulate(const spec::Variant& tile, const ReadOut& read, PartialSumCounter& counter,
                           PartialSumCounter& total, const CountPhase& count) {
  std::vector<std::int64_t>& accumulators = values(Space::accumulator);
  std::fill(accumulators.begin(), accumulators.end(), 0);
  const std::span<std::int64_t> outputs =
      std::span(accumulators).first(static_cast<std::size_t>(tile.crossbar.columns));
  for (int stream = read.streams - 1; stream >= 0; --stream) {
    for (int phase = 0; phase < tile.readout.column_mux; ++phase) {
      counter.clear();
      total.clear();
      count(stream, phase);
      shift_and_add(tile, phase, counter.counts(), total.counts(), outputs);
    }
  }
  // Counters are shared by both directions: a slice has as many as the larger needs.
  std::vector<std::int64_t>& counters = values(Space::counter);
  std::fill(counters.begin(), counters.end(), 0);
  const auto slices = static_cast<std::size_t>(tile.crossbar.weight_slices);
  const std::size_t lines = counter.counts().size() / slices;
  for (std::size_t slice = 0; slice < slices; ++slice) {
    std::copy_n(counter.counts().begin() + static_cast<std::ptrdiff_t>(slice * lines), lines,
                counters.begin() + static_cast<std::ptrdiff_t>(slice * (counters.size() / slices)));
  }
}

void GoldenBus::read_out(const spec::Variant& tile, const ReadOut& read, const Converters& converters) {
  PartialSumCounter counter(tile);
  PartialSumCounter total(tile);  // samples taken: what the counter would hold if every one were 1
  // A flag raised from here on counts from the next read-out on.
  const std::vector<std::uint64_t> taken = counted(tile, read.subarray);
  std::vector<std::uint64_t> bits(taken.size());
  const int watched = spec::converters(tile);
  accumulate(tile, read, counter, total, [&](int stream, int phase) {
    for (int sample = 0; sample < read.samples; ++sample) {
      const int pair = sample % spec::mtjs_per_line(tile);
      std::fill(bits.begin(), bits.end(), 0);
      converters(stream, phase, sample, bits);
      health_.watch(pair, bits, watched);
      for (std::size_t word = 0; word < bits.size(); ++word) bits[word] &= taken[word];
      counter.count(subarray_sum(tile, bits, pair));
      total.count(subarray_sum(tile, taken, pair));
    }
  });
}

void GoldenBus::read_out(const spec::Variant& tile, const ReadOut& read, const ConverterOnes& converters) {
  expect_running(!watches_samples(), "ones of all samples, while a health monitor is enabled");
  PartialSumCounter counter(tile);
  PartialSumCounter total(tile);
  const std::vector<std::uint64_t> taken = counted(tile, read.subarray);
  std::vector<std::int32_t> ones(static_cast<std::size_t>(spec::converters(tile)));
  const int mtjs = spec::mtjs_per_line(tile);
  std::vector<std::int32_t> samples(ones.size());  // that each converter takes
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const int pair = static_cast<int>(i) % mtjs;
    samples[i] = (taken[i / 64] >> (i % 64) & 1) != 0 ? (read.samples - pair + mtjs - 1) / mtjs : 0;
  }
  const std::vector<std::int32_t> totals = subarray_sum(tile, samples);
  accumulate(tile, read, counter, total, [&](int stream, int phase) {
    converters(stream, phase, ones);
    for (std::size_t i = 0; i < ones.size(); ++i) ones[i] = samples[i] == 0 ? 0 : ones[i];
    counter.count(subarray_sum(tile, ones));
    total.count(totals);
  });
}

void GoldenBus::run_forward(const Converters& converters) {
  expect_running(running() == Command::forward, "run_forward");
  read_out(forward_, forward_read(), converters);
  end_forward();
}

void GoldenBus::run_forward(const ConverterOnes& converters) {
  expect_running(running() == Command::forward, "run_forward");
  read_out(forward_, forward_read(), converters);
  end_forward();
}

void GoldenBus::run_forward(FirstSteps steps) {
  expect_running(running() == Command::forward, "run_forward");
  capture(forward_, steps);
  end_forward();
}

void GoldenBus::capture(const spec::Variant& tile, FirstSteps steps) {
  const auto outputs = static_cast<std::size_t>(tile.crossbar.columns);
  expect_running(spec::has_ramp(variant_) && steps.size() == outputs, "first steps of a ramp, one an output");
  std::vector<std::int64_t>& codes = values(Space::accumulator);
  std::vector<std::int64_t>& flags = values(Space::ramp_flags);
  std::ranges::fill(codes, 0);
  std::ranges::fill(flags, 0);
  for (std::size_t output = 0; output < outputs; ++output) {
    const RampCode captured = ramp_code(variant_, steps[output]);
    codes[output] = captured.code;
    flags[output] = captured.flags();
  }
}

void GoldenBus::end_forward() {
  const std::vector<std::int64_t>& accumulators = values(Space::accumulator);
  const std::vector<std::int64_t>& scale = values(Space::scale);
  const std::vector<std::int64_t>& offset = values(Space::offset);
  std::vector<std::int64_t>& outputs = values(Space::output);
  for (std::size_t column = 0; column < outputs.size(); ++column) {
    outputs[column] = requantise(variant_, accumulators[column], scale[column], shift(), offset[column]);
  }
  frontend_.end();
}

void GoldenBus::run_backward(const Converters& converters) {
  expect_running(running() == Command::backward, "run_backward");
  read_out(backward_.value(), forward_read(), converters);
  frontend_.end();
}

void GoldenBus::run_backward(const ConverterOnes& converters) {
  expect_running(running() == Command::backward, "run_backward");
  read_out(backward_.value(), forward_read(), converters);
  frontend_.end();
}

void GoldenBus::run_backward(FirstSteps steps) {
  expect_running(running() == Command::backward, "run_backward");
  capture(backward_.value(), steps);
  frontend_.end();
}

OpuDrive GoldenBus::run_outer_product() {
  expect_running(running() == Command::update && spec::has_outer_update(variant_), "run_outer_product");
  const std::vector<std::int64_t>& rows = values(Space::input);
  const std::vector<std::int64_t>& columns = values(Space::column_voltage);
  frontend_.end();
  OpuDrive drive{{rows.begin(), rows.end()}, {columns.begin(), columns.end()}};
  drive.rows.resize(static_cast<std::size_t>(spec::array_rows(variant_)));  // the offset row stands by
  return drive;
}

std::optional<OpuDrive> GoldenBus::run_program(FirstSteps steps) {
  expect_running(calibrates() || running() == Command::program, "run_program");
  capture(forward_, steps);
  RowRegisters& rows = frontend_.rows();
  const std::vector<std::int64_t>& written = values(Space::target);
  const std::vector<std::int64_t> targets = calibrates() ? std::vector<std::int64_t>(written.size()) : written;
  const auto codes = std::span<const std::int64_t>(values(Space::accumulator)).first(targets.size());
  std::vector<std::int32_t> voltages = program_voltages(variant_, rows.tolerance(), targets, codes);
  const int failures = count_active(voltages);
  if (failures > 0 && program_pulses_ < rows.attempts()) {
    ++program_pulses_;
    return row_pulse(variant_, written_row(), rows.program_slots(), std::move(voltages));
  }
  rows.set_failures(failures, std::exchange(program_pulses_, 0));
  frontend_.end();
  return std::nullopt;
}

CarryRun GoldenBus::run_carry(FirstSteps steps) {
  expect_running(running() == Command::carry, "run_carry");
  capture(forward_, steps);
  RowRegisters& rows = frontend_.rows();
  const auto columns = static_cast<std::size_t>(variant_.crossbar.columns);
  const std::vector<std::int32_t> digits =
      carries(rows.carry_threshold(), std::span<const std::int64_t>(values(Space::accumulator)).first(columns));
  const auto pulse = [&](const RowRegisters::Pulse& by, std::int32_t sign) {
    std::vector<std::int32_t> voltages(digits);
    for (std::int32_t& voltage : voltages) voltage *= sign * by.voltage;
    return row_pulse(variant_, rows.row(), by.slots, std::move(voltages));
  };
  rows.set_carries(count_active(digits));
  frontend_.select_array(host::Array::weight);
  frontend_.end();
  return {pulse(rows.carry_fast(), 1), pulse(rows.carry_weight(), -1)};
}

UpdateDrive GoldenBus::run_update() {
  expect_running(running() == Command::update && spec::has_pulsed_update(variant_), "run_update");
  const spec::Crossbar& crossbar = variant_.crossbar;
  PulseGenerator generator(crossbar.rows, crossbar.columns, variant_.update.random_words,
                           variant_.update.probability_bits);
  std::vector<std::int64_t>& states = values(Space::random);
  std::vector<std::uint32_t> words(states.begin(), states.begin() + static_cast<int>(generator.words().size()));
  generator.set_words(words);
  const std::vector<std::int64_t>& rows = values(Space::row_probability);
  const std::vector<std::int64_t>& columns = values(Space::column_probability);
  UpdateDrive drive =
      generator.fire({frontend_.training().slots(), {rows.begin(), rows.end()}, {columns.begin(), columns.end()}});
  std::copy(generator.words().begin(), generator.words().end(), states.begin());
  if (array() == host::Array::fast) {
    const ChopperBank& choppers = frontend_.training().choppers();
    for (std::size_t row = 0; row < drive.rows.negative.size(); ++row)
      drive.rows.negative[row] ^= choppers.negative[row];
  }
  frontend_.end();
  return drive;
}

GoldenBus::ReadOut GoldenBus::transfer_read() const {
  const TrainingRegisters& training = frontend_.training();
  return {1, training.transfer_samples(), subarray_of(variant_, static_cast<int>(training.choppers().row))};
}

TransferRun GoldenBus::run_transfer(const Converters& converters) {
  expect_running(running() == Command::transfer, "run_transfer");
  read_out(forward_, transfer_read(), converters);
  return end_transfer();
}

TransferRun GoldenBus::run_transfer(const ConverterOnes& converters) {
  expect_running(running() == Command::transfer, "run_transfer");
  read_out(forward_, transfer_read(), converters);
  return end_transfer();
}

TransferRun GoldenBus::run_transfer(FirstSteps steps) {
  expect_running(running() == Command::transfer, "run_transfer");
  capture(forward_, steps);
  return end_transfer();
}

TransferRun GoldenBus::end_transfer() {
  TrainingRegisters& training = frontend_.training();
  ChopperBank& choppers = training.choppers();
  const auto row = static_cast<int>(choppers.row);
  store_codes(row);

  SotBases bases = frontend_.sot().bases();
  for (std::size_t plane = 0; plane < 3; ++plane) bases[plane] += row * spec::transfer_word_bits(variant_.transfer);
  TransferRun run;
  run.program = sot().run(frontend_.sot(), bases);
  if (run.program.error != spec::Error::none) {
    frontend_.end(run.program.error);
    return run;
  }
  if (training.is_warm()) {
    run.pulses = stored_pulses(row);
    frontend_.select_array(host::Array::weight);
  }
  if (spec::has_choppers(variant_)) choppers.generator = static_cast<std::uint32_t>(values(Space::random).back());
  run.flipped = choppers.advance(training.chopper_mode());
  if (spec::has_choppers(variant_)) values(Space::random).back() = choppers.generator;
  frontend_.end();
  return run;
}

void GoldenBus::store_codes(int row) {
  const auto first = frontend_.sot().bases()[3];
  const int bits = spec::transfer_code_bits(variant_);
  const std::vector<std::int64_t>& codes = values(Space::accumulator);
  sot().array().load(first, bits, std::vector<std::uint64_t>(codes.begin(), codes.begin() + variant_.crossbar.columns));
  const ChopperBank& choppers = frontend_.training().choppers();
  const auto fill = [&](int to, bool bit) {
    const LaneBits lanes(sot().array().lane_words(), bit ? ~std::uint64_t{0} : 0);
    sot().array().set_row(to, lanes);
  };
  fill(first + bits, choppers.negative[static_cast<std::size_t>(row)] != 0);
  fill(first + bits + 1, choppers.fresh[static_cast<std::size_t>(row)] != 0);
}

UpdateDrive GoldenBus::stored_pulses(int row) const {
  const auto rows = static_cast<std::size_t>(variant_.crossbar.rows);
  const auto columns = static_cast<std::size_t>(variant_.crossbar.columns);
  const int first = frontend_.sot().bases()[5];
  const int slots = variant_.transfer.pulses;
  UpdateDrive drive{{std::vector<std::uint32_t>(rows), std::vector<std::uint8_t>(rows)},
                    {std::vector<std::uint32_t>(columns), std::vector<std::uint8_t>(columns)}};
  drive.rows.slots[static_cast<std::size_t>(row)] = ~std::uint32_t{0} >> (32 - slots);
  const auto bit = [](const LaneBits& lanes, std::size_t lane) { return (lanes[lane / 64] >> (lane % 64) & 1) != 0; };
  // Up is where the signs differ, and the row's is 0: n > 0 shows as a negative column.
  const LaneBits negative = sot().array().row(first);
  for (std::size_t column = 0; column < columns; ++column)
    drive.columns.negative[column] = bit(negative, column) ? 0 : 1;
  for (int slot = 0; slot < slots; ++slot) {
    const LaneBits fires = sot().array().row(first + 1 + slot);
    for (std::size_t column = 0; column < columns; ++column) {
      if (bit(fires, column)) drive.columns.slots[column] |= std::uint32_t{1} << slot;
    }
  }
  return drive;
}

ProgramRun GoldenBus::run_sot() {
  expect_running(running() == Command::sot, "run_sot");
  const ProgramRun run = sot().run(frontend_.sot(), frontend_.sot().bases());
  frontend_.end(run.error);
  return run;
}

void GoldenBus::reset() {
  frontend_ = CommandFrontend(variant_);
  health_ = HealthMonitor(variant_);
  program_pulses_ = 0;
  spaces_ = reset_spaces(variant_);
}

}  // namespace spintile::refmodel
