#include "verif/junit.h"

#include <fmt/format.h>

#include <algorithm>

namespace spintile::verif {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char character : text) {
    switch (character) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      default:
        // Other control characters and bytes past ASCII do not belong in XML 1.0 of an unknown encoding.
        out += character >= ' ' && character <= '~' ? character : '?';
    }
  }
  return out;
}

}  // namespace

std::string junit_xml(const std::string& suite, std::span<const CheckResult> results) {
  double seconds = 0.0;
  for (const CheckResult& result : results) seconds += result.seconds;
  const auto failures =
      std::count_if(results.begin(), results.end(), [](const CheckResult& result) { return !result.passed; });
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" time=\"{:.3f}\">\n",
      escaped(suite), results.size(), failures, seconds);
  for (const CheckResult& result : results) {
    xml += fmt::format("  <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"", escaped(suite), escaped(result.name),
                       result.seconds);
    xml += result.passed ? "/>\n"
                         : fmt::format(">\n    <failure message=\"{}\"/>\n  </testcase>\n", escaped(result.detail));
  }
  return xml + "</testsuite>\n";
}

}  // namespace spintile::verif
