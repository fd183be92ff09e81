#include "host/commanded_tile.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "host/tile_state.h"
#include "spec/derive.h"
#include "spec/interface.h"

namespace spintile::host {
namespace {

using spec::Space;
namespace offset = spec::register_offset;

constexpr std::uint32_t program_register = offset::program + offset::in_tile;
constexpr std::uint32_t lanes_register = offset::lanes + offset::in_tile;

constexpr int constants_region = 6;  // base register of the rows of constants

constexpr std::uint32_t base_register(int base) {
  return offset::base0 + offset::in_tile + 4 * static_cast<std::uint32_t>(base);
}

/// PROGRAM and LANES: what a packet covers.
std::uint32_t window(std::uint32_t first, std::size_t count) { return first | static_cast<std::uint32_t>(count) << 16; }

template <class Value>
void require_range(std::string_view name, Value value, std::int64_t least, std::int64_t most) {
  if (std::cmp_less(value, least) || std::cmp_greater(value, most))
    throw std::invalid_argument(fmt::format("{}: {}; allowed are {} to {}", name, value, least, most));
}

template <class Value>
void require_values(std::string_view name, std::span<const Value> values, std::int64_t least, std::int64_t most) {
  for (const Value value : values) require_range(name, value, least, most);
}

void require_size(std::string_view name, std::size_t size, int wanted) {
  if (size != static_cast<std::size_t>(wanted))
    throw std::invalid_argument(fmt::format("{}: {} values; the tile takes {}", name, size, wanted));
}

/// As many as the space has, each legal.
template <class Value>
void require_elements(const spec::Variant& variant, Space space, std::span<const Value> values) {
  const spec::SpaceLayout layout = spec::space_layout(variant, space);
  require_size(layout.name, values.size(), layout.elements);
  require_values(layout.name, values, layout.minimum(), layout.maximum());
}

void require_array(const spec::Variant& variant, Array array) {
  if (array == Array::fast && !variant.crossbar.fast_array)
    throw std::invalid_argument(fmt::format("array: fast; variant {} has the weight array alone", variant.name));
}

void require_part(bool present, const spec::Variant& variant, std::string_view part) {
  if (!present) throw std::invalid_argument(fmt::format("variant {} has no {}", variant.name, part));
}

void require_programming(const spec::Variant& variant, const RowProgramming& programming) {
  require_range("tolerance", programming.tolerance, 0, spec::ramp_code_max(variant));
  require_range("attempts", programming.attempts, 1, 255);
  require_range("slots", programming.slots, 1, spec::input_slots(variant));
}

std::uint32_t operand(Array array) { return static_cast<std::uint32_t>(array); }

/// Elements past the row are those of the tile's other direction.
void copy_row(std::span<const std::int64_t> elements, std::span<std::int64_t> row) {
  std::copy_n(elements.begin(), row.size(), row.begin());
}

}  // namespace

CommandedTile::CommandedTile(std::unique_ptr<TilePort> port) : port_(std::move(port)) {}

void CommandedTile::write_register(std::uint32_t address, std::uint32_t value) {
  const auto known = registers_.find(address);
  if (known != registers_.end() && known->second == value) return;
  port_->write_register(address, value);
  registers_[address] = value;
}

template <class Element>
void CommandedTile::write(Space space, std::span<const Element> elements) {
  port_->write(space, std::vector<std::int64_t>(elements.begin(), elements.end()));
}

template <class ReadOut>
void CommandedTile::run_vectors(const Matrix<std::int32_t>& codes, Space input, spec::Command command, Array array,
                                Matrix<std::int64_t>& accumulators, ReadOut read_out) {
  const spec::SpaceLayout layout = spec::space_layout(variant(), input);
  require_array(variant(), array);
  require_size(layout.name, static_cast<std::size_t>(codes.columns()), layout.elements);
  require_values(layout.name, codes.values(), layout.minimum(), layout.maximum());
  for (int vector = 0; vector < codes.rows(); ++vector) {
    write(input, codes.row(vector));
    copy_row(port_->run_and_read(command, operand(array), Space::accumulator), accumulators.row(vector));
    read_out(vector);
  }
}

void CommandedTile::program(const Matrix<std::int32_t>& weight_codes, Array array) {
  require_part(!spec::has_update(variant()), variant(), "weight codes: its devices are set by set_weights()");
  require_array(variant(), array);
  require_size("rows of weight codes", static_cast<std::size_t>(weight_codes.rows()), variant().crossbar.rows);
  require_size("columns of weight codes", static_cast<std::size_t>(weight_codes.columns()), variant().crossbar.columns);
  const std::int32_t most = spec::weight_code_max(variant());
  require_values("weight code", weight_codes.values(), -most, most);
  port_->program(array, weight_codes);
}

void CommandedTile::set_column_gain(const std::vector<float>& gain) {
  set_gain(Array::weight, Direction::forward, gain);
  if (variant().crossbar.fast_array) set_gain(Array::fast, Direction::forward, gain);
}

void CommandedTile::set_gain(Array array, Direction direction, const std::vector<float>& gain) {
  const bool is_backward = direction == Direction::backward;
  require_part(!is_backward || spec::has_backward(variant()), variant(), "BACKWARD");
  require_array(variant(), array);
  require_size("gain", gain.size(), is_backward ? variant().crossbar.rows : variant().crossbar.columns);
  for (const float value : gain) {
    if (!(value > 0.0F) || !std::isfinite(value))
      throw std::invalid_argument(fmt::format("gain: {}; it must be above 0 and finite", value));
  }
  port_->set_gain(array, direction, gain);
}

void CommandedTile::set_samples(int samples) {
  require_range("samples", samples, 1, variant().readout.samples_max);
  write_register(offset::samples, static_cast<std::uint32_t>(samples));
}

void CommandedTile::set_requantisation(const Requantisation& requantisation) {
  require_elements(variant(), Space::scale, std::span(requantisation.scale));
  require_elements(variant(), Space::offset, std::span(requantisation.offset));
  require_range("shift", requantisation.shift, 0, spec::shift_max(variant()));
  port_->write(Space::scale, requantisation.scale);
  port_->write(Space::offset, requantisation.offset);
  write_register(offset::shift, static_cast<std::uint32_t>(requantisation.shift));
}

Readout CommandedTile::forward(const Matrix<std::int32_t>& input_codes, Array array) {
  const int columns = variant().crossbar.columns;
  Readout readout{Matrix<std::int64_t>(input_codes.rows(), columns), Matrix<std::int64_t>(input_codes.rows(), columns)};
  run_vectors(input_codes, Space::input, spec::Command::forward, array, readout.accumulators,
              [&](int vector) { copy_row(port_->read(Space::output), readout.outputs.row(vector)); });
  return readout;
}

Matrix<std::int64_t> CommandedTile::forward_accumulators(const Matrix<std::int32_t>& input_codes, Array array) {
  Matrix<std::int64_t> accumulators(input_codes.rows(), variant().crossbar.columns);
  run_vectors(input_codes, Space::input, spec::Command::forward, array, accumulators, [](int) {});
  return accumulators;
}

Matrix<std::int64_t> CommandedTile::backward(const Matrix<std::int32_t>& error_codes, Array array) {
  require_part(spec::has_backward(variant()), variant(), "BACKWARD");
  Matrix<std::int64_t> accumulators(error_codes.rows(), variant().crossbar.rows);
  run_vectors(error_codes, Space::output_error, spec::Command::backward, array, accumulators, [](int) {});
  return accumulators;
}

void CommandedTile::set_generators(std::span<const std::uint32_t> states) {
  require_part(spec::has_pulsed_update(variant()), variant(), "UPDATE by pulses");
  require_elements(variant(), Space::random, states);
  write(Space::random, states);
}

void CommandedTile::update(const PulseProbabilities& probabilities, Array array) {
  require_part(spec::has_pulsed_update(variant()), variant(), "UPDATE by pulses");
  require_array(variant(), array);
  require_range("slots", probabilities.slots, 0, variant().update.pulse_slots);
  require_elements(variant(), Space::row_probability, std::span(probabilities.rows));
  require_elements(variant(), Space::column_probability, std::span(probabilities.columns));
  if (probabilities.slots == 0) return;
  write_register(offset::slots, static_cast<std::uint32_t>(probabilities.slots));
  write(Space::row_probability, std::span(probabilities.rows));
  write(Space::column_probability, std::span(probabilities.columns));
  port_->run(spec::Command::update, operand(array));
}

RowOutcome CommandedTile::program_row(Array array, int row, std::span<const std::int32_t> targets,
                                      const RowProgramming& programming) {
  require_part(spec::has_outer_update(variant()), variant(), "PROGRAM");
  require_array(variant(), array);
  require_range("row", row, 0, variant().crossbar.rows - 1);
  require_elements(variant(), Space::target, targets);
  require_programming(variant(), programming);
  write_register(offset::row, static_cast<std::uint32_t>(row));
  write(Space::target, targets);
  return write_and_verify(spec::Command::program, array, programming);
}

RowOutcome CommandedTile::calibrate(Array array, const RowProgramming& programming) {
  require_part(spec::has_offset_row(variant()), variant(), "CALIBRATE");
  require_array(variant(), array);
  require_programming(variant(), programming);
  return write_and_verify(spec::Command::calibrate, array, programming);
}

RowOutcome CommandedTile::write_and_verify(spec::Command command, Array array, const RowProgramming& programming) {
  write_register(offset::tolerance, static_cast<std::uint32_t>(programming.tolerance));
  write_register(offset::attempts, static_cast<std::uint32_t>(programming.attempts));
  write_register(offset::program_slots, static_cast<std::uint32_t>(programming.slots));
  port_->run(command, operand(array));
  const std::uint32_t failures = port_->read_register(offset::failures);
  return {static_cast<int>(failures & 0xFFFF), static_cast<int>(failures >> 16)};
}

void CommandedTile::set_up_transfer(const TransferSettings& settings) {
  require_part(spec::has_transfer(variant()), variant(), "TRANSFER");
  const int rows = spec::float_unit_of(variant()).sot.rows;
  require_range("transfer program: words", settings.program.words.size(), 1, variant().sot.program_words);
  for (std::size_t base = 0; base < settings.bases.size(); ++base)
    require_range(fmt::format("transfer program: base {}", base), settings.bases[base], 0, rows - 1);
  const std::int64_t constants = std::int64_t{constant_count()} * spec::transfer_word_bits(variant().transfer);
  require_range("transfer program: base of the constants", settings.bases[constants_region], 0, rows - constants);
  require_range("transfer samples", settings.samples, 1, variant().readout.samples_max);
  require_range("flip_probability", settings.flip_probability, 0, 0xFFFF);
  require_range("flip_period", settings.flip_period, 1, 0xFFFF);
  if (!spec::has_choppers(variant()) && (settings.regular_flips || settings.random_flips))
    throw std::invalid_argument(fmt::format("flips: variant {} has no choppers", variant().name));
  std::vector<std::int64_t> words;
  for (const spec::sot::Word& word : settings.program.words)
    words.push_back(std::bit_cast<std::int64_t>(spec::sot::encode(word)));

  clear_sot_array();
  write_program(words);
  for (std::size_t base = 0; base < settings.bases.size(); ++base)
    write_register(base_register(static_cast<int>(base)), static_cast<std::uint32_t>(settings.bases[base]));
  constants_.clear();
  constants_base_ = static_cast<std::uint32_t>(settings.bases[constants_region]);

  write_register(offset::transfer_samples, static_cast<std::uint32_t>(settings.samples));
  write_register(offset::warm_up, settings.warm_up);
  port_->write_register(offset::transfer_row, 0);
  port_->write_register(offset::sweeps, 0);
  if (!spec::has_choppers(variant())) return;
  const std::uint32_t modes = (settings.regular_flips ? 1U : 0U) | (settings.random_flips ? 2U : 0U);
  write_register(offset::chopper, modes | settings.flip_probability << 16);
  write_register(offset::chop_period, settings.flip_period);
  port_->write_register(offset::chop_phase, 0);
  port_->write(Space::chopper, std::vector<std::int64_t>(static_cast<std::size_t>(variant().crossbar.rows)));
}

// The cells of a new array hold anything. A program that clears as many rows as a word can is run over and over, the
// base of its rows raised each time: an array of rows for 784 words takes 75 commands, where packets of zeros would
// be 600 of a word a lane.
void CommandedTile::clear_sot_array() {
  using namespace spec::sot;
  const int rows = spec::float_unit_of(variant()).sot.rows;
  const int part = std::min(rows, clear_rows_max);
  const Word clear{.act = Clear{.first = {}, .rows = part}};
  const std::int64_t words[] = {std::bit_cast<std::int64_t>(encode(clear)),
                                std::bit_cast<std::int64_t>(encode(Word{}))};
  write_program(words);
  for (int row = 0; row < rows; row += part) {
    write_register(base_register(0), static_cast<std::uint32_t>(std::min(row, rows - part)));
    port_->run(spec::Command::sot);
  }
}

void CommandedTile::write_program(std::span<const std::int64_t> words) {
  write_register(program_register, window(0, words.size()));
  port_->write(Space::program, words);
}

int CommandedTile::constant_count() const { return variant().transfer.kind == spec::TransferKind::agad ? 4 : 2; }

void CommandedTile::set_transfer_constants(std::span<const std::uint32_t> words) {
  require_part(spec::has_transfer(variant()), variant(), "TRANSFER");
  const int bits = spec::transfer_word_bits(variant().transfer);
  require_size("constants", words.size(), constant_count());
  require_values("constant", words, 0, (std::int64_t{1} << bits) - 1);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i < constants_.size() && constants_[i] == words[i]) continue;
    write_register(lanes_register,
                   window(constants_base_ + static_cast<std::uint32_t>(i) * static_cast<std::uint32_t>(bits),
                          static_cast<std::size_t>(bits)));
    port_->write(Space::lanes,
                 std::vector<std::int64_t>(static_cast<std::size_t>(variant().crossbar.columns), words[i]));
  }
  constants_.assign(words.begin(), words.end());
}

void CommandedTile::transfer() { port_->run(spec::Command::transfer); }

State CommandedTile::save() { return save_tile(*port_); }

void CommandedTile::restore(const State& state) {
  restore_tile(*port_, state);
  registers_.clear();
  constants_.clear();
  constants_base_ = port_->read_register(base_register(constants_region));
}

}  // namespace spintile::host
