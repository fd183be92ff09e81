// `spintile fp`: floating-point operations by any engine, and what they cost in the array.
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "cli/command.h"
#include "cli/fp_evaluate.h"
#include "cli/fp_operation.h"
#include "verif/float_engine.h"

namespace spintile::cli {
namespace {

struct FpOptions {
  FloatWords words;
  std::string engine = "value";
  std::string input;
  EvaluateOptions evaluate;
};

std::unique_ptr<verif::FloatEngine> engine_of(const FpOptions& options) {
  if (options.engine == "value") return verif::value_engine();
  throw std::invalid_argument(fmt::format("--engine {}: allowed are value", options.engine));
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

int fp(const FpOptions& options) {
  if (options.words.operation.empty()) {
    throw std::invalid_argument("fp: name an operation, or ask for --list or --cost");
  }
  return evaluate(options);
}

}  // namespace

void add_fp(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "fp", "Floating-point operations, one case a line in hexadecimal, by any engine; and what they cost");
  const auto options = std::make_shared<FpOptions>();
  FloatWords& words = options->words;
  command->add_option("operation", words.operation, "add, subtract, multiply, ...: see --list");
  command->add_option("--format", words.format,
                      "fp32 (default), fp16, bf16, tf32, fp8_e4m3, fp8_e5m2, fp64, e<Ne>m<Nm>");
  command->add_option("--to", words.to, "Format of the result of convert");
  command->add_option("--rounding", words.rounding, "nearest_even (default) or toward_zero");
  command->add_option("--subnormals", words.subnormals, "full (default) or flush");
  command->add_flag("--saturate", words.saturate, "An overflow gives the largest finite number");
  command->add_option("--integer", words.integer,
                      "Integer type of from_integer and to_integer: int2 .. uint64, int32 (default)");
  command->add_option("--constant", words.constant, "Constant of multiply_constant, a word in hexadecimal");
  command->add_option("--engine", options->engine, "value (default), array or rtl");
  command->add_option("--input", options->input, "Read cases from this file, not from the standard input");
  command->add_flag("--check", options->evaluate.check,
                    "Hold result and flags against the columns behind the operands; print what differs");
  command->add_flag("--any-nan", options->evaluate.any_nan, "With --check: any NaN equals any other");
  command->add_flag("--quiet", options->evaluate.quiet, "Show no progress");
  command->callback([&action, options] { action = [options] { return fp(*options); }; });
}

}  // namespace spintile::cli
