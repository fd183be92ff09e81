// `spintile fp --cost --markdown`: docs/microcode-steps.md.
#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "cli/fp_cost.h"
#include "verif/float_cost.h"

namespace spintile::cli {
namespace {

/// The operation without the format and rounding that its row and the text above the table name.
std::string row_name(const spec::FloatOperation& operation) {
  return fmt::format("{} | {}", to_string(operation.format), name(operation.subnormals));
}

std::string row(const spec::FloatOperation& operation) try {
  const verif::FloatCost plain = verif::float_cost(operation);
  const verif::FloatCost flags = verif::float_cost(operation, {.flags = true});
  const verif::FloatCost pair = verif::float_cost(operation, {.search_pairs = true});
  return fmt::format("{} | {} | {} | {} | {} | {} | {} | {} | {}", row_name(operation), plain.counts.steps,
                     plain.counts.reads, plain.counts.write_pulses, plain.counts.searches, plain.rows, plain.words,
                     flags.counts.steps, pair.counts.steps);
} catch (const std::invalid_argument&) {
  return row_name(operation) + " | no program | | | | | | |";
}

}  // namespace

void print_costs_markdown(const FloatWords& words) {
  fmt::print(
      "# Steps of the microcode\n\n"
      "Written by `spintile fp --cost --markdown`; a test holds it against the compiler. One operation over all "
      "lanes,\n"
      "rounded to {}. Steps and accesses as docs/contract.md, \"SOT array\", counts them; rows at the peak,\n"
      "operands included; words of the program store. Searches see both polarities, an XOR toggles, no flag rows; the\n"
      "last two columns are the steps with flag rows and with search pairs.\n",
      words.rounding);
  FloatWords full = words;
  FloatWords flush = words;
  full.subnormals = "full";
  flush.subnormals = "flush";
  const std::vector<spec::FloatOperation> kept = float_operations(full);
  const std::vector<spec::FloatOperation> flushed = float_operations(flush);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (i == 0 || kept[i].kind != kept[i - 1].kind) {
      fmt::print(
          "\n## {}\n\n| format | subnormals | steps | reads | write pulses | searches | rows | words | with flags | "
          "with "
          "pairs |\n| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: |\n",
          name(kept[i].kind));
    }
    fmt::print("| {} |\n| {} |\n", row(kept[i]), row(flushed[i]));
  }
}

}  // namespace spintile::cli
