#include "verif/junit.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace spintile::verif {
namespace {

std::vector<CheckResult> results() {
  return {{"lint", true, 0.25, "nothing to say", {}},
          {"cosimulation", false, 1.5, "a < b & \"c\"\nline 2 \x01\xff", {{"cases", 60}}}};
}

TEST(Junit, OneTestCaseAResultWithEverythingEscaped) {
  EXPECT_EQ(junit_xml("a_variant", results()),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuite name=\"a_variant\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"1.750\">\n"
            "  <testcase classname=\"a_variant\" name=\"lint\" time=\"0.250\"/>\n"
            "  <testcase classname=\"a_variant\" name=\"cosimulation\" time=\"1.500\">\n"
            "    <failure message=\"a &lt; b &amp; &quot;c&quot;&#10;line 2 ??\"/>\n"
            "  </testcase>\n"
            "</testsuite>\n");
}

TEST(Json, HoldsTheSame) {
  const auto json = nlohmann::json::parse(to_json(results()));
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0]["name"], "lint");
  EXPECT_EQ(json[0]["passed"], true);
  EXPECT_EQ(json[1]["passed"], false);
  EXPECT_EQ(json[1]["figures"]["cases"], 60);
}

}  // namespace
}  // namespace spintile::verif
