// The comparison figures against the table of sot-floating-point.md, worked out there by hand.
#include "verif/published_float_cost.h"

#include <gtest/gtest.h>

#include <string>

namespace spintile::verif {
namespace {

using spec::FloatKind;

PublishedFloatCost cost(FloatKind kind, std::string_view format, std::string_view source,
                        spec::Subnormals subnormals = spec::Subnormals::full) {
  spec::FloatOperation operation;
  operation.kind = kind;
  operation.format = spec::float_format(format);
  operation.subnormals = subnormals;
  for (const auto& entry : published_float_costs(operation)) {
    if (entry.source == source) return entry;
  }
  ADD_FAILURE() << "no figure of " << source << " for " << to_string(operation);
  return {};
}

TEST(PublishedFloatCost, FloatPimFormulas) {
  struct Expected {
    std::string_view format;
    double add, searches, multiply;
  };
  for (const Expected& row : {Expected{"fp32", 1097, 47, 3360}, {"bf16", 313, 15, 360}, {"fp16", 373, 21, 633}}) {
    EXPECT_EQ(cost(FloatKind::add, row.format, "FloatPIM").steps, row.add) << row.format;
    EXPECT_EQ(cost(FloatKind::add, row.format, "FloatPIM").searches, row.searches) << row.format;
    EXPECT_EQ(cost(FloatKind::multiply, row.format, "FloatPIM").steps, row.multiply) << row.format;
    EXPECT_EQ(cost(FloatKind::multiply, row.format, "FloatPIM").searches, 0) << row.format;
  }
  EXPECT_EQ(cost(FloatKind::add, "fp32", "FloatPIM").evidence, Evidence::published);
}

TEST(PublishedFloatCost, RecalledFormulasOfTheSotPaperAreMarked) {
  const auto add = cost(FloatKind::add, "fp32", "SOT-MRAM DPIM");
  EXPECT_EQ(add.steps, 1 + 56 + 161);
  EXPECT_EQ(add.searches, 50);
  EXPECT_EQ(add.evidence, Evidence::recalled);
  EXPECT_EQ(cost(FloatKind::multiply, "fp32", "SOT-MRAM DPIM").steps, 1058 + 149.5 + 48 + 3);
}

TEST(PublishedFloatCost, AritPimTargetsAndPrototype) {
  EXPECT_EQ(cost(FloatKind::add, "fp32", "AritPIM").steps, 3997);
  EXPECT_EQ(cost(FloatKind::multiply, "bf16", "AritPIM").steps, 1742);
  EXPECT_EQ(cost(FloatKind::multiply, "fp16", "required, at most").steps, 670);
  EXPECT_EQ(cost(FloatKind::add, "bf16", "goal").steps, 300);
  EXPECT_EQ(cost(FloatKind::add, "fp32", "prototype").evidence, Evidence::derived);
  EXPECT_EQ(cost(FloatKind::multiply, "fp32", "required, at most", spec::Subnormals::flush).steps, 2060);
  EXPECT_EQ(cost(FloatKind::multiply, "bf16", "goal", spec::Subnormals::flush).steps, 360);
}

TEST(PublishedFloatCost, SubtractionIsAddition) {
  EXPECT_EQ(cost(FloatKind::subtract, "fp32", "FloatPIM").steps, 1097);
}

TEST(PublishedFloatCost, FormulasHoldForAnyFormatAndTablesForTheirOwn) {
  spec::FloatOperation operation;
  operation.kind = FloatKind::multiply;
  operation.format = spec::float_format("e6m9");
  const auto costs = published_float_costs(operation);
  ASSERT_EQ(costs.size(), 2U);
  EXPECT_EQ(costs[0].source, "FloatPIM");
  EXPECT_EQ(costs[1].source, "SOT-MRAM DPIM");
  operation.kind = FloatKind::minimum;
  EXPECT_TRUE(published_float_costs(operation).empty());
}

}  // namespace
}  // namespace spintile::verif
