#include "cli/fp_transfer.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string>

#include "gen/microcode/transfer.h"
#include "refmodel/sot/sot_counts.h"
#include "spec/derive.h"
#include "verif/sot_listing.h"

namespace spintile::cli {
namespace {

using gen::microcode::compile_transfer;
using spec::TransferArithmetic;
using spec::TransferKind;

constexpr int pulses = 31;
constexpr int code_bits = 8;

struct Named {
  const char* kind_name;
  TransferKind kind;
};

struct Arithmetic {
  const char* name;
  TransferArithmetic arithmetic;
  int word_bits;
};

int rows_outside_planes(const spec::sot::Program& program) {
  int rows = 0;
  for (std::size_t i = gen::microcode::transfer_region::read; i < program.regions.size(); ++i) {
    rows += program.regions[i].rows;
  }
  return rows;
}

std::int64_t steps(const spec::sot::Program& program) {
  return static_counts(program, refmodel::XorWrite::toggle).steps;
}

}  // namespace

void print_transfer(const spec::Variant& variant) {
  if (!spec::has_transfer(variant)) {
    throw std::invalid_argument(
        fmt::format("--transfer: variant {}: transfer.kind is none: allowed are ttv2, c_ttv2, agad", variant.name));
  }
  const spec::sot::Program program = compile_transfer(variant);
  fmt::print("{}", verif::listing(program));
  fmt::print("\n{} words, transfer.program_words is {}; {} rows beside the planes, transfer.work_rows is {}: {}\n",
             program.words.size(), variant.sot.program_words, rows_outside_planes(program), variant.sot.rows,
             gen::microcode::fits(variant, program) ? "it fits" : "it does not fit");
}

void print_transfer_costs_markdown() {
  fmt::print(
      "# Programs of a transfer\n\n"
      "Written by `spintile fp --transfer-cost`; a test holds it against the compiler. One transfer of a row, all "
      "columns at\nonce; {} pulses at most, a code of {} bits. Steps as docs/contract.md, \"SOT array\", counts them; "
      "words of the program\nstore (`transfer.program_words`); rows beside the planes (`transfer.work_rows`), those of "
      "read, scratch, pulses and\nconstants together. Searches see both polarities and an XOR toggles; the last column "
      "has the steps with search pairs.\n",
      pulses, code_bits);
  for (const auto& [kind_name, kind] :
       {Named{"ttv2", TransferKind::ttv2}, Named{"c_ttv2", TransferKind::c_ttv2}, Named{"agad", TransferKind::agad}}) {
    fmt::print(
        "\n## {}\n\n| arithmetic | forget | steps | words | rows | with pairs |\n| --- | --- | --: | --: | --: | "
        "--: |\n",
        kind_name);
    for (const auto& [name, arithmetic, word_bits] :
         {Arithmetic{"fixed, 16 bits", TransferArithmetic::fixed, 16},
          Arithmetic{"fixed, 24 bits", TransferArithmetic::fixed, 24},
          Arithmetic{"fixed, 32 bits", TransferArithmetic::fixed, 32}, Arithmetic{"bf16", TransferArithmetic::bf16, 24},
          Arithmetic{"fp16", TransferArithmetic::fp16, 24}, Arithmetic{"fp32", TransferArithmetic::fp32, 24}}) {
      for (const bool forget : {true, false}) {
        const spec::Transfer transfer{kind, arithmetic, pulses, forget, word_bits};
        const spec::sot::Program program = compile_transfer(transfer, code_bits);
        fmt::print("| {} | {} | {} | {} | {} | {} |\n", name, forget ? "yes" : "no", steps(program),
                   program.words.size(), rows_outside_planes(program),
                   steps(compile_transfer(transfer, code_bits, {.search_pairs = true})));
      }
    }
  }
}

}  // namespace spintile::cli
