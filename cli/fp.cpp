// `spintile fp`: floating-point operations by any engine, and what they cost in the array.
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "cli/command.h"
#include "cli/fp_cost.h"
#include "cli/fp_evaluate.h"
#include "cli/fp_list.h"
#include "cli/fp_operation.h"
#include "cli/fp_transfer.h"
#include "gen/microcode/microcode.h"
#include "spec/parse.h"
#include "verif/float_engine.h"
#include "verif/sot_listing.h"
#include "verif/verify.h"

namespace spintile::cli {
namespace {

struct FpOptions {
  FloatWords words;
  std::string engine = "value";
  int lanes = 4096;
  std::string variant;
  std::string input;
  EvaluateOptions evaluate;
  bool list = false;
  bool listing = false;
  bool cost = false;
  std::string transfer;  // a variant
  bool transfer_cost = false;
  bool json = false;
  bool markdown = false;
  gen::microcode::Options program;  // of the listing
};

std::unique_ptr<verif::FloatEngine> rtl_engine(const spec::Variant& variant) {
  // Verilating takes long: not for a variant that is refused anyway.
  if (variant.unit == spec::Unit::tile) return verif::rtl_engine(nullptr, variant);
  return verif::rtl_engine(verif::load_model(variant), variant);
}

std::unique_ptr<verif::FloatEngine> engine_of(const FpOptions& options) {
  if (options.engine == "value") return verif::value_engine();
  if (options.engine == "array") return verif::array_engine(options.lanes);
  if (options.engine == "rtl") {
    if (options.variant.empty()) throw std::invalid_argument("--engine rtl needs --variant FILE with `unit: float`");
    return rtl_engine(spec::load_variant(options.variant));
  }
  throw std::invalid_argument(fmt::format("--engine {}: allowed are value, array, rtl", options.engine));
}

int evaluate(const FpOptions& options) {
  if (options.evaluate.any_nan && !options.evaluate.check) throw std::invalid_argument("--any-nan goes with --check");
  const spec::FloatOperation operation = float_operation(options.words);
  const auto engine = engine_of(options);
  if (options.input.empty()) return evaluate_cases(operation, *engine, stdin, "standard input", options.evaluate);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(options.input.c_str(), "rb"), &std::fclose);
  if (!file) throw std::runtime_error(fmt::format("--input {}: cannot be opened", options.input));
  return evaluate_cases(operation, *engine, file.get(), options.input, options.evaluate);
}

int list(const FpOptions& options) {
  const auto operations = float_operations(options.words);
  options.json ? print_float_list_json(operations) : print_float_list(operations);
  return good;
}

int cost(const FpOptions& options) {
  if (options.markdown) {
    print_costs_markdown(options.words);
    return good;
  }
  if (!options.words.operation.empty() && !options.json) {
    print_cost(float_operation(options.words));
    return good;
  }
  const auto operations = options.words.operation.empty()
                              ? float_operations(options.words)
                              : std::vector<spec::FloatOperation>{float_operation(options.words)};
  options.json ? print_costs_json(operations) : print_costs(operations);
  return good;
}

int fp(const FpOptions& options) {
  if (options.list) return list(options);
  if (options.cost) return cost(options);
  if (!options.transfer.empty()) {
    print_transfer(spec::load_variant(options.transfer));
    return good;
  }
  if (options.transfer_cost) {
    print_transfer_costs_markdown();
    return good;
  }
  if (options.words.operation.empty()) {
    throw std::invalid_argument("fp: name an operation, or ask for --list or --cost");
  }
  if (!options.listing) return evaluate(options);
  fmt::print("{}", verif::listing(gen::microcode::compile(float_operation(options.words), options.program)));
  return good;
}

void add_operation_options(CLI::App& command, FloatWords& words) {
  command.add_option("operation", words.operation, "add, subtract, multiply, ...: see --list");
  command.add_option("--format", words.format,
                     "fp32 (default), fp16, bf16, tf32, fp8_e4m3, fp8_e5m2, fp64, e<Ne>m<Nm>");
  command.add_option("--to", words.to, "Format of the result of convert");
  command.add_option("--rounding", words.rounding,
                     "nearest_even (default), toward_zero, toward_positive, toward_negative, nearest_away");
  command.add_option("--subnormals", words.subnormals, "full (default) or flush");
  command.add_flag("--saturate", words.saturate, "An overflow gives the largest finite number");
  command.add_option("--integer", words.integer,
                     "Integer type of from_integer and to_integer: int2 .. uint64, int32 (default)");
  command.add_option("--constant", words.constant, "Constant of multiply_constant, a word in hexadecimal");
}

}  // namespace

void add_fp(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "fp", "Floating-point operations, one case a line in hexadecimal, by any engine; and what they cost");
  const auto options = std::make_shared<FpOptions>();
  add_operation_options(*command, options->words);
  command->add_option(
      "--engine", options->engine,
      "value (default): arithmetic; array: the program on the golden array; rtl: in a Verilated float unit");
  command->add_option("--variant", options->variant, "The float unit of the rtl engine, a YAML file");
  command->add_option("--lanes", options->lanes, "Lanes of the array engine, 4096 (default)");
  command->add_option("--input", options->input, "Read cases from this file, not from the standard input");
  command->add_flag("--check", options->evaluate.check,
                    "Hold result and flags against the columns behind the operands; print what differs");
  command->add_flag("--any-nan", options->evaluate.any_nan, "With --check: any NaN equals any other");
  command->add_flag("--quiet", options->evaluate.quiet, "Show no progress");

  CLI::Option_group* about = command->add_option_group("About operations", "Instead of evaluating cases");
  about->add_flag("--list", options->list, "Print which engines compute which operations");
  about->add_flag("--listing", options->listing, "Print the program of the operation");
  about->add_flag("--cost", options->cost,
                  "Print what the operation, or all of them, cost in the array, beside what others count");
  about->add_option("--transfer", options->transfer, "Print the program of a transfer of this tile, a YAML file");
  about->add_flag("--transfer-cost", options->transfer_cost,
                  "Print what the programs of a transfer cost: docs/transfer-programs.md");
  about->require_option(0, 1);
  command->add_flag("--json", options->json, "With --list or --cost: print JSON");
  command
      ->add_flag("--markdown", options->markdown,
                 "With --cost: print the table of docs/microcode-steps.md, all operations, subnormals kept and flushed")
      ->excludes("--json");
  command->add_flag("--flags", options->program.flags, "With --listing: the program that fills the flag rows");
  command->add_flag("--search-pairs", options->program.search_pairs,
                    "With --listing: for a device whose search bit is two cells holding complements");
  command->add_flag("--stores-zeros", options->program.stores_zeros,
                    "With --listing: for an array whose writes are verified: zeros are stored where others clear");
  command->callback([&action, options] { action = [options] { return fp(*options); }; });
}

}  // namespace spintile::cli
