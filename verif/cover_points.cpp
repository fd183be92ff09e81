#include "verif/cover_points.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace spintile::verif {
namespace {

/// Names of the module's one-bit signals, as the writer of gen/hdl lays declarations out: one a line.
std::vector<std::string> one_bit_signals(const std::string& verilog) {
  static const std::regex declaration(R"(^ *(?:(?:input|output) +)?(?:wire|reg) +(\w+) *(?:[,;].*|//.*)?$)");
  std::vector<std::string> names;
  std::istringstream text(verilog);
  for (std::string line; std::getline(text, line);) {
    if (std::smatch match; std::regex_match(line, match, declaration)) names.push_back(match[1]);
  }
  return names;
}

std::string first_of(const std::vector<std::string>& names, std::initializer_list<std::string_view> wanted) {
  for (const std::string& name : names) {
    if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()) return name;
  }
  return {};
}

/// True outside reset; without a reset always.
std::string running(const std::string& reset) {
  if (reset.empty()) return "1'b1";
  return reset == "rst_i" ? "!rst_i" : reset;
}

std::string cover_statements(const std::string& verilog) {
  const std::vector<std::string> names = one_bit_signals(verilog);
  const std::string clock = first_of(names, {"clk_i", "aclk"});
  if (clock.empty()) return {};
  const std::string reset = first_of(names, {"rst_i", "rst_ni", "aresetn"});
  std::string statements;
  for (const std::string& name : names) {
    if (name == clock || name == reset || name == "core_reset") continue;  // the core's, which is the tile's own
    for (const std::string_view inverted : {"", "!"}) {
      statements +=
          fmt::format("  cover property (@(posedge {}) {} && {}{});\n", clock, running(reset), inverted, name);
    }
  }
  return statements;
}

}  // namespace

gen::Package with_cover_points(gen::Package package) {
  for (gen::File& file : package.files) {
    const std::size_t end = file.text.rfind("endmodule");
    if (!file.path.ends_with(".v") || end == std::string::npos) continue;
    file.text.insert(end, cover_statements(file.text));
  }
  return package;
}

}  // namespace spintile::verif
