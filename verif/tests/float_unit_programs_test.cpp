// The compiled programs in the Verilated float unit.
#include "verif/float_unit_programs.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "spec/parse.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

std::vector<spec::FloatOperation> of_operands_of_8_bits() {
  std::vector<spec::FloatOperation> operations = named_float_operations();
  std::erase_if(operations, [](const spec::FloatOperation& operation) { return operation.operand_bits() > 8; });
  return operations;
}

TEST(FloatUnitPrograms, EveryPairOfFp8OperandsGivesTheResultAndTheFlagsOfTheArithmetic) {
  const spec::Variant variant = spec::load_variant(SPINTILE_SOURCE_DIR "/variants/float_unit.yaml");
  const auto engine = rtl_engine(load_model(variant), variant);
  const std::vector<spec::FloatOperation> operations = of_operands_of_8_bits();
  const ProgramsReport report = compare_programs(*engine, operations, 1, 65536);
  EXPECT_FALSE(report.difference) << to_string(*report.difference);
  EXPECT_EQ(report.operations, static_cast<int>(operations.size()));
  // Of two operands: four kinds in five modes and five in two, for two formats.
  EXPECT_GE(report.cases, (4U * 5 + 5 * 2) * 2 * 65536);
}

/// Multiplies where it should add.
class Confused : public FloatEngine {
 public:
  int lanes() const override { return 1; }
  void evaluate(const spec::FloatOperation& operation, const FloatOperandLists& operands,
                std::span<std::uint64_t> result, std::span<std::uint8_t> flags) override {
    spec::FloatOperation other = operation;
    if (operation.kind == spec::FloatKind::add) other.kind = spec::FloatKind::multiply;
    value_engine()->evaluate(other, operands, result, flags);
  }
};

TEST(FloatUnitPrograms, ADifferenceNamesTheOperationAndItsOperands) {
  Confused engine;
  const ProgramsReport report = compare_programs(engine, named_float_operations(), 1, 100);
  ASSERT_TRUE(report.difference);
  EXPECT_EQ(report.difference->operation.kind, spec::FloatKind::add);
  EXPECT_EQ(report.operations, 1);
  EXPECT_NE(to_string(*report.difference).find("add fp32 nearest_even full"), std::string::npos);
}

TEST(FloatUnitPrograms, EveryKindAndNamedFormatIsAmongTheOperations) {
  const std::vector<spec::FloatOperation> operations = named_float_operations();
  for (const spec::FloatKind kind : spec::all_float_kinds) {
    for (const spec::NamedFormat& named : spec::named_formats()) {
      EXPECT_TRUE(std::ranges::any_of(operations,
                                      [&](const spec::FloatOperation& operation) {
                                        return operation.kind == kind && operation.format == named.format;
                                      }))
          << name(kind) << " " << named.name;
    }
  }
}

}  // namespace
}  // namespace spintile::verif
