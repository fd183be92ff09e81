// Each file of a package against what it describes, and where the tool that reads it is here, through that tool.
#include "gen/package/package_files.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "gen/microcode/transfer.h"
#include "gen/package/manifest.h"
#include "gen/package/sha256.h"
#include "spec/derive.h"
#include "spec/interface.h"
#include "spec/parse.h"
#include "spec/register_map.h"
#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile::gen {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct Generated {
  spec::Variant variant;
  Package package;

  std::string text(const std::string& path) const {
    for (const File& file : package.files) {
      if (file.path == path) return file.text;
    }
    ADD_FAILURE() << variant.name << ": no " << path;
    return {};
  }
  std::vector<std::string> sources() const {
    std::vector<std::string> paths;
    for (const File& file : package.files) {
      if (file.path.starts_with("rtl/")) paths.push_back(file.path);
    }
    return paths;
  }
};

const std::vector<Generated>& all_variants() {
  static const std::vector<Generated> list = [] {
    std::set<fs::path> files;
    for (const auto& entry : fs::directory_iterator(fs::path(SPINTILE_SOURCE_DIR) / "variants")) files.insert(entry);
    std::vector<Generated> generated;
    for (const auto& file : files) {
      const spec::Variant variant = spec::load_variant(file);
      generated.push_back({variant, generate(variant)});
    }
    return generated;
  }();
  return list;
}

/// All matches of `pattern` in `text`: their groups.
std::vector<std::vector<std::string>> matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::vector<std::string>> found;
  for (std::sregex_iterator i(text.begin(), text.end(), regex), end; i != end; ++i) {
    std::vector<std::string> groups;
    for (std::size_t group = 1; group < i->size(); ++group) groups.push_back((*i)[group]);
    found.push_back(groups);
  }
  return found;
}

/// Name -> (direction, width) as the emitted Verilog declares them.
std::map<std::string, std::pair<std::string, int>> declared_ports(const Generated& one) {
  std::map<std::string, std::pair<std::string, int>> ports;
  for (const auto& groups :
       matches(one.text("rtl/" + one.package.top + ".v"), R"((input|output)\s+wire\s+(?:\[(\d+):0\]\s+)?(\w+))")) {
    ports[groups[2]] = {groups[0], groups[1].empty() ? 1 : std::stoi(groups[1]) + 1};
  }
  return ports;
}

TEST(PackageFiles, ManifestHoldsTheHashOfEveryOtherFile) {
  for (const Generated& one : all_variants()) {
    const Json manifest = Json::parse(one.text("manifest.json"));
    EXPECT_EQ(manifest["top"], one.package.top);
    ASSERT_EQ(manifest["files"].size(), one.package.files.size() - 1);
    for (const Json& file : manifest["files"]) {
      const std::string text = one.text(file["path"]);
      EXPECT_EQ(file["bytes"], text.size());
      EXPECT_EQ(file["sha256"], package::sha256(text));
    }
  }
}

TEST(PackageFiles, MoreFilesComeIntoTheManifest) {
  const Package& first = all_variants().front().package;
  const Package more = with_files(first, {{"notes/a.txt", "a\n"}});
  EXPECT_EQ(more.files.size(), first.files.size() + 1);
  EXPECT_EQ(more.files.back().path, manifest_path);
  const auto paths = listed_paths(more.files.back().text);
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths->back(), "notes/a.txt");
  EXPECT_FALSE(listed_paths("{}"));
  EXPECT_FALSE(listed_paths("not JSON"));
  EXPECT_FALSE(listed_paths(R"({"format": "spintile package 1", "files": [{"name": "a"}]})"));
}

TEST(PackageFiles, HoldNoAbsolutePathAndReadNoFileAtRunTime) {
  for (const Generated& one : all_variants()) {
    std::set<std::string> paths;
    for (const File& file : one.package.files) {
      EXPECT_TRUE(paths.insert(file.path).second) << file.path;
      EXPECT_FALSE(fs::path(file.path).is_absolute());
      EXPECT_EQ(file.text.find("$readmem"), std::string::npos) << file.path;
      EXPECT_EQ(file.text.find(SPINTILE_SOURCE_DIR), std::string::npos) << file.path;
      EXPECT_EQ(file.text.find("/tmp"), std::string::npos) << file.path;
    }
  }
}

TEST(PackageFiles, SignatureIsWhatTheVerilogDeclares) {
  for (const Generated& one : all_variants()) {
    const Json signature = Json::parse(one.text("signature.json"));
    std::map<std::string, std::pair<std::string, int>> ports;
    for (const Json& port : signature["ports"]) ports[port["name"]] = {port["direction"], port["width"]};
    EXPECT_EQ(ports, declared_ports(one)) << one.variant.name;
    EXPECT_EQ(signature["modules"].size(), one.sources().size());
    EXPECT_EQ(signature["hash"], fmt::format("{:016x}", spec::variant_hash(one.variant)));
    EXPECT_EQ(signature["registers"],
              Json::parse(one.text(fmt::format("registers/{}_registers.json", one.variant.name)))["registers"]);
    if (one.variant.unit != spec::Unit::tile) {
      EXPECT_GE(signature["latencies"].size(), 8U);
      EXPECT_EQ(signature["spaces"].size(), 2U);
      continue;
    }
    int forwards = 0;
    for (const Json& latency : signature["latencies"]) {
      const auto groups = matches(latency["name"], "^forward(?:, n = (\\d+))?$");
      if (groups.empty()) continue;
      ++forwards;
      const int samples = groups[0][0].empty() ? 1 : std::stoi(groups[0][0]);  // a ramp converts once
      EXPECT_EQ(latency["cycles"], spec::forward_cycles(one.variant, samples));
    }
    EXPECT_GE(forwards, 1);
    for (const Json& space : signature["spaces"]) {
      const auto layout = spec::space_layout(one.variant, static_cast<spec::Space>(space["code"].get<int>()));
      EXPECT_EQ(space["name"], layout.name);
      if (layout.name == "program" || layout.name == "lanes") {
        // What a packet covers is in registers.
        EXPECT_EQ(space["most_elements"], layout.elements);
        EXPECT_FALSE(space.contains("packet_cycles"));
      } else {
        EXPECT_EQ(space["packet_cycles"], layout.beats() + 1);
      }
    }
  }
}

TEST(PackageFiles, SystemRdlIsTheMap) {
  for (const Generated& one : all_variants()) {
    const std::string text = one.text(fmt::format("registers/{}_registers.rdl", one.variant.name));
    std::vector<std::vector<std::string>> fields;
    std::vector<std::vector<std::string>> registers;
    for (const spec::Register& entry : spec::register_map(one.variant)) {
      registers.push_back({entry.name, fmt::format("{:02X}", entry.offset)});
      for (const auto& field : entry.fields) {
        fields.push_back({field.name, std::to_string(field.lsb + field.bits - 1), std::to_string(field.lsb),
                          std::to_string(field.bits), fmt::format("{:x}", field.reset_value)});
      }
    }
    EXPECT_EQ(matches(text, R"(\} (\w+)\[(\d+):(\d+)\] = (\d+)'h([0-9a-f]+);)"), fields);
    EXPECT_EQ(matches(text, R"(\n  \} (\w+) @ 0x([0-9A-F]{2});)"), registers);
  }
}

/// The compiler reads the header, and a program that uses it prints every number of the map.
TEST(PackageFiles, CHeaderCompilesAndHoldsTheMap) {
  const Generated& one = all_variants().at(8);
  const std::string prefix = [&] {
    std::string upper = one.variant.name;
    std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
    return upper;
  }();
  std::string program =
      fmt::format("#include \"{}_registers.h\"\n#include <stdio.h>\nint main(void) {{\n", one.variant.name);
  std::string expected;
  const auto print = [&](const std::string& name, std::uint32_t value) {
    program += fmt::format("  printf(\"%lu\\n\", (unsigned long){}_{});\n", prefix, name);
    expected += fmt::format("{}\n", value);
  };
  for (const spec::Register& entry : spec::register_map(one.variant)) {
    print(entry.name + "_OFFSET", entry.offset);
    print(entry.name + "_RESET", entry.reset_value());
  }
  print("STATUS_ERROR_MASK", 4);
  print("STATUS_ERROR_CODE_LSB", 8);
  print("STATUS_ERROR_CODE_MASK", 0xFF00);
  print("COMMAND_CODE_FORWARD", 3);
  print("ERROR_CODE_BUSY", 2);
  print("SPACE_SCALE", 4);
  print("SPACE_INPUT_ELEMENTS", static_cast<std::uint32_t>(one.variant.crossbar.rows));
  program += "  return 0;\n}\n";

  const verif::ScratchFolder folder;
  const std::string header = fmt::format("registers/{}_registers.h", one.variant.name);
  verif::write_file(folder.path() / fs::path(header).filename(), one.text(header));
  verif::write_file(folder.path() / "main.c", program);
  verif::run_program_or_throw({"cc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "main.c", "-o", "main"},
                              folder.path());
  EXPECT_EQ(verif::run_program_or_throw({"./main"}, folder.path()), expected);
}

spec::Variant tile_with_transfer(int program_words) {
  return spec::parse_variant(fmt::format("schema_version: 1\nname: with_transfer\n"
                                         "crossbar: {{rows: 6, columns: 3, array_rows: 6, fast_array: true}}\n"
                                         "update: {{kind: stochastic}}\n"
                                         "transfer: {{kind: agad, arithmetic: fixed, word_bits: 12, pulses: 5, "
                                         "work_rows: 256, program_words: {}}}\n",
                                         program_words),
                             "with_transfer.yaml");
}

/// What a C program reads from the header, and the words as text, are the compiler's program and its rows.
TEST(PackageFiles, TransferProgramIsInHexadecimalAndInC) {
  const spec::Variant variant = tile_with_transfer(1024);
  const spec::sot::Program program = microcode::compile_transfer(variant);
  const microcode::TransferPlacement placement(variant, program);
  const std::vector<File> files = package::transfer_program(variant);
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].path, "registers/with_transfer_transfer.hex");
  std::string words;
  for (const spec::sot::Word& word : program.words) words += fmt::format("{:016x}\n", spec::sot::encode(word));
  EXPECT_EQ(files[0].text, words);

  const verif::ScratchFolder folder;
  verif::write_file(folder.path() / "transfer.h", files[1].text);
  std::string main = "#include \"transfer.h\"\n#include <stdio.h>\nint main(void) {\n  unsigned i;\n";
  std::string expected = words;
  main +=
      "  for (i = 0; i < WITH_TRANSFER_TRANSFER_WORDS; ++i)\n"
      "    printf(\"%016llx\\n\", (unsigned long long)with_transfer_transfer_program[i]);\n";
  const auto print = [&](const std::string& name, int value) {
    main += fmt::format("  printf(\"%u\\n\", WITH_TRANSFER_TRANSFER_{});\n", name);
    expected += fmt::format("{}\n", value);
  };
  print("WORD_BITS", 12);
  print("PLANE_ROWS", 3 * 6 * 12);
  for (std::size_t i = 0; i < program.regions.size(); ++i) print(fmt::format("BASE{}", i), placement.bases.at(i));
  const int constants = placement.bases.at(microcode::transfer_region::constants);
  EXPECT_EQ(placement.rows, constants + 4 * 12);
  print("LAMBDA_ROW", constants);
  print("MOMENTUM_ROW", constants + 12);
  print("KEEP_ROW", constants + 24);
  print("BETA_ROW", constants + 36);
  verif::write_file(folder.path() / "main.c", main + "  return 0;\n}\n");
  verif::run_program_or_throw({"cc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "main.c", "-o", "main"},
                              folder.path());
  EXPECT_EQ(verif::run_program_or_throw({"./main"}, folder.path()), expected);
}

TEST(PackageFiles, TransferProgramThatDoesNotFitIsLeftOutAndTheReadmeSaysSo) {
  const spec::Variant variant = tile_with_transfer(256);
  EXPECT_TRUE(package::transfer_program(variant).empty());
  EXPECT_NE(package::transfer_use(variant).find("where `transfer.program_words` is 256"), std::string::npos);
  EXPECT_NE(package::transfer_use(tile_with_transfer(1024)).find("sets BASE0 .. BASE6"), std::string::npos);
}

TEST(PackageFiles, FuseSocCoreIsYamlWithEverySource) {
  for (const Generated& one : all_variants()) {
    const std::string text = one.text(one.variant.name + ".core");
    ASSERT_TRUE(text.starts_with("CAPI=2:\n"));
    const YAML::Node core = YAML::Load(text.substr(text.find('\n') + 1));
    EXPECT_EQ(core["name"].as<std::string>(), fmt::format("spintile::{}:{}", one.variant.name, SPINTILE_VERSION));
    EXPECT_EQ(core["filesets"]["rtl"]["files"].as<std::vector<std::string>>(), one.sources());
    EXPECT_EQ(core["targets"]["default"]["toplevel"].as<std::string>(), one.package.top);
    EXPECT_EQ(core["targets"]["lint"]["tools"]["verilator"]["verilator_options"].as<std::vector<std::string>>(),
              (std::vector<std::string>{"-Wall", "-fno-const-bit-op-tree"}));
  }
}

TEST(PackageFiles, IpXactIsXmlWithEveryPortRegisterAndFile) {
  for (const Generated& one : all_variants()) {
    const std::string text = one.text("component.xml");
    std::set<std::string> ports;
    for (const auto& groups : matches(text, "<ipxact:port>\\s*<ipxact:name>(\\w+)<")) ports.insert(groups[0]);
    std::set<std::string> mapped;
    for (const auto& groups : matches(text, "<ipxact:physicalPort>\\s*<ipxact:name>(\\w+)<")) mapped.insert(groups[0]);
    for (const auto& [name, port] : declared_ports(one)) {
      EXPECT_TRUE(ports.erase(name)) << name;
      const bool is_bus =
          std::regex_search(name, std::regex("^(s_axil_|s_axis_|m_axis_)|^(aclk|aresetn|interrupt_o)$"));
      EXPECT_EQ(mapped.contains(name), is_bus) << name;
    }
    EXPECT_TRUE(ports.empty());
    std::vector<std::uint32_t> offsets;
    for (const auto& groups : matches(text, "<ipxact:addressOffset>(\\d+)<")) {
      offsets.push_back(static_cast<std::uint32_t>(std::stoul(groups[0])));
    }
    std::vector<std::uint32_t> expected;
    for (const auto& entry : spec::register_map(one.variant)) expected.push_back(entry.offset);
    EXPECT_EQ(offsets, expected);
    for (const std::string& path : one.sources()) {
      EXPECT_NE(text.find("<ipxact:name>" + path + "</ipxact:name>"), std::string::npos) << path;
    }
  }
  if (!verif::find_program("xmllint")) GTEST_SKIP() << "no xmllint: XML not parsed";
  const verif::ScratchFolder folder;
  verif::write_file(folder.path() / "component.xml", all_variants().front().text("component.xml"));
  EXPECT_EQ(verif::run_program_or_throw({"xmllint", "--noout", "component.xml"}, folder.path()), "");
}

/// As a timing tool sources it: each command prints itself.
TEST(PackageFiles, ConstraintsReachEveryPortOnce) {
  if (!verif::find_program("tclsh")) GTEST_SKIP() << "no tclsh: constraints not sourced";
  const std::string stand_ins =
      "foreach command {create_clock set_input_delay set_output_delay set_max_delay set_false_path} {\n"
      "  proc $command args \"puts \\\"$command \\$args\\\"\"\n}\n"
      "proc get_ports name { return $name }\n"
      "source constraints.sdc\n";
  for (const Generated& one : all_variants()) {
    const verif::ScratchFolder folder;
    verif::write_file(folder.path() / "constraints.sdc", one.text(fmt::format("constraints/{}.sdc", one.variant.name)));
    verif::write_file(folder.path() / "run.tcl", stand_ins);
    const std::string log = verif::run_program_or_throw({"tclsh", "run.tcl"}, folder.path());
    const bool is_asynchronous =
        one.variant.reset == spec::ResetStyle::async_low || one.variant.reset == spec::ResetStyle::async_high;
    for (const auto& [name, port] : declared_ports(one)) {
      const std::string pattern = port.second > 1 ? "\\{" + name + "\\[\\*\\]\\}" : name;
      std::set<std::string> commands;
      for (const auto& groups : matches(log, "(?:^|\\n)(\\w+) (?:[^\\n]* )?" + pattern + "(?=\\n)"))
        commands.insert(groups[0]);
      std::set<std::string> expected = {port.first == "input" ? "set_input_delay" : "set_output_delay"};
      if (name == "aclk") expected = {"create_clock"};
      if (name == "mtj_bit_i" || name == "cmp_i") expected = {"set_max_delay", "set_false_path"};
      if (name == "aresetn" && is_asynchronous) expected.insert("set_false_path");
      EXPECT_EQ(commands, expected) << one.variant.name << " " << name << "\n" << log;
    }
  }
}

TEST(PackageFiles, ReadmeTellsTheLatencies) {
  for (const Generated& one : all_variants()) {
    if (one.variant.unit != spec::Unit::tile) continue;
    const std::string text = one.text("README.md");
    const int most = one.variant.readout.samples_max;
    const std::string forward = spec::has_ramp(one.variant) ? "forward" : fmt::format("forward, n = {}", most);
    EXPECT_NE(text.find(fmt::format("| {} | {} |", forward, spec::forward_cycles(one.variant, most))),
              std::string::npos);
    EXPECT_NE(text.find("-fno-const-bit-op-tree"), std::string::npos);
  }
}

}  // namespace
}  // namespace spintile::gen
