#include "cli/fp_list.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "gen/microcode/microcode.h"

namespace spintile::cli {
namespace {

/// The array, and so a float unit big enough, computes what there is a program for.
bool has_program(const spec::FloatOperation& operation) {
  try {
    gen::microcode::compile(operation, {.flags = true});
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}

std::vector<std::string_view> engines(const spec::FloatOperation& operation) {
  if (has_program(operation)) return {"value", "array", "rtl"};
  return {"value"};
}

}  // namespace

void print_float_list(const std::vector<spec::FloatOperation>& operations) {
  fmt::print("{:<17}  {:<8}", "operation", "operands");
  const spec::FloatKind first = operations.front().kind;
  for (const auto& operation : operations) {
    if (operation.kind == first) fmt::print("  {:<15}", to_string(operation.format));
  }
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const spec::FloatOperation& operation = operations[i];
    if (i == 0 || operations[i - 1].kind != operation.kind) {
      fmt::print("\n{:<17}  {:>8}", name(operation.kind), operation.operands());
    }
    fmt::print("  {:<15}", fmt::format("{}", fmt::join(engines(operation), " ")));
  }
  fmt::print(
      "\n\nAny other format: e<Ne>m<Nm>, Ne 2 .. 11, Nm 1 .. 52. convert takes any format to any other (--to), "
      "from_integer "
      "and\nto_integer int2 .. int64 and uint2 .. uint64 (--integer). rtl: a float unit (--variant) with rows and "
      "program "
      "words\nenough.\n");
}

void print_float_list_json(const std::vector<spec::FloatOperation>& operations) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& operation : operations) {
    list.push_back({{"operation", name(operation.kind)},
                    {"format", to_string(operation.format)},
                    {"operands", operation.operands()},
                    {"operand_bits", operation.operand_bits()},
                    {"result_bits", operation.result_bits()},
                    {"engines", engines(operation)}});
  }
  fmt::print("{}\n", list.dump(2));
}

}  // namespace spintile::cli
