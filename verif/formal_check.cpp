#include "verif/formal_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <regex>

#include "verif/external_program.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

// One property: all assertions in one output, all assumptions folded in, registers that start at any value made free.
constexpr const char* to_aiger =
    "chformal -cover -remove; flatten; async2sync; setundef -undriven -anyseq; delete -output; memory_map; "
    "opt -full -nodffe -nosdff; dffunmap; techmap; opt -fast -nodffe -nosdff; dfflegalize -cell $_DFF_P_ 01; "
    "abc -g AND -fast; opt_clean; write_aiger -I -B -zinit -no-startoffset design.aig";

std::string read_and_prepare(const std::vector<std::string>& files, const std::string& top) {
  // Names have no quotes in them: folders are not part of them.
  return fmt::format("read_verilog -sv -formal {}; prep -top {} -nordff; ", fmt::join(files, " "), top);
}

std::vector<std::string> write_sources(const std::vector<gen::File>& files, const ScratchFolder& folder) {
  std::vector<std::string> names;
  for (const auto& file : files) {
    write_file(folder.path() / file.path, file.text);
    names.push_back(file.path);
  }
  return names;
}

/// Runs the model for that many cycles to name what fails; an empty answer if z3 does not find it in time.
std::string replay(const std::string& prepare, const ScratchFolder& folder, int cycles, std::string& log) {
  if (!find_program("yosys-smtbmc") || !find_program("z3")) return {};
  const std::string to_smt2 =
      "chformal -cover -remove; async2sync; dffunmap; setundef -undriven -anyseq; memory_map; "
      "write_smt2 -wires design.smt2";
  log += run_program_or_throw({require_program("yosys"), "-q", "-p", prepare + to_smt2}, folder.path());
  const std::string found =
      run_program({"yosys-smtbmc", "-s", "z3", "--timeout", "20", "-t", std::to_string(cycles), "design.smt2"},
                  folder.path())
          .log;
  log += found;
  static const std::regex failed("Assert failed in ([^\n]*)");
  std::string assertions;
  for (std::sregex_iterator match(found.begin(), found.end(), failed), end; match != end; ++match) {
    assertions += (*match)[1].str() + "\n";
  }
  return assertions;
}

std::string ask_abc(const ScratchFolder& folder, const std::string& engines, std::string& log) {
  const std::string answer = run_program_or_throw(
      {require_program("berkeley-abc"), "-c", "read_aiger design.aig; fold; strash; " + engines}, folder.path());
  log += answer;
  return answer;
}

/// The cycle of the counterexample that an answer of ABC speaks of, or -1.
int refuted_in(const std::string& answer) {
  static const std::regex asserted("was asserted in frame ([0-9]+)");
  std::smatch match;
  return std::regex_search(answer, match, asserted) ? std::stoi(match[1]) : -1;
}

}  // namespace

FormalResult prove(const std::vector<gen::File>& files, const std::string& top, int seconds) {
  const ScratchFolder folder;
  const std::string prepare = read_and_prepare(write_sources(files, folder), top);
  FormalResult result;
  result.log = run_program_or_throw({require_program("yosys"), "-q", "-p", prepare + to_aiger}, folder.path());

  // Induction needs its base case, which the bounded check is, of one cycle more than its steps.
  const std::string shallow =
      ask_abc(folder, fmt::format("orpos; bmc3 -F 6 -T {0}; ind -F 5 -T {0}", seconds / 2), result.log);
  result.cycle = refuted_in(shallow);
  if (result.cycle < 0) {
    const bool base = shallow.find("No output asserted in 6 frames") != std::string::npos;
    if (base && shallow.find("Networks are equivalent") != std::string::npos) {
      result.verdict = FormalVerdict::proved;
      return result;
    }
    const std::string deep = ask_abc(folder, fmt::format("pdr -T {}", seconds), result.log);
    if (deep.find("Property proved") != std::string::npos) {
      result.verdict = FormalVerdict::proved;
      return result;
    }
    result.cycle = refuted_in(deep);
  }
  if (result.cycle >= 0) {
    result.verdict = FormalVerdict::refuted;
    result.assertions = replay(prepare, folder, result.cycle + 2, result.log);
  }
  return result;
}

}  // namespace spintile::verif
