#include "spec/variant_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace spintile::spec {
namespace {

std::vector<VariantKey> make_table() {
  using namespace table;
  using V = Variant;
  return {
      {"schema_version", required, schema_version<V>(), "version of the keys below"},
      {"name", required, text("[a-z][a-z0-9_]{0,31}", field(&V::name)), "prefix of every Verilog module"},
      {"unit", optional, choice({name(Unit::tile), name(Unit::float_unit)}, field(&V::unit)),
       "what the package is: a tile, or a floating-point unit (section sot instead of those of a tile)"},

      {"crossbar.rows", required, integer(1, 1024, field(&V::crossbar, &Crossbar::rows)), "inputs of the tile, R"},
      {"crossbar.columns", required, integer(1, 1024, field(&V::crossbar, &Crossbar::columns)),
       "outputs of the tile, C"},
      {"crossbar.array_rows", required, integer(1, 1024, field(&V::crossbar, &Crossbar::array_rows)),
       "most rows of one sub-array; there are S = ceil(R / array_rows) of them, at most 64"},
      {"crossbar.weight_slices", optional, integer(1, 8, field(&V::crossbar, &Crossbar::weight_slices)),
       "digits of a weight code, each in an array of its own, W"},
      {"crossbar.slice_bits", optional, integer(1, 8, field(&V::crossbar, &Crossbar::slice_bits)),
       "bits of such a digit, z_w"},
      {"crossbar.fast_array", optional, flag(field(&V::crossbar, &Crossbar::fast_array)),
       "a second array, A, beside W: FORWARD chooses"},
      {"crossbar.offset_row", optional, flag(field(&V::crossbar, &Crossbar::offset_row)),
       "one more row in each array, driven in every FORWARD: CALIBRATE writes it until an input of zeros reads as "
       "zeros"},

      {"input.coding", optional, choice({"streams", "time"}, field(&V::input, &Input::coding)),
       "how a code is driven: digit by digit as levels, or as the number of slots in which its line is active"},
      {"input.streams", optional, integer(1, 8, field(&V::input, &Input::streams)),
       "digits of an input code, driven one after the other, A"},
      {"input.stream_bits", optional, integer(1, 8, field(&V::input, &Input::stream_bits)),
       "bits of such a digit, z_a; coding: time: bits of the magnitude of a code"},

      {"backward.array_columns", optional, integer(0, 1024, field(&V::backward, &Backward::array_columns)),
       "most columns of one sub-array when rows are read (BACKWARD); 0: never"},

      {"readout.kind", optional, choice({"stochastic", "sense_amplifier", "ramp"}, field(&V::readout, &Readout::kind)),
       "how a partial sum becomes bits: stochastic SOT-MTJ converters, its sign alone, or a ramp and comparators"},
      {"readout.samples_max", optional, integer(1, 256, field(&V::readout, &Readout::samples_max)),
       "most conversions of one partial sum; the register SAMPLES chooses up to this"},
      {"readout.settle_cycles", optional, integer(2, 255, field(&V::readout, &Readout::settle_cycles)),
       "clock cycles from new row levels to the first sample"},
      {"readout.reset_cycles", optional, integer(1, 255, field(&V::readout, &Readout::reset_cycles)),
       "clock cycles of the reset phase of a sample"},
      {"readout.write_cycles", optional, integer(1, 255, field(&V::readout, &Readout::write_cycles)),
       "clock cycles of the write phase of a sample"},
      {"readout.read_cycles", optional, integer(1, 255, field(&V::readout, &Readout::read_cycles)),
       "clock cycles of the read phase of a sample, at least synchroniser_stages + 1"},
      {"readout.synchroniser_stages", optional, integer(2, 4, field(&V::readout, &Readout::synchroniser_stages)),
       "flip-flops that a converter's bit passes before it is counted"},
      {"readout.column_mux", optional, integer(1, 16, field(&V::readout, &Readout::column_mux)),
       "columns that share a line of converters in turn, M; at most crossbar.columns"},
      {"readout.ping_pong", optional, flag(field(&V::readout, &Readout::ping_pong)),
       "two MTJs a line: one is reset while the other is read"},
      {"readout.health_monitor", optional,
       choice({"none", "report", "exclude"}, field(&V::readout, &Readout::health_monitor)),
       "watch each converter for stuck or biased bits (NIST SP 800-90B 4.4), and report it or leave it out"},
      {"readout.repetition_cutoff", optional, integer(2, 255, field(&V::readout, &Readout::repetition_cutoff)),
       "equal bits in a row that flag a converter"},
      {"readout.proportion_window", optional, integer(16, 1024, field(&V::readout, &Readout::proportion_window)),
       "samples of one window of the adaptive proportion test"},
      {"readout.proportion_cutoff", optional, integer(1, 1024, field(&V::readout, &Readout::proportion_cutoff)),
       "samples equal to the first of a window that flag a converter; at most proportion_window"},
      {"readout.ramp_bits", optional, integer(2, 12, field(&V::readout, &Readout::ramp_bits)),
       "kind: ramp: bits of a code, sign included; the ramp has 2^ramp_bits steps"},

      {"requantise.scale_bits", optional, integer(2, 24, field(&V::requantise, &Requantise::scale_bits)),
       "width of a column's scale, two's complement"},
      {"requantise.output_bits", optional, integer(2, 32, field(&V::requantise, &Requantise::output_bits)),
       "width of an output and of a column's offset, two's complement"},
      {"requantise.multipliers", optional,
       choice({"shared", "per_column"}, field(&V::requantise, &Requantise::multipliers)),
       "one multiplier for all columns in turn, or one for each"},

      {"update.kind", optional, choice({"none", "stochastic", "opu"}, field(&V::update, &Update::kind)),
       "how the arrays are written: not at all, by coincidences of stochastic pulses, or by outer products of time and "
       "voltage"},
      {"update.pulse_slots", optional, integer(1, pulse_slots_max, field(&V::update, &Update::pulse_slots)),
       "most slots of an update, BL"},
      {"update.probability_bits", optional, integer(4, 16, field(&V::update, &Update::probability_bits)),
       "bits that a line's random word is compared in; a probability is 0 .. 2^probability_bits"},
      {"update.random_words", optional,
       choice({"shared", "rotated", "per_line"}, field(&V::update, &Update::random_words)),
       "one random word for all rows and one for all columns, the same rotated for each line, or one a line"},
      {"update.pulse_cycles", optional, integer(1, 255, field(&V::update, &Update::pulse_cycles)),
       "length of a pulse in a slot"},
      {"update.voltage_bits", optional, integer(2, 8, field(&V::update, &Update::voltage_bits)),
       "kind: opu: bits of a column's voltage code, sign included"},

      {"transfer.kind", optional, choice({"none", "ttv2", "c_ttv2", "agad"}, field(&V::transfer, &Transfer::kind)),
       "how array A gets into W: not at all, Tiki-Taka version 2, the same with choppers, or with a running reference"},
      {"transfer.arithmetic", optional,
       choice({"fixed", "bf16", "fp16", "fp32"}, field(&V::transfer, &Transfer::arithmetic)),
       "numbers of H and its companions"},
      {"transfer.pulses", optional, integer(1, pulse_slots_max, field(&V::transfer, &Transfer::pulses)),
       "most pulses of one transfer at a cell of W"},
      {"transfer.forget", optional, flag(field(&V::transfer, &Transfer::forget)),
       "after pulses H is scaled by the momentum; otherwise their share is taken off"},
      {"transfer.word_bits", optional, integer(8, 32, field(&V::transfer, &Transfer::word_bits)),
       "bits of a word of arithmetic: fixed"},
      {"transfer.work_rows", optional, integer(64, 1024, field(&V::sot, &Sot::rows)),
       "rows of the SOT array beside H and its companions"},
      {"transfer.array", optional, choice({"pins", "memory"}, field(&V::sot, &Sot::array)),
       "the SOT array is a macro behind pins, or a memory inside"},
      {"transfer.xor", optional, choice({"toggle", "rmw"}, field(&V::sot, &Sot::exclusive_or)),
       "an XOR is one pulse, or a read and a store of each row"},
      {"transfer.search", optional, choice({"row", "pair"}, field(&V::sot, &Sot::search)),
       "a search bit is one cell, or two that hold complements"},
      {"transfer.program_words", optional, integer(16, 4096, field(&V::sot, &Sot::program_words)),
       "words of the program store, 64 bits each"},
      {"transfer.transpose_lanes", optional, integer(8, 64, field(&V::sot, &Sot::transpose_lanes)),
       "lanes whose words are buffered on their way between stream and rows; a multiple of 8"},

      {"commands.queue", optional, integer(0, 15, field(&V::commands, &Commands::queue)),
       "commands that may wait behind the one that runs"},

      {"device.on_off_ratio", optional, real_above(1, 1e6, field(&V::device, &Device::on_off_ratio)),
       "largest over smallest conductance of a cell"},
      {"device.programming_error", optional, real(0, 1, field(&V::device, &Device::programming_error)),
       "standard deviation of a programmed conductance, in conductance ranges"},
      {"device.read_noise", optional, real(0, 1, field(&V::device, &Device::read_noise)),
       "standard deviation of a partial sum, in full scales"},
      {"device.column_gain", optional, real_above(0, 1000, field(&V::device, &Device::column_gain)),
       "start value of the analog gain of every column"},
      {"device.mtj_gain", optional, real_above(0, 1000, field(&V::device, &Device::mtj_gain)),
       "gain of a converter's logistic switching curve"},
      {"device.mtj_offset", optional, real(-1, 1, field(&V::device, &Device::mtj_offset)),
       "partial sum, in full scales, at which a converter switches half the time"},
      {"device.mtj_model", optional, choice({"logistic", "neel_brown"}, field(&V::device, &Device::mtj_model)),
       "switching curve of a converter: logistic (level A) or Neel-Brown (level B)"},
      {"device.mtj_gain_spread", optional, real(0, 1, field(&V::device, &Device::mtj_gain_spread)),
       "standard deviation of the gain (level B: of Delta) from converter to converter, relative to it"},
      {"device.mtj_offset_spread", optional, real(0, 1, field(&V::device, &Device::mtj_offset_spread)),
       "standard deviation of the offset (level B: of Ic0, relative to it) from converter to converter"},
      {"device.thermal_stability", optional, real_above(0, 200, field(&V::device, &Device::thermal_stability)),
       "level B: energy barrier of an MTJ in units of k T, Delta"},
      {"device.attempt_time_ns", optional, real_above(0, 100, field(&V::device, &Device::attempt_time_ns)),
       "level B: attempt time, tau0"},
      {"device.critical_current_ma", optional, real_above(0, 10, field(&V::device, &Device::critical_current_ma)),
       "level B: critical current, Ic0"},
      {"device.current_exponent", optional, choice({"1", "1.5", "2"}, field(&V::device, &Device::current_exponent)),
       "level B: exponent of the barrier's fall with the current, m"},
      {"device.write_time_ns", optional, real_above(0, 1000, field(&V::device, &Device::write_time_ns)),
       "level B: length of the write pulse, t"},
      {"device.full_scale_current_ma", optional, real_above(0, 100, field(&V::device, &Device::full_scale_current_ma)),
       "level B: write current at a partial sum of one full scale"},
      {"device.stuck_at_0", optional, real(0, 1, field(&V::device, &Device::stuck_at_0)),
       "probability that a converter reads 0 for ever"},
      {"device.stuck_at_1", optional, real(0, 1, field(&V::device, &Device::stuck_at_1)),
       "probability that a converter reads 1 for ever"},
      {"device.reset_failure", optional, real(0, 1, field(&V::device, &Device::reset_failure)),
       "probability that a reset leaves an MTJ as it was"},
      {"device.read_error", optional, real(0, 1, field(&V::device, &Device::read_error)),
       "probability that a bit is read wrong"},
      {"device.neighbour_correlation", optional, real(0, 1, field(&V::device, &Device::neighbour_correlation)),
       "probability that a sample takes the random number of the line before"},
      {"device.offset_drift", optional, real(-1, 1, field(&V::device, &Device::offset_drift)),
       "change of the offset (level B: of Ic0, relative to it) in a million reads"},
      {"device.comparator_offset_spread", optional, real(0, 1, field(&V::device, &Device::comparator_offset_spread)),
       "standard deviation of a ramp converter's comparators from line to line, in full scales"},
      {"device.integrator_range", optional, real(0, 1000, field(&V::device, &Device::integrator_range)),
       "charge, in full scales, at which the integrator of a ramp converter saturates; 0: never"},

      {"sot.lanes", required, integer(1, 4096, field(&V::sot, &Sot::lanes)), "numbers side by side in the array, L"},
      {"sot.rows", optional, integer(8, 1024, field(&V::sot, &Sot::rows)), "bits of a lane, R"},
      {"sot.array", optional, choice({"pins", "memory"}, field(&V::sot, &Sot::array)),
       "the array is a macro behind pins, or a memory inside"},
      {"sot.xor", optional, choice({"toggle", "rmw"}, field(&V::sot, &Sot::exclusive_or)),
       "an XOR is one pulse, or a read and a store of each row"},
      {"sot.search", optional, choice({"row", "pair"}, field(&V::sot, &Sot::search)),
       "a search bit is one cell, or two that hold complements"},
      {"sot.program_words", optional, integer(16, 4096, field(&V::sot, &Sot::program_words)),
       "words of the program store, 64 bits each"},
      {"sot.transpose_lanes", optional, integer(8, 64, field(&V::sot, &Sot::transpose_lanes)),
       "lanes whose words are buffered on their way between stream and rows; a multiple of 8"},
      {"sot.rewrites", optional, integer(0, 7, field(&V::sot, &Sot::rewrites)),
       "writes are verified: most stores of a row until it reads as it should; 0: they are not"},

      {"cells.read_error", optional, real(0, 1, field(&V::cells, &Cells::read_error)),
       "probability that a bit is read or searched wrong"},
      {"cells.write_error", optional, real(0, 1, field(&V::cells, &Cells::write_error)),
       "probability that a cell that a write should change stays"},
      {"cells.stuck_at_0", optional, real(0, 1, field(&V::cells, &Cells::stuck_at_0)),
       "probability that a cell holds 0 for ever"},
      {"cells.stuck_at_1", optional, real(0, 1, field(&V::cells, &Cells::stuck_at_1)),
       "probability that a cell holds 1 for ever"},
      {"cells.endurance", optional, integer(0, 1'000'000'000, field(&V::cells, &Cells::endurance)),
       "writes of its row after which a cell stays as it is; 0: no end"},

      {"reset", optional, choice({"async_low", "async_high", "sync_low", "sync_high", "none"}, field(&V::reset)),
       "reset of the core: asynchronous or synchronous, active low or high; none: control registers only, sync_low"},
  };
}

}  // namespace

Unit unit_of_section(std::string_view section) {
  static const std::map<std::string_view, Unit> units = {
      {"crossbar", Unit::tile},   {"input", Unit::tile},     {"backward", Unit::tile},   {"readout", Unit::tile},
      {"requantise", Unit::tile}, {"update", Unit::tile},    {"transfer", Unit::tile},   {"commands", Unit::tile},
      {"device", Unit::tile},     {"sot", Unit::float_unit}, {"cells", Unit::float_unit}};
  const auto found = units.find(section);
  if (found == units.end()) throw std::out_of_range(fmt::format("no section {} of a variant", section));
  return found->second;
}

std::string_view name(Unit unit) { return unit == Unit::tile ? "tile" : "float"; }

std::optional<Unit> VariantKey::unit() const {
  if (section().empty()) return {};
  return unit_of_section(section());
}

const std::vector<VariantKey>& variant_keys() {
  static const std::vector<VariantKey> keys = make_table();
  return keys;
}

const VariantKey& variant_key(std::string_view path) {
  const auto found = std::ranges::find(variant_keys(), path, &VariantKey::path);
  if (found == variant_keys().end()) throw std::out_of_range(fmt::format("no variant key {}", path));
  return *found;
}

std::vector<std::string_view> variant_sections() { return table::sections(variant_keys()); }

}  // namespace spintile::spec
