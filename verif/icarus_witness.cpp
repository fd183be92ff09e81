#include "verif/icarus_witness.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

/// One line a cycle, for $readmemh.
std::string hex_lines(const PortRecorder::Track& track, std::size_t cycles) {
  std::string text;
  const std::size_t words = track.port.words();
  const int digits = (track.info.bits + 3) / 4;
  for (std::size_t cycle = 0; cycle < cycles; ++cycle) {
    for (int digit = digits - 1; digit >= 0; --digit) {
      const auto bit = static_cast<std::size_t>(digit) * 4;
      const std::uint64_t word = track.words[cycle * words + bit / 64];
      text += "0123456789abcdef"[word >> (bit % 64) & 15];
    }
    text += '\n';
  }
  return text;
}

/// " && valid === 1'b1" for an output that has such a condition.
std::string condition(const std::string& output, std::span<const QualifiedOutput> qualified) {
  const auto found = std::ranges::find(qualified, output, &QualifiedOutput::output);
  return found == qualified.end() ? "" : fmt::format(" && {} === 1'b1", found->valid);
}

std::string test_bench(const std::string& top, const PortRecorder& recorder, const std::string& clock,
                       std::span<const QualifiedOutput> qualified) {
  const std::size_t cycles = recorder.cycles();
  std::string declarations;
  std::string loads;
  std::string inputs;
  std::string checks;
  std::string connections = fmt::format(".{0}({0})", clock);
  for (const PortRecorder::Track& track : recorder.tracks()) {
    const std::string& name = track.info.name;
    declarations += fmt::format("  {0} [{1}:0] {2};\n  reg [{1}:0] {2}_record [0:{3}];\n",
                                track.info.is_output ? "wire" : "reg", track.info.bits - 1, name, cycles - 1);
    loads += fmt::format("    $readmemh(\"{0}.hex\", {0}_record);\n", name);
    connections += fmt::format(", .{0}({0})", name);
    if (track.info.is_output) {
      checks += fmt::format(
          "      if (cycle > 0 && {0} !== {0}_record[cycle]{1}) begin\n"
          "        $display(\"differs %0d {0} %h %h\", cycle, {0}_record[cycle], {0});\n"
          "        $finish;\n      end\n",
          name, condition(name, qualified));
    } else {
      inputs += fmt::format("      {0} = {0}_record[cycle];\n", name);
    }
  }
  return fmt::format(
      "`timescale 1ns/1ns\nmodule replay;\n  reg {0};\n  integer cycle;\n{1}  {2} dut ({3});\n  initial begin\n{4}    "
      "{0} = 1;\n"
      "    for (cycle = 0; cycle < {5}; cycle = cycle + 1) begin\n      {0} = 0;\n{6}      #1;\n{7}      {0} = 1;\n    "
      "  #1;\n"
      "    end\n    $display(\"agrees %0d\", cycle);\n    $finish;\n  end\nendmodule\n",
      clock, declarations, top, connections, loads, cycles, inputs, checks);
}

}  // namespace

std::optional<Mismatch> replay_in_icarus(const gen::Package& package, const PortRecorder& recorder,
                                         const std::string& clock, std::span<const QualifiedOutput> qualified) {
  const ScratchFolder folder;
  const std::vector<std::string> files = write_package(package, folder.path());
  write_file(folder.path() / "replay.v", test_bench(package.top, recorder, clock, qualified));
  for (const PortRecorder::Track& track : recorder.tracks()) {
    write_file(folder.path() / (track.info.name + ".hex"), hex_lines(track, recorder.cycles()));
  }
  std::vector<std::string> argv = {
      require_program("iverilog"), "-g2005", "-s", "replay", "-o", "replay.vvp", "replay.v"};
  argv.insert(argv.end(), files.begin(), files.end());
  run_program_or_throw(argv, folder.path());
  const std::string log = run_program_or_throw({require_program("vvp"), "-n", "replay.vvp"}, folder.path());

  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string verdict;
    Mismatch mismatch;
    words >> verdict >> mismatch.cycle;
    if (verdict == "agrees" && mismatch.cycle == recorder.cycles()) return std::nullopt;
    if (verdict == "differs" && words >> mismatch.signal >> mismatch.expected >> mismatch.got) return mismatch;
  }
  throw std::runtime_error("Icarus gave no verdict:\n" + log);
}

}  // namespace spintile::verif
