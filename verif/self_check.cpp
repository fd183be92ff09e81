#include "verif/self_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/package/manifest.h"
#include "spec/derive.h"
#include "verif/formal_files.h"
#include "verif/self_check_bench.h"
#include "verif/self_check_script.h"

namespace spintile::verif {
namespace {

/// `bits` bits, `bit(i)` the i-th, as a sized hexadecimal literal.
template <class Bit>
std::string literal(int bits, const Bit& bit) {
  std::string text = fmt::format("{}'h", bits);
  for (int digit = (bits + 3) / 4 - 1; digit >= 0; --digit) {
    unsigned value = 0;
    for (int i = std::min(bits, digit * 4 + 4) - 1; i >= digit * 4; --i) value = value << 1 | (bit(i) ? 1 : 0);
    text += "0123456789abcdef"[value];
  }
  return text;
}

std::string sample_literal(int converters, const std::vector<std::uint64_t>& words) {
  return literal(converters, [&](int i) {
    const auto position = static_cast<std::size_t>(i);
    return (words[position / 64] >> (position % 64) & 1) != 0;
  });
}

std::string level_literal(int level_bits, const std::vector<std::int32_t>& levels) {
  return literal(static_cast<int>(levels.size()) * level_bits, [&](int i) {
    return (std::abs(levels[static_cast<std::size_t>(i / level_bits)]) >> (i % level_bits) & 1) != 0;
  });
}

/// Two's complement, number after number.
std::string number_literal(int bits, const std::vector<std::int32_t>& numbers) {
  return literal(static_cast<int>(numbers.size()) * bits, [&](int i) {
    return (static_cast<std::uint32_t>(numbers[static_cast<std::size_t>(i / bits)]) >> (i % bits) & 1) != 0;
  });
}

std::string sign_literal(const std::vector<std::int32_t>& levels) {
  return literal(static_cast<int>(levels.size()), [&](int i) { return levels[static_cast<std::size_t>(i)] < 0; });
}

/// Sizes and memories of the vectors.
std::string declarations(const spec::Variant& variant, const SelfCheckScript& script) {
  const int level_bits = variant.input.stream_bits;
  const int converters = spec::converters(variant);
  std::string text = fmt::format(
      "localparam Rows = {};\nlocalparam LevelBits = {};\nlocalparam Converters = {};\nlocalparam MtjsPerLine = {};\n"
      "localparam Steps = {};\nlocalparam Samples = {};\nlocalparam Reads = {};\n\n"
      "reg [79:0] script [0:Steps-1];\nreg [Converters-1:0] sample_bits [0:Samples-1];\n"
      "reg [Rows*LevelBits-1:0] read_level [0:Reads-1];\nreg [Rows-1:0] read_sign [0:Reads-1];\n",
      spec::array_rows(variant), level_bits, converters, spec::mtjs_per_line(variant), script.steps.size(),
      script.samples.size(), script.reads.size());
  if (spec::has_backward(variant)) {
    text += fmt::format(
        "localparam Columns = {};\nreg [Columns*LevelBits-1:0] read_column_level [0:Reads-1];\n"
        "reg [Columns-1:0] read_column_sign [0:Reads-1];\nreg read_reverse [0:Reads-1];\n",
        variant.crossbar.columns);
  }
  return text;
}

/// What the converters answer, and what the drivers show.
std::string answers(const spec::Variant& variant, const SelfCheckScript& script) {
  const int level_bits = variant.input.stream_bits;
  const int converters = spec::converters(variant);
  const bool backward = spec::has_backward(variant);
  std::string text;
  for (std::size_t i = 0; i < script.samples.size(); ++i) {
    text += fmt::format("    sample_bits[{}] = {};\n", i, sample_literal(converters, script.samples[i]));
  }
  for (std::size_t i = 0; i < script.reads.size(); ++i) {
    const SelfCheckScript::Read& read = script.reads[i];
    text += fmt::format("    read_level[{0}] = {1};\n    read_sign[{0}] = {2};\n", i,
                        level_literal(level_bits, read.rows), sign_literal(read.rows));
    if (!backward) continue;
    text += fmt::format(
        "    read_column_level[{0}] = {1};\n    read_column_sign[{0}] = {2};\n    read_reverse[{0}] = 1'b{3};\n", i,
        level_literal(level_bits, read.columns), sign_literal(read.columns), read.reverse ? 1 : 0);
  }
  return text;
}

int step_bits(const spec::Variant& variant) { return variant.readout.ramp_bits + 1; }

std::string ramp_declarations(const spec::Variant& variant, const SelfCheckScript& script) {
  const bool backward = spec::has_backward(variant);
  std::string text = fmt::format(
      "localparam Rows = {};\nlocalparam LevelBits = 1;\nlocalparam Lines = {};\nlocalparam MuxBits = {};\n"
      "localparam CodeBits = {};\nlocalparam StepBits = {};\n"
      "localparam Steps = {};\nlocalparam Samples = {};\nlocalparam Reads = {};\n\n"
      "reg [79:0] script [0:Steps-1];\nreg [Lines*StepBits-1:0] first_step [0:Samples-1];\n"
      "reg [Rows*CodeBits-1:0] read_code [0:Reads-1];\n",
      spec::array_rows(variant), spec::accumulators(variant), backward ? 2 : 1, spec::input_code_bits(variant),
      step_bits(variant), script.steps.size(), script.conversions(), script.reads.size());
  if (backward) {
    text += fmt::format(
        "localparam Columns = {};\nlocalparam ColumnLevelBits = {};\n"
        "reg [Columns*CodeBits-1:0] read_column_code [0:Reads-1];\nreg read_reverse [0:Reads-1];\n",
        variant.crossbar.columns, spec::column_level_bits(variant));
  }
  return text;
}

std::string ramp_answers(const spec::Variant& variant, const SelfCheckScript& script) {
  const int code_bits = spec::input_code_bits(variant);
  std::string text;
  for (std::size_t i = 0; i < script.ramps.size(); ++i) {
    text += fmt::format("    first_step[{}] = {};\n", i, number_literal(step_bits(variant), script.ramps[i]));
  }
  for (std::size_t i = 0; i < script.reads.size(); ++i) {
    const SelfCheckScript::Read& read = script.reads[i];
    text += fmt::format("    read_code[{}] = {};\n", i, number_literal(code_bits, read.rows));
    if (!spec::has_backward(variant)) continue;
    text += fmt::format("    read_column_code[{0}] = {1};\n    read_reverse[{0}] = 1'b{2};\n", i,
                        number_literal(code_bits, read.columns), read.reverse ? 1 : 0);
  }
  return text;
}

/// Plain assignments: no file is opened at run time, so no path can be wrong.
std::string vectors(const spec::Variant& variant) {
  const SelfCheckScript script = self_check_script(variant);
  const bool ramp = spec::has_ramp(variant);
  std::string text = fmt::format(
      "// Golden vectors for {}_selfcheck.v, from the golden model of spintile {}.\n"
      "// A step is action, flag, address, data.\n\n",
      variant.name, SPINTILE_VERSION);
  text += ramp ? ramp_declarations(variant, script) : declarations(variant, script);
  text += "\ntask load;\n  begin\n";
  for (std::size_t i = 0; i < script.steps.size(); ++i) {
    const SelfCheckStep& step = script.steps[i];
    text += fmt::format("    script[{}] = 80'h{:x}_{}_{:02x}_{:016x};{}{}\n", i, static_cast<int>(step.action),
                        step.flag ? 1 : 0, step.address, step.data, step.comment.empty() ? "" : "  // ", step.comment);
  }
  text += ramp ? ramp_answers(variant, script) : answers(variant, script);
  return text + "  end\nendtask\n";
}

}  // namespace

std::vector<gen::File> self_check(const spec::Variant& variant) {
  const std::string stem = fmt::format("selfcheck/{}_selfcheck", variant.name);
  return {{"selfcheck/run.sh", self_check_command(variant.name)},
          {stem + ".v", self_check_bench(variant)},
          {stem + ".vh", vectors(variant)}};
}

gen::Package package_with_self_check(const spec::Variant& variant) {
  std::vector<gen::File> files;
  if (variant.unit == spec::Unit::tile) files = self_check(variant);
  for (gen::File& file : formal_files(variant)) files.push_back(std::move(file));
  return gen::with_files(gen::generate(variant), std::move(files));
}

}  // namespace spintile::verif
