// The program of a transfer, as a host loads it.
#include <fmt/format.h>

#include "gen/microcode/transfer.h"
#include "gen/package/description.h"
#include "gen/package/package_files.h"
#include "spec/derive.h"

namespace spintile::gen::package {
namespace {

using microcode::TransferPlacement;

std::string words_in_hexadecimal(const spec::sot::Program& program) {
  std::string text;
  for (const spec::sot::Word& word : program.words) text += fmt::format("{:016x}\n", spec::sot::encode(word));
  return text;
}

std::vector<std::string> constants(const spec::Transfer& transfer) {
  std::vector<std::string> names = {"LAMBDA", transfer.forget ? "MOMENTUM" : "SHARE"};
  if (transfer.kind == spec::TransferKind::agad) names.insert(names.end(), {"KEEP", "BETA"});
  return names;
}

std::string c_header(const spec::Variant& variant, const spec::sot::Program& program) {
  const std::string prefix = upper(variant.name) + "_TRANSFER";
  const TransferPlacement placement(variant, program);
  const int word_bits = spec::transfer_word_bits(variant.transfer);
  std::string text = fmt::format(
      "/* {}: what README.md, \"Transfer\", writes into the tile. */\n"
      "#ifndef {}_H\n#define {}_H\n\n#include <stdint.h>\n\n",
      program.name, prefix, prefix);
  const auto define = [&](std::string_view name, auto value, std::string_view comment) {
    text += fmt::format("#define {}_{} {}u /* {} */\n", prefix, name, value, comment);
  };
  define("WORDS", program.words.size(), "of the program");
  define("PLANE_ROWS", placement.bases[microcode::transfer_region::read], "rows 0 .. here hold H and its companions");
  define("WORD_BITS", word_bits, "of a number");
  for (std::size_t i = 0; i < program.regions.size(); ++i) {
    define(fmt::format("BASE{}", i), placement.bases[i], program.regions[i].name);
  }
  int row = placement.bases[microcode::transfer_region::constants];
  for (const std::string& name : constants(variant.transfer)) {
    define(name + "_ROW", row, "first row of the constant");
    row += word_bits;
  }
  text += fmt::format("\nstatic const uint64_t {}_transfer_program[{}] = {{\n", variant.name, program.words.size());
  for (const spec::sot::Word& word : program.words) text += fmt::format("    0x{:016x}u,\n", spec::sot::encode(word));
  return text + "};\n\n#endif\n";
}

}  // namespace

std::vector<File> transfer_program(const spec::Variant& variant) {
  const spec::sot::Program program = microcode::compile_transfer(variant);
  if (!microcode::fits(variant, program)) return {};
  const std::string path = fmt::format("registers/{}_transfer", variant.name);
  return {{path + ".hex", words_in_hexadecimal(program)}, {path + ".h", c_header(variant, program)}};
}

std::string transfer_use(const spec::Variant& variant) {
  const spec::sot::Program program = microcode::compile_transfer(variant);
  const TransferPlacement placement(variant, program);
  const int plane_rows = placement.bases[microcode::transfer_region::read];
  if (!microcode::fits(variant, program)) {
    return fmt::format(
        "The program of a transfer does not fit: it has {} words where `transfer.program_words` is {}, and takes {} "
        "rows "
        "beside\nthe planes where `transfer.work_rows` is {}. It is not in this package.\n",
        program.words.size(), variant.sot.program_words, placement.rows - plane_rows, variant.sot.rows);
  }
  std::string names;
  for (const std::string& name : constants(variant.transfer)) {
    names += fmt::format("{}`..._{}_ROW`", names.empty() ? "" : ", ", name);
  }
  return fmt::format(
      "`registers/{0}_transfer.h` has the program of a transfer and where its rows lie, `registers/{0}_transfer.hex` "
      "the "
      "same\nwords. Before the first TRANSFER the host\n"
      "\n"
      "1. sets PROGRAM to first 0, words {1}, and writes the words into the space `program`;\n"
      "2. sets BASE0 .. BASE{2} as the header says;\n"
      "3. clears rows 0 .. {3}, which hold H and its companions: packets of zeros into the space `lanes`, up to 64 "
      "rows "
      "each,\n   LANES saying which;\n"
      "4. writes the constants the same way, {4} rows from {5} on, the same word into every lane.\n"
      "\n"
      "A new learning rate is step 4 again. From then on TRANSFER needs nothing but the command.\n",
      variant.name, program.words.size(), program.regions.size() - 1, plane_rows - 1,
      spec::transfer_word_bits(variant.transfer), names);
}

}  // namespace spintile::gen::package
