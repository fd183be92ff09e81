#include "verif/formal_files.h"

#include <algorithm>
#include <map>

#include "spec/derive.h"
#include "spec/interface.h"

namespace spintile::verif {

/// By block; in a source that the build makes of verif/formal.
const std::map<std::string, std::string>& property_texts();

const std::string& property_text(const std::string& block) { return property_texts().at(block); }

PropertyParameters property_parameters(const std::string& block, const spec::Variant& variant) {
  if (variant.unit != spec::Unit::tile) return {};  // of its blocks only leaf cells have properties
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  const auto beats = [&](spec::Space space) { return number(spec::space_layout(variant, space).beats()); };
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
        {"ShiftMax", number(spec::shift_max(variant))}}},
      {"packet_receiver",
       {{"InputBeats", beats(spec::Space::input)},
        {"ScaleBeats", beats(spec::Space::scale)},
        {"OffsetBeats", beats(spec::Space::offset)}}},
      {"packet_sender",
       {{"InputBeats", beats(spec::Space::input)},
        {"OutputBeats", beats(spec::Space::output)},
        {"AccumulatorBeats", beats(spec::Space::accumulator)},
        {"CounterBeats", beats(spec::Space::counter)},
        {"ScaleBeats", beats(spec::Space::scale)},
        {"OffsetBeats", beats(spec::Space::offset)}}},
      {"update_sequencer",
       {{"SlotsBits", number(spec::ceil_log2(variant.update.pulse_slots + 1))},
        {"PulseCycles", number(variant.update.pulse_cycles)}}},
      {"chopper_bank", {{"Rows", number(variant.crossbar.rows)}}},
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

/// The properties of these blocks are those of a tile with six state spaces and one array.
bool describes(const std::string& block, const spec::Variant& variant) {
  const bool plain = !spec::has_health_monitor(variant) && !variant.crossbar.fast_array && !spec::has_update(variant);
  // A transfer reads with one stream of many.
  if (block == "array_sequencer") return !spec::has_transfer(variant) || variant.input.streams == 1;
  return plain || (block != "command_frontend" && block != "packet_receiver" && block != "packet_sender");
}

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
    if (found == property_texts().end() || !describes(block, variant)) continue;
    const std::string properties = module->name() + "_properties";
    files.push_back({"formal/" + properties + ".v", with_module_name(found->second, block, properties)});
    binds += bind_statement(*module, properties, property_parameters(block, variant));
  }
  files.push_back({"formal/bind.sv", binds});
  return files;
}

}  // namespace spintile::verif
