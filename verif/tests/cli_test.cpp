// The built command from outside: exit codes, what it says, what it leaves on the disk.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile {
namespace {

namespace fs = std::filesystem;

const fs::path variants = fs::path(SPINTILE_SOURCE_DIR) / "variants";

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

class CommandLine : public testing::Test {
 protected:
  verif::ProgramResult spintile(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), SPINTILE_COMMAND);
    return verif::run_program(arguments, scratch_.path());
  }
  fs::path folder() const { return scratch_.path(); }

  /// Relative path -> content of every file below `root`.
  static std::map<std::string, std::string> files_in(const fs::path& root) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.is_regular_file()) files[entry.path().lexically_relative(root).string()] = text_of(entry.path());
    }
    return files;
  }

 private:
  verif::ScratchFolder scratch_;
};

void expect_says(const verif::ProgramResult& result, const std::string& text) {
  EXPECT_NE(result.log.find(text), std::string::npos) << "expected \"" << text << "\" in:\n" << result.log;
}

TEST_F(CommandLine, VersionAndHelpAreGood) {
  const auto version = spintile({"--version"});
  EXPECT_EQ(version.status, 0);
  expect_says(version, "spintile " SPINTILE_VERSION);
  const auto help = spintile({"--help"});
  EXPECT_EQ(help.status, 0);
  for (const char* command : {"verify", "generate", "explain", "list", "schema"}) expect_says(help, command);
}

TEST_F(CommandLine, BadUsageExits2) {
  EXPECT_EQ(spintile({}).status, 2);
  EXPECT_EQ(spintile({"no_such_command"}).status, 2);
  EXPECT_EQ(spintile({"explain", "--no-such-option"}).status, 2);
  EXPECT_EQ(spintile({"generate"}).status, 2) << "--output is required";
}

TEST_F(CommandLine, RefusedVariantNamesFileLineKeyValueAndAllProblems) {
  const std::string file = (folder() / "bad variant.yaml").string();
  verif::write_file(
      file, "schema_version: 1\nname: bad\ncrossbar:\n  rows: 0\n  columns: 4\n  array_rows: 4\n  colour: red\n");
  for (const char* command : {"explain", "verify"}) {
    const auto result = spintile({command, file});
    EXPECT_EQ(result.status, 2) << command;
    expect_says(result, file + ":4: crossbar.rows: 0: ");
    expect_says(result, file + ":7: crossbar.colour");
  }
  const auto generated = spintile({"generate", file, "-o", (folder() / "out").string()});
  EXPECT_EQ(generated.status, 2);
  EXPECT_FALSE(fs::exists(folder() / "out"));
}

TEST_F(CommandLine, MissingVariantExits2AndNamesIt) {
  const auto result = spintile({"explain", "nowhere.yaml"});
  EXPECT_EQ(result.status, 2);
  expect_says(result, "nowhere.yaml");
}

TEST_F(CommandLine, ExplainWithoutAVariantUsesTheBuiltInOne) {
  const auto built_in = spintile({"explain"});
  EXPECT_EQ(built_in.status, 0) << built_in.log;
  EXPECT_EQ(built_in.log, spintile({"explain", (variants / "mnist_stochastic.yaml").string()}).log);
}

TEST_F(CommandLine, ExplainAsJsonHoldsTheRowsOfTheTable) {
  const auto result = spintile({"explain", "--json", (variants / "single_cell.yaml").string()});
  ASSERT_EQ(result.status, 0) << result.log;
  const auto document = nlohmann::json::parse(result.log);
  EXPECT_EQ(document.at("variant"), "single_cell");
  EXPECT_EQ(document.at("hash").get<std::string>().size(), 16U);
  EXPECT_GT(document.at("derived").size(), 10U);
}

TEST_F(CommandLine, ListNamesEveryVariant) {
  std::set<std::string> expected;
  for (const auto& entry : fs::directory_iterator(variants)) expected.insert(entry.path().stem().string());
  const auto result = spintile({"list", "--json", variants.string()});
  ASSERT_EQ(result.status, 0) << result.log;
  std::set<std::string> listed;
  for (const auto& variant : nlohmann::json::parse(result.log)) {
    listed.insert(variant.at("name").get<std::string>());
    const bool is_tile = variant.at("unit") == "tile";
    EXPECT_GT(variant.at(is_tile ? "forward_cycles" : "lanes").get<int>(), 0);
  }
  EXPECT_EQ(listed, expected);
  EXPECT_EQ(spintile({"list", (folder() / "nowhere").string()}).status, 2);
}

TEST_F(CommandLine, ListShowsTheGoodAndReportsTheRefused) {
  fs::copy_file(variants / "one_row.yaml", folder() / "one_row.yaml");
  verif::write_file(folder() / "bad.yaml", "schema_version: 1\n");
  const auto result = spintile({"list", folder().string()});
  EXPECT_EQ(result.status, 2);
  expect_says(result, "one_row");
  expect_says(result, "bad.yaml");
}

TEST_F(CommandLine, SchemaIsJson) {
  const auto result = spintile({"schema"});
  ASSERT_EQ(result.status, 0);
  EXPECT_TRUE(nlohmann::json::parse(result.log).contains("$schema"));
}

TEST_F(CommandLine, AFullDiskIsNotSuccess) {
  const auto result = verif::run_program({"/bin/sh", "-c", "\"$0\" schema > /dev/full", SPINTILE_COMMAND}, folder());
  EXPECT_EQ(result.status, 2) << result.log;
}

class Generate : public CommandLine {
 protected:
  const fs::path output_ = folder() / "a folder" / "package";
  verif::ProgramResult generate(const std::vector<std::string>& more = {},
                                const std::string& variant = "single_cell") const {
    std::vector<std::string> arguments = {"generate", (variants / (variant + ".yaml")).string(), "-o",
                                          output_.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return spintile(arguments);
  }
  /// Nothing temporary is left beside the package.
  void expect_clean() const {
    for (const auto& entry : fs::directory_iterator(output_.parent_path())) EXPECT_EQ(entry.path(), output_);
  }
};

TEST_F(Generate, WritesTheSamePackageAgainAndAgain) {
  const auto first = generate();
  ASSERT_EQ(first.status, 0) << first.log;
  const auto files = files_in(output_);
  EXPECT_GT(files.size(), 3U);
  ASSERT_EQ(generate().status, 0);
  EXPECT_EQ(files_in(output_), files);
  expect_clean();
}

TEST_F(Generate, ReplacesThePackageOfAnotherVariantWhole) {
  ASSERT_EQ(generate({}, "one_row").status, 0);
  ASSERT_EQ(generate().status, 0);
  for (const auto& [path, text] : files_in(output_)) EXPECT_EQ(path.find("one_row"), std::string::npos) << path;
  EXPECT_EQ(generate({"--check"}).status, 0);
}

TEST_F(Generate, QuietSaysNothing) { EXPECT_EQ(generate({"--quiet"}).log, ""); }

TEST_F(Generate, CheckPassesOnAFreshPackageAndNamesEachStaleFile) {
  ASSERT_EQ(generate().status, 0);
  EXPECT_EQ(generate({"--check"}).status, 0);

  const auto files = files_in(output_);
  const std::string edited = files.begin()->first;
  verif::write_file(output_ / edited, "edited\n");
  const std::string removed = files.rbegin()->first;
  fs::remove(output_ / removed);
  verif::write_file(output_ / "extra.txt", "mine\n");

  const auto stale = generate({"--check"});
  EXPECT_EQ(stale.status, 1);
  expect_says(stale, edited + ": differs");
  expect_says(stale, removed + ": missing");
  expect_says(stale, "extra.txt: not in the package");
  EXPECT_EQ(text_of(output_ / edited), "edited\n") << "--check writes nothing";
}

TEST_F(Generate, CheckOfAMissingFolderFails) { EXPECT_EQ(generate({"--check"}).status, 1); }

TEST_F(Generate, LeavesAFolderOfSomebodyElseAlone) {
  verif::write_file(output_ / "thesis.tex", "years of work");
  for (const auto& options : {std::vector<std::string>{}, {"--force"}}) {
    const auto result = generate(options);
    EXPECT_EQ(result.status, 2);
    expect_says(result, "not a spintile package");
    EXPECT_EQ(files_in(output_), (std::map<std::string, std::string>{{"thesis.tex", "years of work"}}));
  }
  expect_clean();
}

TEST_F(Generate, FilesPutIntoAPackageAreRemovedByForceOnly) {
  ASSERT_EQ(generate().status, 0);
  verif::write_file(output_ / "notes.txt", "mine");
  const auto refused = generate();
  EXPECT_EQ(refused.status, 2);
  expect_says(refused, "notes.txt");
  EXPECT_EQ(text_of(output_ / "notes.txt"), "mine");
  EXPECT_EQ(generate({"--force"}).status, 0);
  EXPECT_EQ(generate({"--check"}).status, 0);
}

TEST_F(Generate, RefusesAFileAndFillsAnEmptyFolder) {
  verif::write_file(output_, "a file");
  EXPECT_EQ(generate().status, 2);
  EXPECT_EQ(text_of(output_), "a file");
  fs::remove(output_);
  fs::create_directories(output_);
  EXPECT_EQ(generate().status, 0);
  EXPECT_EQ(generate({"--check"}).status, 0);
}

TEST_F(Generate, package_has_a_self_check_that_can_be_run) {
  ASSERT_EQ(generate().status, 0);
  EXPECT_TRUE(fs::exists(output_ / "selfcheck" / "run.sh"));
  EXPECT_NE(fs::status(output_ / "selfcheck" / "run.sh").permissions() & fs::perms::owner_exec, fs::perms::none);
}

TEST_F(Generate, takes_no_other_json_for_its_manifest) {
  verif::write_file(output_ / "manifest.json", "{\"name\": \"a web application\"}");
  const auto result = generate({"--force"});
  EXPECT_EQ(result.status, 2);
  expect_says(result, "not a spintile package");
}

class Diff : public CommandLine {
 protected:
  /// single_cell with `more` lines in its readout section.
  std::string changed(const std::string& more) const {
    std::string text = text_of(variants / "single_cell.yaml");
    text.insert(text.find("  settle_cycles"), more);
    const fs::path file = folder() / "changed.yaml";
    verif::write_file(file, text);
    return file.string();
  }
  const std::string single_cell_ = (variants / "single_cell.yaml").string();
};

TEST_F(Diff, of_a_variant_with_itself_is_empty) {
  const auto table = spintile({"generate", "--diff", single_cell_, single_cell_});
  EXPECT_EQ(table.status, 0) << table.log;
  expect_says(table, "no change");
  EXPECT_EQ(nlohmann::json::parse(spintile({"generate", "--json", "--diff", single_cell_, single_cell_}).log),
            nlohmann::json::array());
}

TEST_F(Diff, names_what_changes_and_nothing_else) {
  const auto result = spintile({"generate", "--json", "--diff", single_cell_, changed("  write_cycles: 3\n")});
  ASSERT_EQ(result.status, 0) << result.log;
  std::map<std::string, std::pair<std::string, std::string>> changes;
  for (const auto& change : nlohmann::json::parse(result.log)) {
    const std::string name = change.at("kind").get<std::string>() + " " + change.at("name").get<std::string>();
    changes[name] = {change.at("before"), change.at("after")};
  }
  std::set<std::string> names;
  for (const auto& [name, words] : changes) names.insert(name);
  EXPECT_EQ(names, (std::set<std::string>{"latency forward, n = 1", "latency phase, n = 1", "latency sample",
                                          "register VARIANT_HASH"}));
  EXPECT_TRUE(changes["latency sample"].first.starts_with("5 cycles")) << changes["latency sample"].first;
  EXPECT_TRUE(changes["latency sample"].second.starts_with("7 cycles")) << changes["latency sample"].second;
}

TEST_F(Diff, shows_ports_registers_and_latencies_as_a_table) {
  const auto result = spintile({"generate", "--diff", single_cell_, (variants / "odd_sizes.yaml").string()});
  ASSERT_EQ(result.status, 0) << result.log;
  expect_says(result, "- output, 1 bits");
  expect_says(result, "+ output, 13 bits");
  expect_says(result, "samples[2:0] read, write: 1 .. 6");
  expect_says(result, "+ 114 cycles");
}

TEST_F(Diff, takes_package_folders_and_writes_nothing) {
  const fs::path package = folder() / "package";
  ASSERT_EQ(spintile({"generate", single_cell_, "-o", package.string()}).status, 0);
  const auto before = files_in(folder());
  const auto result = spintile({"generate", "--diff", package.string(), single_cell_});
  EXPECT_EQ(result.status, 0) << result.log;
  expect_says(result, "no change");
  EXPECT_EQ(files_in(folder()), before);
}

TEST_F(Diff, refuses_half_a_question) {
  EXPECT_EQ(spintile({"generate", "--diff", single_cell_}).status, 2);
  EXPECT_EQ(spintile({"generate", "--json", single_cell_, "-o", (folder() / "out").string()}).status, 2);
  EXPECT_EQ(spintile({"generate", "-o", (folder() / "out").string(), "--diff", single_cell_, single_cell_}).status, 2);
  EXPECT_EQ(spintile({"generate", "--diff", single_cell_, (folder() / "nowhere.yaml").string()}).status, 2);
}

TEST_F(CommandLine, BenchShowsFiguresBesideTheirTargets) {
  for (const std::string filter : {"generate", "golden"}) {
    const auto result = spintile({"bench", "--json", "--quiet", "--filter", filter});
    ASSERT_EQ(result.status, 0) << result.log;
    const auto figures = nlohmann::json::parse(result.log);
    EXPECT_EQ(figures.size(), filter == "generate" ? 2U : 1U);
    for (const auto& figure : figures) {
      EXPECT_TRUE(figure.at("name").get<std::string>().starts_with(filter));
      EXPECT_GT(figure.at("value"), 0.0);
      EXPECT_EQ(figure.at("met").get<bool>(), figure.at("value") <= figure.at("target"));
    }
  }
  const auto refused = spintile({"bench", "--filter", "no such figure"});
  EXPECT_EQ(refused.status, 2);
  expect_says(refused, "model.cached");
}

}  // namespace
}  // namespace spintile
