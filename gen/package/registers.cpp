// The register map as SystemRDL, JSON, C and Markdown.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "gen/package/description.h"
#include "gen/package/package_files.h"
#include "spec/interface.h"
#include "spec/register_map.h"

namespace spintile::gen::package {
namespace {

std::string path_of(const spec::Variant& variant, const char* extension) {
  return fmt::format("registers/{}_registers.{}", variant.name, extension);
}

/// Backslash and quote escaped, as both SystemRDL and C have it.
std::string string_literal(std::string_view text) {
  std::string result = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') result += '\\';
    result += character;
  }
  return result + '"';
}

/// What software may do (sw), and what the hardware does (hw).
std::string_view rdl_access(const spec::RegisterField& field) {
  switch (field.access) {
    case spec::FieldAccess::constant:
      return "sw = r; hw = na;";
    case spec::FieldAccess::read:
      return "sw = r; hw = w;";
    case spec::FieldAccess::write:
      return "sw = w; hw = r;";
    case spec::FieldAccess::read_write:
      return "sw = rw; hw = r;";
    case spec::FieldAccess::write_1_to_clear:
      return "sw = rw; hw = w; woclr;";
  }
  return {};
}

}  // namespace

File registers_system_rdl(const spec::Variant& variant) {
  std::string text = fmt::format(
      "// Registers of {0}_{1}, SystemRDL 2.0.\n"
      "addrmap {0}_{1} {{\n"
      "  name = \"{0}_{1}\";\n"
      "  default regwidth = 32;\n"
      "  default accesswidth = 32;\n",
      variant.name, unit_module(variant.unit));
  for (const spec::Register& entry : spec::register_map(variant)) {
    text +=
        fmt::format("\n  reg {{\n    name = \"{}\";\n    desc = {};\n", entry.name, string_literal(entry.description));
    for (const spec::RegisterField& field : entry.fields) {
      text += fmt::format("    field {{ desc = {}; {} }} {}[{}:{}] = {}'h{:x};\n", string_literal(field.description),
                          rdl_access(field), field.name, field.lsb + field.bits - 1, field.lsb, field.bits,
                          field.reset_value);
    }
    text += fmt::format("  }} {} @ 0x{:02X};\n", entry.name, entry.offset);
  }
  return {path_of(variant, "rdl"), text + "};\n"};
}

File registers_json(const spec::Variant& variant) {
  const nlohmann::ordered_json document = {{"variant", variant.name},
                                           {"address_bits", spec::register_address_bits},
                                           {"data_bits", 32},
                                           {"registers", describe_registers(variant)}};
  return {path_of(variant, "json"), document.dump(2) + "\n"};
}

File registers_c_header(const spec::Variant& variant) {
  const std::string prefix = upper(variant.name);
  std::string text = fmt::format(
      "/* Registers, commands and state spaces of {0}_{1}: offsets in bytes, masks in place. */\n"
      "#ifndef {2}_REGISTERS_H\n#define {2}_REGISTERS_H\n",
      variant.name, unit_module(variant.unit), prefix);
  const auto define = [&](const std::string& name, std::string_view value) {
    text += fmt::format("#define {}_{} {}\n", prefix, name, value);
  };
  for (const spec::Register& entry : spec::register_map(variant)) {
    text += fmt::format("\n/* {} */\n", entry.description);
    define(entry.name + "_OFFSET", fmt::format("0x{:02X}u", entry.offset));
    define(entry.name + "_RESET", fmt::format("0x{:08X}u", entry.reset_value()));
    for (const spec::RegisterField& field : entry.fields) {
      const std::string name = fmt::format("{}_{}", entry.name, upper(field.name));
      define(name + "_LSB", std::to_string(field.lsb));
      define(name + "_MASK", fmt::format("0x{:08X}u", field.mask()));
    }
  }
  text += "\n/* Values of COMMAND.command */\n";
  for (const auto command : spec::commands(variant)) {
    define("COMMAND_CODE_" + upper(spec::name(command)), fmt::format("{}u", static_cast<int>(command)));
  }
  text += "\n/* Values of STATUS.error_code */\n";
  for (const auto error : spec::errors(variant)) {
    define("ERROR_CODE_" + upper(spec::name(error)), fmt::format("{}u", static_cast<int>(error)));
  }
  text += "\n/* Values of COMMAND.space, and the packets of each state space */\n";
  for (const auto space : spec::spaces(variant)) {
    const spec::SpaceLayout layout = spec::space_layout(variant, space);
    const std::string name = "SPACE_" + upper(layout.name);
    define(name, fmt::format("{}u", static_cast<int>(space)));
    define(name + "_ELEMENTS", fmt::format("{}u", layout.elements));
    define(name + "_ELEMENT_BITS", fmt::format("{}u", layout.element_bits()));
    define(name + "_BEATS", fmt::format("{}u", layout.beats()));
  }
  text += "\n#endif\n";
  return {path_of(variant, "h"), text};
}

File registers_markdown(const spec::Variant& variant) {
  std::string text = fmt::format(
      "# Registers of {}_{}\n\n32-bit registers on the AXI4-Lite port. Writes need all four byte strobes; a refused "
      "write, and a read of an\nunmapped address, answers SLVERR.\n",
      variant.name, unit_module(variant.unit));
  for (const spec::Register& entry : spec::register_map(variant)) {
    text += fmt::format(
        "\n## 0x{:02X} {}\n\n{}. Reset value 0x{:08X}.\n\n| bits | field | access | reset | meaning |\n| "
        "--- | --- | --- | --- | --- |\n",
        entry.offset, entry.name, entry.description, entry.reset_value());
    for (const spec::RegisterField& field : entry.fields) {
      text += fmt::format("| {} | {} | {} | 0x{:X} | {} |\n", bit_range(field), field.name, spec::name(field.access),
                          field.reset_value, field.description);
    }
  }
  return {path_of(variant, "md"), text};
}

}  // namespace spintile::gen::package
