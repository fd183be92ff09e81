// Seeded faults in the programs of a transfer: the cases of the comparison find them, but for those that change
// nothing.
#include <gtest/gtest.h>

#include "verif/tests/program_faults.h"
#include "verif/tests/transfer_lanes.h"

namespace spintile::verif {
namespace {

using spec::Transfer;
using spec::TransferArithmetic;
using spec::TransferKind;

constexpr int few_cases = 16384;
constexpr int many_cases = 65536;

struct Subject {
  const char* name;
  Transfer transfer;
  int code_bits;
};

struct TransferFaults : testing::TestWithParam<Subject> {};

INSTANTIATE_TEST_SUITE_P(
    Some, TransferFaults,
    testing::Values(Subject{"agad_fixed", {TransferKind::agad, TransferArithmetic::fixed, 5, true, 12}, 6},
                    Subject{"c_ttv2_fixed_share", {TransferKind::c_ttv2, TransferArithmetic::fixed, 6, false, 10}, 5},
                    Subject{"agad_bf16", {TransferKind::agad, TransferArithmetic::bf16, 31, true, 24}, 8},
                    Subject{"c_ttv2_fp16_share", {TransferKind::c_ttv2, TransferArithmetic::fp16, 20, false, 24}, 8}),
    [](const auto& param) { return param.param.name; });

/// What the operations' own programs hold is held in microcode_faults_test; a sample of all words is enough here.
TEST_P(TransferFaults, AreFoundUnlessTheyChangeNothing) {
  const Transfer transfer = GetParam().transfer;
  const int code_bits = GetParam().code_bits;
  const spec::sot::Program program = gen::microcode::compile_transfer(transfer, code_bits, {.roll_loops = false});
  const TransferCases few = transfer_cases(transfer, code_bits, 11, few_cases);
  const TransferCases many = transfer_cases(transfer, code_bits, 12, many_cases);
  const auto is_found = [&](const Fault& fault, const TransferCases& cases) {
    return TransferRun(with_fault(program, fault), transfer, code_bits).first_difference(cases).has_value();
  };
  const std::vector<Fault> faults = Faults(program).take();
  const std::size_t stride = faults.size() / 500 | 1;
  int tried = 0;
  int equivalent = 0;
  int missed = 0;
  std::string which;
  for (std::size_t i = 0; i < faults.size(); i += stride) {
    ++tried;
    if (is_found(faults[i], few)) continue;
    if (!is_found(faults[i], many)) {
      ++equivalent;
      continue;
    }
    ++missed;
    which += text(program, faults[i]);
  }
  EXPECT_GT(tried, 400);
  EXPECT_LT(equivalent * 4, tried);
  // Of a floating-point operation some faults show in one case of ten thousand: subnormals at the edge of a shift.
  EXPECT_LE(missed, transfer.arithmetic == TransferArithmetic::fixed ? 0 : tried / 100) << which;
}

}  // namespace
}  // namespace spintile::verif
