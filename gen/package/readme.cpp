#include <fmt/format.h>

#include "gen/blocks/register_spaces.h"
#include "gen/package/description.h"
#include "gen/package/package_files.h"
#include "spec/derive.h"
#include "spec/interface.h"
#include "spec/parse.h"

namespace spintile::gen::package {
namespace {

std::string float_unit_introduction(const Contents& contents) {
  const spec::Variant& variant = contents.variant;
  const bool has_pins = variant.sot.array == spec::SotArray::pins;
  return fmt::format(
      "# {0}\n"
      "\n"
      "A floating-point unit as Verilog-2005: variant `{1}`, hash `{2:016x}`, written by spintile {3}. It runs "
      "programs\n"
      "on a SOT-MRAM array of {4} rows and {5} lanes, {6}: which operation, of which format, is in the program.\n"
      "Generated: change `variant.yaml` and generate again. What you generate is yours; the licence of the generator "
      "does\nnot reach it.\n",
      contents.top.name(), variant.name, spec::variant_hash(variant), SPINTILE_VERSION, variant.sot.rows,
      variant.sot.lanes, has_pins ? "a macro behind the pins `sot_*`" : "a memory inside");
}

/// In brackets behind the size of the crossbar.
std::string read_out(const spec::Variant& variant) {
  if (spec::has_ramp(variant)) {
    return fmt::format("time code of {} slots, a ramp of {} steps, {} comparators", spec::input_slots(variant),
                       spec::ramp_steps(variant), spec::accumulators(variant));
  }
  return fmt::format("{} sub-arrays, {} weight slices, {} converters", spec::subarrays(variant),
                     variant.crossbar.weight_slices, spec::converters(variant));
}

std::string introduction(const Contents& contents) {
  const spec::Variant& variant = contents.variant;
  if (variant.unit == spec::Unit::float_unit) return float_unit_introduction(contents);
  return fmt::format(
      "# {0}\n"
      "\n"
      "The digital periphery of an in-memory training tile as Verilog-2005: variant `{1}`, hash `{2:016x}`, written "
      "by\n"
      "spintile {3}. It reads a crossbar of {4} rows and {5} columns ({6}).\n"
      "Generated: change `variant.yaml` and generate again. What you generate is yours; the licence of the generator "
      "does\nnot reach it.\n",
      contents.top.name(), variant.name, spec::variant_hash(variant), SPINTILE_VERSION, variant.crossbar.rows,
      variant.crossbar.columns, read_out(variant));
}

std::string files(const spec::Variant& variant) {
  const std::string& name = variant.name;
  const std::string self_check =
      "| `selfcheck/` | test bench and golden vectors; written by the command `spintile generate` |\n";
  return fmt::format(
      "| file | what |\n"
      "| --- | --- |\n"
      "| `rtl/*.v` | one module a file; `files.f` lists them, a module after those it uses |\n"
      "| `verilator.f` | the same list for Verilator, with the flag it needs |\n"
      "| `{0}.core` | FuseSoC core (CAPI2) |\n"
      "| `component.xml` | IP-XACT component (IEEE 1685-2014) |\n"
      "| `constraints/{0}.sdc` | clock, reset, input and output delays, asynchronous pins |\n"
      "| `registers/{0}_registers.*` | the register map as SystemRDL 2.0, JSON, C header, Markdown |\n"
      "{2}"
      "| `signature.json` | ports, latencies, commands, state spaces, registers, parameters, for machines |\n"
      "| `variant.yaml` | every choice behind this package |\n"
      "{1}"
      "| `formal/` | properties of the modules, and `bind.sv`, which puts them into every instance where FORMAL is "
      "defined; from the same command |\n"
      "| `manifest.json` | SHA-256 of every file |\n"
      "\n"
      "All paths are relative, every module is called `{0}_*`: move the folder, or put several into one design.\n",
      name, variant.unit == spec::Unit::tile ? self_check : "",
      spec::has_transfer(variant)
          ? fmt::format("| `registers/{}_transfer.*` | the program of a transfer: C header, words |\n", name)
          : "");
}

std::string float_unit_diagram(const spec::Variant& variant) {
  const bool has_pins = variant.sot.array == spec::SotArray::pins;
  return fmt::format(
      "```mermaid\n"
      "flowchart LR\n"
      "  host([AXI4-Lite]) <--> registers[registers and commands]\n"
      "  in([AXI4-Stream in]) --> store[program store] --> sequencer\n"
      "  in --> transposer --> lanes[\"latch, mask, match of the lanes\"] --> transposer --> out([AXI4-Stream out])\n"
      "  registers --> sequencer --> lanes\n"
      "  sequencer -- rows --> array{0}\n"
      "  lanes <--> array\n"
      "  registers -- interrupt_o --> cpu([interrupt])\n"
      "```\n",
      has_pins ? "((\"array: pins sot_*\"))" : "[(array: memory)]");
}

/// What a BACKWARD adds to the diagram of a tile.
std::string backward_arrows(const spec::Variant& variant) {
  if (!spec::has_backward(variant)) return "";
  if (spec::has_outer_update(variant)) {
    return "  in --> errors[error buffer] --> columns\n"
           "  slots --> columns\n"
           "  sequencer -- reverse_o --> array\n";
  }
  if (spec::has_ramp(variant)) {
    return "  in --> errors[error buffer] --> columns[temporal drivers of columns] -- col_sign_o, col_level_o --> "
           "array\n"
           "  slots --> columns\n"
           "  sequencer -- reverse_o --> array\n";
  }
  return "  in --> errors[error buffer] --> columns[column streamer] -- col_sign_o, col_level_o --> array\n"
         "  sequencer -- reverse_o --> array\n";
}

/// What update and transfer add to the diagram of a tile.
std::string training_arrows(const spec::Variant& variant) {
  if (!spec::has_update(variant)) return "";
  if (spec::has_outer_update(variant)) {
    return "  in --> voltages[voltage buffer] --> columns[voltage drivers of columns] -- col_sign_o, col_level_o --> "
           "array\n"
           "  registers --> outer[sequencer of the outer product] --> slots\n"
           "  outer -- update_en_o, opu_phase_o --> array\n";
  }
  std::string text =
      "  in --> probabilities[probabilities] --> pulses[pulse generators] --> streamer\n"
      "  random[random words] --> pulses";
  text += spec::has_backward(variant) ? " --> columns\n  pulses -- update_en_o --> array\n"
                                      : " -- col_sign_o, col_level_o, update_en_o --> array\n";
  if (spec::has_choppers(variant)) text += "  random --> choppers[chopper bank] --> pulses\n";
  if (spec::has_transfer(variant)) {
    text += fmt::format(
        "  {} -- codes of a row --> unit[\"SOT unit: program, sequencer, lanes\"] -- pulses of the row --> pulses\n"
        "  unit <--> sot{}\n"
        "  in --> unit --> out\n",
        spec::has_ramp(variant) ? "capture" : "shift",
        variant.sot.array == spec::SotArray::pins ? "((\"H and its companions: pins sot_*\"))"
                                                  : "[(H and its companions: memory)]");
  }
  return text;
}

std::string ramp_diagram(const spec::Variant& variant) {
  return fmt::format(
      "```mermaid\n"
      "flowchart LR\n"
      "  host([AXI4-Lite]) <--> registers[registers and commands]\n"
      "  in([AXI4-Stream in]) --> input[input buffer] --> streamer[temporal drivers of rows]\n"
      "  streamer -- row_sign_o, row_level_o --> array((analog array))\n"
      "  array -- cmp_i --> synchronisers[\"synchronisers, {} stages\"] --> capture[ramp capture]\n"
      "  capture --> requantise[\"scale, shift, offset, saturate\"] --> out([AXI4-Stream out])\n"
      "  registers --> sequencer[ramp sequencer] -- mux_o, integ_*, ramp_* --> array\n"
      "  sequencer --> slots[slot counter] --> streamer\n"
      "  sequencer -- step --> capture\n"
      "{}{}"
      "  registers -- interrupt_o --> cpu([interrupt])\n"
      "```\n",
      variant.readout.synchroniser_stages, backward_arrows(variant), training_arrows(variant));
}

std::string diagram(const spec::Variant& variant) {
  if (variant.unit == spec::Unit::float_unit) return float_unit_diagram(variant);
  if (spec::has_ramp(variant)) return ramp_diagram(variant);
  return fmt::format(
      "```mermaid\n"
      "flowchart LR\n"
      "  host([AXI4-Lite]) <--> registers[registers and commands]\n"
      "  in([AXI4-Stream in]) --> input[input buffer] --> streamer[row streamer]\n"
      "  streamer -- row_sign_o, row_level_o --> array((analog array))\n"
      "  array -- mtj_bit_i --> capture[\"synchronisers, {} stages\"] --> counters[partial-sum counters]\n"
      "  counters --> shift[shift-and-add] --> requantise[\"scale, shift, offset, saturate\"] --> out([AXI4-Stream "
      "out])\n"
      "  registers --> sequencer[array sequencer] -- integ_*, mtj_* --> array\n"
      "{}{}"
      "  registers -- interrupt_o --> cpu([interrupt])\n"
      "```\n",
      variant.readout.synchroniser_stages, backward_arrows(variant), training_arrows(variant));
}

std::string latencies(const spec::Variant& variant) {
  const bool is_tile = variant.unit == spec::Unit::tile;
  const char* of_tile = spec::has_ramp(variant) ? "A" : "n is the SAMPLES register; a";
  std::string text = std::string(is_tile ? of_tile : "The registers WAIT are 0; a") +
                     " command is counted from the clock edge that takes its COMMAND write.\n"
                     "\n"
                     "| what | cycles | formula |\n"
                     "| --- | --- | --- |\n";
  for (const spec::DerivedRow& row : spec::explain(variant)) {
    if (is_latency(row)) text += fmt::format("| {} | {} | {} |\n", row.name, row.value, row.formula);
  }
  if (!is_tile) return text;
  for (const auto space : blocks::register_spaces(variant)) {
    const spec::SpaceLayout layout = spec::space_layout(variant, space);
    text +=
        fmt::format("| {} of space {} `{}`, no stalls | {} | beats + 1 |\n", layout.writable ? "read, write" : "read",
                    static_cast<int>(space), layout.name, layout.beats() + 1);
  }
  return text;
}

std::string ports(const hdl::Module& top) {
  std::string text = "| port | direction | width | |\n| --- | --- | --- | --- |\n";
  for (const auto& port : top.ports()) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", port->name,
                        port->kind == hdl::DeclarationKind::input ? "in" : "out", port->width.value(), port->comment);
  }
  return text;
}

std::string usage(const spec::Variant& variant, const std::string& top) {
  const std::string check =
      "Check it, without spintile: `sh selfcheck/run.sh icarus` or `sh selfcheck/run.sh verilator`.\n\n";
  return (variant.unit == spec::Unit::tile ? check : "") +
         fmt::format(
             "- **Vivado**: `read_verilog [glob rtl/*.v]`, `read_xdc -unmanaged constraints/{0}.sdc`, top `{1}`. In a "
             "block "
             "design add "
             "the\n"
             "  sources and use *Add Module*: the bus names are those that Vivado infers AXI interfaces from.\n"
             "- **Yosys**: `yosys -p 'read_verilog rtl/*.v; synth -top {1}'`, in this folder.\n"
             "- **FuseSoC**: `fusesoc library add {0} PATH`, then depend on `spintile::{0}`; `fusesoc run --target "
             "lint "
             "spintile::{0}`.\n"
             "- **Verilator**: `verilator --lint-only -Wall --top-module {1} -F PATH/verilator.f`; with `--cc` or "
             "`--binary` "
             "alike.\n"
             "  A PATH with blanks confuses its warnings about file names: run it in this folder then.\n"
             "  The flag `-fno-const-bit-op-tree` in that file matters: without it Verilator 5.006 computes wrong "
             "values.\n"
             "- **Icarus Verilog**: `iverilog -g2005 -s {1} -c files.f`, in this folder.\n",
             variant.name, top);
}

}  // namespace

File readme(const Contents& contents) {
  std::string text = introduction(contents);
  const auto section = [&](const char* title, const std::string& body) {
    text += fmt::format("\n## {}\n\n{}", title, body);
  };
  section("Use", usage(contents.variant, contents.top.name()));
  if (spec::has_transfer(contents.variant)) section("Transfer", transfer_use(contents.variant));
  section("Files", files(contents.variant));
  section("Blocks", diagram(contents.variant));
  section("Latencies", latencies(contents.variant));
  section("Ports", ports(contents.top));
  return {"README.md", text};
}

}  // namespace spintile::gen::package
