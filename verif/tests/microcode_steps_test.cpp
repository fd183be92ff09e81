// What the microcode costs: the numbers promised, and the present ones, in docs/microcode-steps.md.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "refmodel/sot/sot_counts.h"
#include "verif/external_program.h"
#include "verif/float_cost.h"
#include "verif/scratch_folder.h"
#include "verif/tests/microcode_operations.h"

namespace spintile::verif {
namespace {

using spec::FloatKind;
using spec::Subnormals;

struct Promise {
  FloatKind kind;
  const char* format;
  Subnormals subnormals;
  std::int64_t steps;  // at most
};

constexpr std::array promises = {
    Promise{FloatKind::add, "fp32", Subnormals::full, 690},        //
    Promise{FloatKind::multiply, "fp32", Subnormals::full, 2320},  //
    Promise{FloatKind::add, "bf16", Subnormals::full, 350},        //
    Promise{FloatKind::multiply, "bf16", Subnormals::full, 500},   //
    Promise{FloatKind::add, "fp16", Subnormals::full, 370},        //
    Promise{FloatKind::multiply, "fp16", Subnormals::full, 670},   //
    Promise{FloatKind::multiply, "fp32", Subnormals::flush, 2060},
    Promise{FloatKind::multiply, "bf16", Subnormals::flush, 400},
    // A quotient of p bits takes p + 2 turns of 7/2 p + 4 steps: 2288, 552 and 320 of these.
    Promise{FloatKind::divide, "fp32", Subnormals::full, 2950},
    Promise{FloatKind::divide, "fp16", Subnormals::full, 920},
    Promise{FloatKind::divide, "bf16", Subnormals::full, 655},
    Promise{FloatKind::divide, "fp32", Subnormals::flush, 2510},
    Promise{FloatKind::square_root, "fp32", Subnormals::full, 1505},
    Promise{FloatKind::square_root, "fp16", Subnormals::full, 470},
    Promise{FloatKind::square_root, "bf16", Subnormals::full, 340},
};

TEST(MicrocodeSteps, AtMostWhatIsPromised) {
  for (const Promise& promise : promises) {
    spec::FloatOperation operation = operation_of(promise.kind, promise.format);
    operation.subnormals = promise.subnormals;
    EXPECT_LE(float_cost(operation).counts.steps, promise.steps) << to_string(operation);
  }
}

TEST(MicrocodeSteps, DifferenceCostsWhatTheSumDoes) {
  for (const spec::NamedFormat& format : spec::named_formats()) {
    const FloatCost sum = float_cost(operation_of(FloatKind::add, format.name));
    const FloatCost difference = float_cost(operation_of(FloatKind::subtract, format.name));
    EXPECT_EQ(sum.counts.steps, difference.counts.steps) << format.name;
    EXPECT_EQ(sum.rows, difference.rows) << format.name;
  }
}

/// A document that the command writes.
void expect_document(const std::string& document, const std::vector<std::string>& options) {
  std::ifstream file(std::filesystem::path(SPINTILE_SOURCE_DIR) / document);
  const std::string written{std::istreambuf_iterator<char>(file), {}};
  std::vector<std::string> command = {SPINTILE_COMMAND, "fp"};
  command.insert(command.end(), options.begin(), options.end());
  const ScratchFolder scratch;
  const ProgramResult now = run_program(command, scratch.path());
  ASSERT_EQ(now.status, 0) << now.log;
  EXPECT_EQ(written, now.log) << "write it anew, after a change that is meant: its first line says how";
}

TEST(MicrocodeSteps, TheTableOfTheDocumentIsTheCompilers) {
  expect_document("docs/microcode-steps.md", {"--cost", "--markdown"});
}

TEST(MicrocodeSteps, TheTableOfTransfersIsTheCompilers) {
  expect_document("docs/transfer-programs.md", {"--transfer-cost"});
}

TEST(MicrocodeSteps, TheWorkedExampleIsTheCompilers) { expect_document("docs/sot-array.md", {"--worked-example"}); }

}  // namespace
}  // namespace spintile::verif
