// The generated package: the same bytes each time, one module a file, blocks written in the tree and not as text.
#include "gen/generate.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "spec/parse.h"

namespace spintile::gen {
namespace {

namespace fs = std::filesystem;

const fs::path source = SPINTILE_SOURCE_DIR;

std::vector<spec::Variant> variants() {
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(source / "variants")) files.insert(entry.path());
  std::vector<spec::Variant> loaded;
  for (const auto& file : files) loaded.push_back(spec::load_variant(file));
  return loaded;
}

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(Generate, SameVariantSameBytes) {
  for (const auto& variant : variants()) {
    const auto first = generate(variant);
    const auto second = generate(spec::parse_variant(spec::to_yaml(variant), "again"));
    ASSERT_EQ(first.files.size(), second.files.size());
    for (std::size_t i = 0; i < first.files.size(); ++i) {
      EXPECT_EQ(first.files[i].path, second.files[i].path);
      EXPECT_EQ(first.files[i].text, second.files[i].text) << first.files[i].path;
    }
  }
}

TEST(Generate, OneModuleAFileAllWithTheVariantsPrefixAndHash) {
  const std::regex module("^module (\\w+)", std::regex::multiline);
  for (const auto& variant : variants()) {
    const auto package = generate(variant);
    EXPECT_EQ(package.top, variant.name + (variant.unit == spec::Unit::tile ? "_tile" : "_float_unit"));
    const std::string hash = fmt::format("hash {:016x}", spec::variant_hash(variant));
    for (const auto& file : package.files) {
      if (!file.path.ends_with(".v")) continue;
      std::vector<std::string> names;
      for (std::sregex_iterator i(file.text.begin(), file.text.end(), module), end; i != end; ++i)
        names.push_back((*i)[1]);
      ASSERT_EQ(names.size(), 1U) << file.path;
      EXPECT_EQ(file.path, "rtl/" + names.front() + ".v");
      EXPECT_TRUE(names.front().starts_with(variant.name + "_")) << names.front();
      EXPECT_NE(file.text.find(hash), std::string::npos) << file.path;
    }
  }
}

TEST(Generate, FileListNamesEveryModule) {
  const auto package = generate(variants().front());
  std::string expected;
  for (const auto& file : package.files) {
    if (file.path.ends_with(".v")) expected += file.path + "\n";
  }
  for (const auto& file : package.files) {
    if (file.path == "files.f") {
      EXPECT_EQ(file.text, expected);
    }
  }
}

/// String literals of a block's source that hold a keyword of the language, as text pasting would.
std::vector<std::string> pasted_text(const std::string& block_source) {
  static const std::regex literal("\"(?:[^\"\\\\]|\\\\.)*\"");
  static const std::regex keyword(
      "\\b(module|endmodule|assign|always|begin|end|wire|reg|posedge|negedge|parameter|localparam|genvar|generate|"
      "endgenerate|case|endcase|initial|function|integer)\\b|<=|1'b");
  static const std::regex include("#include .*");
  const std::string code = std::regex_replace(block_source, include, "");
  std::vector<std::string> found;
  for (std::sregex_iterator i(code.begin(), code.end(), literal), end; i != end; ++i) {
    const std::string text = i->str();
    if (std::regex_search(text, keyword)) found.push_back(text);
  }
  return found;
}

TEST(Generate, NoBlockPastesText) {
  for (const auto& entry : fs::directory_iterator(source / "gen" / "blocks")) {
    for (const auto& text : pasted_text(read(entry.path()))) ADD_FAILURE() << entry.path() << ": " << text;
  }
  EXPECT_EQ(pasted_text("m.assign(sum, a); out << \"assign sum = a;\";").size(), 1U) << "the search finds nothing";
}

}  // namespace
}  // namespace spintile::gen
