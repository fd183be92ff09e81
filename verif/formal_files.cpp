#include "verif/formal_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "spec/derive.h"
#include "spec/interface.h"

namespace spintile::verif {

/// By block; in a source that the build makes of verif/formal.
const std::map<std::string, std::string>& property_texts();

const std::string& property_text(const std::string& block) { return property_texts().at(block); }

namespace {

/// 16 bits a space, by code: beats of its packets; 0 where the receiver (the sender) has nothing to do with it.
std::string beats_of_spaces(const spec::Variant& variant, bool received) {
  constexpr int codes = 32;
  std::array<int, codes> beats{};
  for (const spec::Space space : spec::spaces(variant)) {
    if (space == spec::Space::program || space == spec::Space::lanes) continue;  // those go to the SOT unit
    const spec::SpaceLayout layout = spec::space_layout(variant, space);
    if (layout.writable || !received) beats.at(static_cast<std::size_t>(space)) = layout.beats();
  }
  std::string digits;
  for (auto one = beats.rbegin(); one != beats.rend(); ++one) digits += fmt::format("{:04x}", *one);
  return "512'h" + digits;
}

}  // namespace

PropertyParameters property_parameters(const std::string& block, const spec::Variant& variant) {
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  const bool is_tile = variant.unit == spec::Unit::tile;
  if (block == "sot_array_pins") {
    const spec::Variant& unit = is_tile ? spec::float_unit_of(variant) : variant;
    return {{"Lanes", number(unit.sot.lanes)},
            {"RowBits", number(spec::sot_row_bits(unit))},
            {"Rewrites", number(unit.sot.rewrites)}};
  }
  if (!is_tile) return {};  // the other blocks of a float unit that have properties are leaf cells
  const int index_bits = std::max(1, spec::ceil_log2(variant.input.stream_bits));  // of a bit of a time code
  const std::map<std::string, PropertyParameters> all = {
      {"array_sequencer",
       {{"SettleCycles", number(variant.readout.settle_cycles)},
        {"ResetCycles", number(variant.readout.reset_cycles)},
        {"WriteCycles", number(variant.readout.write_cycles)},
        {"ReadCycles", number(variant.readout.read_cycles)},
        {"Streams", number(variant.input.streams)},
        {"Mux", number(variant.readout.column_mux)},
        {"Pairs", number(spec::mtjs_per_line(variant))},
        {"StreamIndexBits", number(std::max(1, spec::ceil_log2(variant.input.streams)))},
        {"SamplesBits", number(spec::samples_bits(variant))},
        {"SamplesMax", number(variant.readout.samples_max)}}},
      {"command_frontend",
       {{"SamplesBits", number(spec::samples_bits(variant))},
        {"SamplesMax", number(variant.readout.samples_max)},
        {"ShiftBits", number(spec::shift_bits(variant))},
        {"ShiftMax", number(spec::shift_max(variant))},
        {"LoadDSpace", number(static_cast<int>(spec::has_outer_update(variant) ? spec::Space::column_voltage
                                                                               : spec::Space::column_probability))},
        {"QueueDepth", number(variant.commands.queue)}}},
      {"command_queue",
       {{"Depth", number(variant.commands.queue)}, {"CountBits", number(spec::waiting_bits(variant))}}},
      {"packet_receiver", {{"Beats", beats_of_spaces(variant, true)}}},
      {"packet_sender", {{"Beats", beats_of_spaces(variant, false)}}},
      {"slot_counter", {{"Bits", number(variant.input.stream_bits)}, {"IndexBits", number(index_bits)}}},
      {"ramp_sequencer",
       {{"SettleCycles", number(variant.readout.settle_cycles)},
        {"RampBits", number(variant.readout.ramp_bits)},
        {"Stages", number(variant.readout.synchroniser_stages)},
        {"Directions", number(spec::has_backward(variant) ? 2 : 1)}}},
      {"ramp_capture",
       {{"Columns", number(variant.crossbar.columns)},
        {"Rows", number(variant.crossbar.rows)},
        {"Lines", number(spec::accumulators(variant))},
        {"RampBits", number(variant.readout.ramp_bits)}}},
      {"row_temporal_drivers",
       {{"Rows", number(variant.crossbar.rows)},
        {"Lines", number(spec::array_rows(variant))},
        {"Bits", number(variant.input.stream_bits)},
        {"IndexBits", number(index_bits)}}},
      {"row_writer",
       {{"Rows", number(variant.crossbar.rows)},
        {"Lines", number(spec::array_rows(variant))},
        {"RowBits", number(spec::row_index_bits(variant))}}},
      {"row_sequencer", {{"CountBits", number(spec::ceil_log2(variant.crossbar.columns) + 1)}}},
      {"voltage_drivers",
       {{"Columns", number(variant.crossbar.columns)},
        {"LevelBits", number(spec::column_level_bits(variant))},
        {"Bits", number(variant.input.stream_bits)},
        {"IndexBits", number(index_bits)}}},
      {"update_sequencer",
       {{"SlotsBits", number(spec::ceil_log2(variant.update.pulse_slots + 1))},
        {"PulseCycles", number(variant.update.pulse_cycles)}}},
      {"chopper_bank", {{"Rows", number(variant.crossbar.rows)}, {"RowBits", number(spec::row_index_bits(variant))}}},
      {"transfer_sequencer",
       {{"Stores", number(spec::transfer_code_bits(variant) + 2)},
        {"Slots", number(variant.transfer.pulses)},
        {"StoreBits", number(spec::ceil_log2(spec::transfer_code_bits(variant) + 2))},
        {"RowBits", number(spec::sot_row_bits(spec::float_unit_of(variant)))}}},
  };
  const auto found = all.find(block);
  return found != all.end() ? found->second : PropertyParameters{};
}

namespace {

/// Two packages in one design must not share a module.
std::string with_module_name(std::string text, const std::string& block, const std::string& name) {
  const std::string declared = "module " + block + "_properties";
  return text.replace(text.find(declared), declared.size(), "module " + name);
}

}  // namespace

std::vector<gen::File> formal_files(const spec::Variant& variant) {
  const gen::hdl::Design design = gen::design(variant);
  std::vector<gen::File> files;
  std::string binds;
  for (const auto& module : design.modules()) {
    const std::string block = module->name().substr(variant.name.size() + 1);
    const auto found = property_texts().find(block);
    if (found == property_texts().end()) continue;
    const std::string properties = module->name() + "_properties";
    files.push_back({"formal/" + properties + ".v", with_module_name(found->second, block, properties)});
    binds += bind_statement(*module, {properties, found->second, property_parameters(block, variant)});
  }
  files.push_back({"formal/bind.sv", binds});
  return files;
}

}  // namespace spintile::verif
