// The arrows of the tree: cli -> verif -> {gen, refmodel} -> host -> spec, and gen skips host. Generator and golden
// model judge one another, so neither may see the other.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

struct Include {
  std::string file;    // from the root of the repository, '/' between folders
  std::string target;  // what stands between the quotes or angles
};

std::string top_folder(const std::string& path) { return path.substr(0, path.find('/')); }

/// What each folder may include besides itself.
const std::map<std::string, std::set<std::string>>& arrows() {
  static const std::map<std::string, std::set<std::string>> allowed = {
      {"spec", {}},
      {"host", {"spec"}},
      {"gen", {"spec"}},
      {"refmodel", {"host", "spec"}},
      {"verif", {"gen", "refmodel", "host", "spec"}},
      {"cli", {"verif", "gen", "refmodel", "host", "spec"}},
  };
  return allowed;
}

std::vector<std::string> violations(const std::vector<Include>& includes) {
  std::vector<std::string> found;
  for (const auto& [file, target] : includes) {
    const std::string from = top_folder(file);
    const std::string to = top_folder(target);
    if (target.find("..") != std::string::npos) {
      found.push_back(file + ": " + target + ": include paths start at the root of the repository");
    } else if (arrows().contains(to) && to != from && !arrows().at(from).contains(to)) {
      found.push_back(file + ": " + target + ": " + from + " must not know " + to);
    } else if (to == "yaml-cpp" && from != "spec" && !file.starts_with("verif/tests/")) {
      found.push_back(file + ": " + target + ": only spec reads YAML");
    }
  }
  return found;
}

std::vector<Include> includes_of_the_tree(const std::filesystem::path& root) {
  static const std::regex directive(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::vector<Include> includes;
  for (const auto& [folder, allowed] : arrows()) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cpp") continue;
      std::ifstream stream(entry.path());
      for (std::string line; std::getline(stream, line);) {
        std::smatch match;
        if (std::regex_search(line, match, directive)) {
          includes.push_back({std::filesystem::relative(entry.path(), root).generic_string(), match[1]});
        }
      }
    }
  }
  return includes;
}

TEST(Layering, HoldsInTheTree) {
  const std::vector<Include> includes = includes_of_the_tree(SPINTILE_SOURCE_DIR);
  // It did read the tree: these arrows are there as long as there is a parser.
  const auto reads = [&includes](const std::string& file, const std::string& target) {
    return std::ranges::any_of(
        includes, [&](const Include& include) { return include.file == file && include.target == target; });
  };
  EXPECT_TRUE(reads("spec/parse.cpp", "spec/variant_rules.h"));
  EXPECT_TRUE(reads("spec/key_reader.h", "yaml-cpp/yaml.h"));
  EXPECT_TRUE(reads("host/inference_tile.h", "spec/variant.h"));
  EXPECT_EQ(violations(includes), std::vector<std::string>{});
}

TEST(Layering, AllowsTheArrowsAndWhatIsOutside) {
  EXPECT_EQ(violations({{"cli/main.cpp", "verif/run.h"},
                        {"cli/main.cpp", "spec/parse.h"},
                        {"verif/tests/a_test.cpp", "gen/hdl/module.h"},
                        {"verif/tests/a_test.cpp", "yaml-cpp/yaml.h"},
                        {"refmodel/tile/tile.cpp", "host/tile.h"},
                        {"gen/hdl/module.cpp", "gen/hdl/module.h"},
                        {"gen/hdl/module.cpp", "vector"},
                        {"spec/parse.cpp", "yaml-cpp/yaml.h"}}),
            std::vector<std::string>{});
}

TEST(Layering, SeesEachForbiddenArrow) {
  EXPECT_EQ(violations({{"refmodel/tile/tile.cpp", "gen/generate.h"},
                        {"gen/generate.cpp", "refmodel/tile/tile.h"},
                        {"gen/generate.cpp", "host/tile.h"},
                        {"spec/parse.cpp", "host/tile.h"},
                        {"host/train.cpp", "verif/run.h"},
                        {"verif/run.cpp", "cli/main.h"},
                        {"gen/hdl/module.cpp", "../generate.h"},
                        {"cli/main.cpp", "yaml-cpp/yaml.h"}}),
            (std::vector<std::string>{
                "refmodel/tile/tile.cpp: gen/generate.h: refmodel must not know gen",
                "gen/generate.cpp: refmodel/tile/tile.h: gen must not know refmodel",
                "gen/generate.cpp: host/tile.h: gen must not know host",
                "spec/parse.cpp: host/tile.h: spec must not know host",
                "host/train.cpp: verif/run.h: host must not know verif",
                "verif/run.cpp: cli/main.h: verif must not know cli",
                "gen/hdl/module.cpp: ../generate.h: include paths start at the root of the repository",
                "cli/main.cpp: yaml-cpp/yaml.h: only spec reads YAML",
            }));
}

}  // namespace
