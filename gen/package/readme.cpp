#include <fmt/format.h>

#include "gen/package/description.h"
#include "gen/package/package_files.h"
#include "spec/derive.h"
#include "spec/interface.h"
#include "spec/parse.h"

namespace spintile::gen::package {
namespace {

std::string introduction(const Contents& contents) {
  const spec::Variant& variant = contents.variant;
  return fmt::format(
      "# {0}\n"
      "\n"
      "The digital periphery of an in-memory training tile as Verilog-2005: variant `{1}`, hash `{2:016x}`, written "
      "by\n"
      "spintile {3}. It reads a crossbar of {4} rows and {5} columns ({6} sub-arrays, {7} weight slices, {8} "
      "converters).\n"
      "Generated: change `variant.yaml` and generate again. What you generate is yours; the licence of the generator "
      "does\nnot reach it.\n",
      contents.top.name(), variant.name, spec::variant_hash(variant), SPINTILE_VERSION, variant.crossbar.rows,
      variant.crossbar.columns, spec::subarrays(variant), variant.crossbar.weight_slices, spec::converters(variant));
}

std::string files(const std::string& name) {
  return fmt::format(
      "| file | what |\n"
      "| --- | --- |\n"
      "| `rtl/*.v` | one module a file; `files.f` lists them, a module after those it uses |\n"
      "| `verilator.f` | the same list for Verilator, with the flag it needs |\n"
      "| `{0}.core` | FuseSoC core (CAPI2) |\n"
      "| `component.xml` | IP-XACT component (IEEE 1685-2014) |\n"
      "| `constraints/{0}.sdc` | clock, reset, input and output delays, asynchronous pins |\n"
      "| `registers/{0}_registers.*` | the register map as SystemRDL 2.0, JSON, C header, Markdown |\n"
      "| `signature.json` | ports, latencies, commands, state spaces, registers, parameters, for machines |\n"
      "| `variant.yaml` | every choice behind this package |\n"
      "| `selfcheck/` | test bench and golden vectors; written by the command `spintile generate` |\n"
      "| `formal/` | properties of the modules, and `bind.sv`, which puts them into every instance where FORMAL is "
      "defined; from the same command |\n"
      "| `manifest.json` | SHA-256 of every file |\n"
      "\n"
      "All paths are relative, every module is called `{0}_*`: move the folder, or put several into one design.\n",
      name);
}

std::string diagram(const spec::Variant& variant) {
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
      "  registers -- interrupt_o --> cpu([interrupt])\n"
      "```\n",
      variant.readout.synchroniser_stages);
}

std::string latencies(const spec::Variant& variant) {
  std::string text =
      "n is the SAMPLES register; a command is counted from the clock edge that takes its COMMAND write.\n"
      "\n"
      "| what | cycles | formula |\n"
      "| --- | --- | --- |\n";
  for (const spec::DerivedRow& row : spec::explain(variant)) {
    if (row.group == "cycles") text += fmt::format("| {} | {} | {} |\n", row.name, row.value, row.formula);
  }
  for (const auto space : spec::spaces(variant)) {
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

std::string usage(const std::string& name, const std::string& top) {
  return fmt::format(
      "Check it, without spintile: `sh selfcheck/run.sh icarus` or `sh selfcheck/run.sh verilator`.\n"
      "\n"
      "- **Vivado**: `read_verilog [glob rtl/*.v]`, `read_xdc -unmanaged constraints/{0}.sdc`, top `{1}`. In a block "
      "design add "
      "the\n"
      "  sources and use *Add Module*: the bus names are those that Vivado infers AXI interfaces from.\n"
      "- **Yosys**: `yosys -p 'read_verilog rtl/*.v; synth -top {1}'`, in this folder.\n"
      "- **FuseSoC**: `fusesoc library add {0} PATH`, then depend on `spintile::{0}`; `fusesoc run --target lint "
      "spintile::{0}`.\n"
      "- **Verilator**: `verilator --lint-only -Wall --top-module {1} -F PATH/verilator.f`; with `--cc` or `--binary` "
      "alike.\n"
      "  A PATH with blanks confuses its warnings about file names: run it in this folder then.\n"
      "  The flag `-fno-const-bit-op-tree` in that file matters: without it Verilator 5.006 computes wrong values.\n"
      "- **Icarus Verilog**: `iverilog -g2005 -s {1} -c files.f`, in this folder.\n",
      name, top);
}

}  // namespace

File readme(const Contents& contents) {
  const std::string& name = contents.variant.name;
  std::string text = introduction(contents);
  const auto section = [&](const char* title, const std::string& body) {
    text += fmt::format("\n## {}\n\n{}", title, body);
  };
  section("Use", usage(name, contents.top.name()));
  section("Files", files(name));
  section("Blocks", diagram(contents.variant));
  section("Latencies", latencies(contents.variant));
  section("Ports", ports(contents.top));
  return {"README.md", text};
}

}  // namespace spintile::gen::package
