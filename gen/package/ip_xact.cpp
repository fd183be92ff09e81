#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "gen/package/description.h"
#include "gen/package/package_files.h"
#include "spec/interface.h"
#include "spec/register_map.h"

namespace spintile::gen::package {
namespace {

/// Elements of one namespace, indented by depth.
class Xml {
 public:
  void open(std::string_view element, std::string_view attributes = {}) {
    indent();
    text_ += fmt::format("<ipxact:{}{}{}>\n", element, attributes.empty() ? "" : " ", attributes);
    open_.emplace_back(element);
  }
  void close() {
    const std::string element = open_.back();
    open_.pop_back();
    indent();
    text_ += fmt::format("</ipxact:{}>\n", element);
  }
  void leaf(std::string_view element, std::string_view value) {
    indent();
    text_ += fmt::format("<ipxact:{0}>{1}</ipxact:{0}>\n", element, escaped(value));
  }
  void leaf(std::string_view element, std::int64_t value) { leaf(element, std::to_string(value)); }
  void empty(std::string_view element, std::string_view attributes = {}) {
    indent();
    text_ += fmt::format("<ipxact:{}{}{}/>\n", element, attributes.empty() ? "" : " ", attributes);
  }
  const std::string& text() const { return text_; }

 private:
  static std::string escaped(std::string_view value) {
    std::string result;
    for (const char character : value) {
      switch (character) {
        case '&':
          result += "&amp;";
          break;
        case '<':
          result += "&lt;";
          break;
        case '>':
          result += "&gt;";
          break;
        default:
          result += character;
      }
    }
    return result;
  }
  void indent() { text_.append(2 + 2 * open_.size(), ' '); }

  std::string text_;
  std::vector<std::string> open_;
};

struct BusInterface {
  std::string_view name;
  std::string_view vendor, library, type, version;
  std::string_view mode;            // "slave", "master"
  std::string_view prefix;          // of the ports, in lower case the logical name follows
  std::string_view only = {};       // or this one port ..
  std::string_view logical = {};    // .. and its logical name
  std::string_view parameter = {};  // "name=value"
};

// Arm's and Xilinx's bus definitions: those that tools know.
constexpr std::array bus_interfaces = {
    BusInterface{"s_axil", "amba.com", "AMBA4", "AXI4-Lite", "r0p0_0", "slave", "s_axil_"},
    BusInterface{"s_axis", "amba.com", "AMBA4", "AXI4Stream", "r0p0_1", "slave", "s_axis_"},
    BusInterface{"m_axis", "amba.com", "AMBA4", "AXI4Stream", "r0p0_1", "master", "m_axis_"},
    BusInterface{"interrupt",
                 "xilinx.com",
                 "signal",
                 "interrupt",
                 "1.0",
                 "master",
                 {},
                 "interrupt_o",
                 "INTERRUPT",
                 "SENSITIVITY=LEVEL_HIGH"},
    BusInterface{"aclk",
                 "xilinx.com",
                 "signal",
                 "clock",
                 "1.0",
                 "slave",
                 {},
                 "aclk",
                 "CLK",
                 "ASSOCIATED_BUSIF=s_axil:s_axis:m_axis"},
    BusInterface{
        "aresetn", "xilinx.com", "signal", "reset", "1.0", "slave", {}, "aresetn", "RST", "POLARITY=ACTIVE_LOW"}};

void port_map(Xml& xml, std::string_view logical, std::string_view physical) {
  xml.open("portMap");
  xml.open("logicalPort");
  xml.leaf("name", logical);
  xml.close();
  xml.open("physicalPort");
  xml.leaf("name", physical);
  xml.close();
  xml.close();
}

void bus_interface(Xml& xml, const BusInterface& bus, const hdl::Module& top) {
  const auto reference = [&](std::string_view suffix) {
    return fmt::format("vendor=\"{}\" library=\"{}\" name=\"{}{}\" version=\"{}\"", bus.vendor, bus.library, bus.type,
                       suffix, bus.version);
  };
  xml.open("busInterface");
  xml.leaf("name", bus.name);
  xml.empty("busType", reference(""));
  xml.open("abstractionTypes");
  xml.open("abstractionType");
  xml.empty("abstractionRef", reference("_rtl"));
  xml.open("portMaps");
  if (!bus.only.empty()) port_map(xml, bus.logical, bus.only);
  for (const auto& port : top.ports()) {
    if (bus.only.empty() && port->name.starts_with(bus.prefix)) {
      port_map(xml, upper(port->name.substr(bus.prefix.size())), port->name);
    }
  }
  xml.close();
  xml.close();
  xml.close();
  if (bus.name == "s_axil") {
    xml.open("slave");
    xml.empty("memoryMapRef", "memoryMapRef=\"registers\"");
    xml.close();
  } else {
    xml.empty(bus.mode);
  }
  if (!bus.parameter.empty()) {
    const auto equals = bus.parameter.find('=');
    xml.open("parameters");
    xml.open("parameter", fmt::format("parameterId=\"{}_{}\"", bus.name, bus.parameter.substr(0, equals)));
    xml.leaf("name", bus.parameter.substr(0, equals));
    xml.leaf("value", bus.parameter.substr(equals + 1));
    xml.close();
    xml.close();
  }
  xml.close();
}

std::string_view access(bool readable, bool writable) {
  if (!writable) return "read-only";
  return readable ? "read-write" : "write-only";
}

void field(Xml& xml, const spec::RegisterField& field) {
  xml.open("field");
  xml.leaf("name", field.name);
  xml.leaf("description", field.description);
  xml.leaf("bitOffset", field.lsb);
  xml.open("resets");
  xml.open("reset");
  xml.leaf("value", field.reset_value);
  xml.close();
  xml.close();
  xml.leaf("bitWidth", field.bits);
  xml.leaf("access", access(field.readable(), field.writable()));
  if (field.access == spec::FieldAccess::write_1_to_clear) xml.leaf("modifiedWriteValue", "oneToClear");
  xml.close();
}

void memory_map(Xml& xml, const spec::Variant& variant) {
  xml.open("memoryMaps");
  xml.open("memoryMap");
  xml.leaf("name", "registers");
  xml.open("addressBlock");
  xml.leaf("name", "registers");
  xml.leaf("baseAddress", 0);
  xml.leaf("range", std::int64_t{1} << spec::register_address_bits);
  xml.leaf("width", 32);
  xml.leaf("usage", "register");
  for (const spec::Register& entry : spec::register_map(variant)) {
    xml.open("register");
    xml.leaf("name", entry.name);
    xml.leaf("description", entry.description);
    xml.leaf("addressOffset", entry.offset);
    xml.leaf("size", 32);
    xml.leaf("access", access(entry.readable(), entry.writable()));
    for (const spec::RegisterField& one : entry.fields) field(xml, one);
    xml.close();
  }
  xml.close();
  xml.leaf("addressUnitBits", 8);
  xml.close();
  xml.close();
}

void model(Xml& xml, const hdl::Module& top) {
  xml.open("model");
  xml.open("views");
  xml.open("view");
  xml.leaf("name", "rtl");
  xml.leaf("envIdentifier", ":*:*");
  xml.leaf("componentInstantiationRef", "rtl");
  xml.close();
  xml.close();
  xml.open("instantiations");
  xml.open("componentInstantiation");
  xml.leaf("name", "rtl");
  xml.leaf("language", "verilog");
  xml.leaf("moduleName", top.name());
  xml.open("fileSetRef");
  xml.leaf("localName", "rtl");
  xml.close();
  xml.open("fileSetRef");
  xml.leaf("localName", "constraints");
  xml.close();
  xml.close();
  xml.close();
  xml.open("ports");
  for (const auto& port : top.ports()) {
    xml.open("port");
    xml.leaf("name", port->name);
    xml.open("wire");
    xml.leaf("direction", port->kind == hdl::DeclarationKind::input ? "in" : "out");
    if (port->width.value() > 1) {
      xml.open("vectors");
      xml.open("vector");
      xml.leaf("left", port->width.value() - 1);
      xml.leaf("right", 0);
      xml.close();
      xml.close();
    }
    xml.close();
    xml.close();
  }
  xml.close();
  xml.close();
}

void file_set(Xml& xml, std::string_view name, const std::vector<std::string>& paths, std::string_view type) {
  xml.open("fileSet");
  xml.leaf("name", name);
  for (const std::string& path : paths) {
    xml.open("file");
    xml.leaf("name", path);
    xml.leaf("fileType", type);
    xml.close();
  }
  xml.close();
}

}  // namespace

File ip_xact(const Contents& contents) {
  Xml xml;
  xml.leaf("vendor", "spintile");
  xml.leaf("library", "tiles");
  xml.leaf("name", contents.top.name());
  xml.leaf("version", SPINTILE_VERSION);
  xml.open("busInterfaces");
  for (const BusInterface& bus : bus_interfaces) bus_interface(xml, bus, contents.top);
  xml.close();
  memory_map(xml, contents.variant);
  model(xml, contents.top);
  xml.open("fileSets");
  file_set(xml, "rtl", contents.sources, "verilogSource");
  file_set(xml, "constraints", {fmt::format("constraints/{}.sdc", contents.variant.name)}, "SDC");
  xml.close();
  xml.leaf("description", summary(contents.variant));
  const std::string schema = "http://www.accellera.org/XMLSchema/IPXACT/1685-2014";
  return {"component.xml",
          fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<ipxact:component xmlns:ipxact=\"{0}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
                      "    xsi:schemaLocation=\"{0} {0}/index.xsd\">\n{1}</ipxact:component>\n",
                      schema, xml.text())};
}

}  // namespace spintile::gen::package
