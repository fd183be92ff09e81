#include "verif/formal_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <regex>

#include "verif/external_program.h"

namespace spintile::verif {
namespace {

constexpr const char* to_aiger =
    "chformal -cover -remove; flatten; async2sync; setundef -undriven -anyseq; delete -output; memory_map; "
    "opt -full -nodffe -nosdff; dffunmap; techmap; opt -fast -nodffe -nosdff; dfflegalize -cell $_DFF_P_ 01; "
    "abc -g AND -fast; opt_clean; tee -q -o assertions.txt select -list t:$assert; "
    "write_aiger -I -B -zinit -no-startoffset design.aig";

std::string ask_abc(const ScratchFolder& folder, const std::string& engines, std::string& log) {
  const std::string answer = run_program_or_throw(
      {require_program("berkeley-abc"), "-c", "read_aiger design.aig; fold; strash; " + engines}, folder.path());
  log += answer;
  return answer;
}

/// Takes over the counterexample that an answer of ABC speaks of, if it speaks of one.
bool take_refutation(const std::string& answer, const ScratchFolder& folder, FormalResult& result) {
  static const std::regex asserted("Output ([0-9]+) of miter.* was asserted in frame ([0-9]+)");
  std::smatch match;
  if (!std::regex_search(answer, match, asserted)) return false;
  result.verdict = FormalVerdict::refuted;
  result.cycle = std::stoi(match[2]);
  std::ifstream names(folder.path() / "assertions.txt");
  for (int output = std::stoi(match[1]); output >= 0; --output) std::getline(names, result.assertion);
  return true;
}

}  // namespace

std::string write_aiger(const std::vector<gen::File>& files, const std::string& top, const ScratchFolder& folder) {
  std::vector<std::string> names;
  for (const auto& file : files) {
    write_file(folder.path() / file.path, file.text);
    names.push_back(file.path);
  }
  return run_program_or_throw(
      {require_program("yosys"), "-q", "-p",
       fmt::format("read_verilog -sv -formal {}; prep -top {} -nordff; {}", fmt::join(names, " "), top, to_aiger)},
      folder.path());
}

FormalResult prove(const std::vector<gen::File>& files, const std::string& top, int seconds) {
  const ScratchFolder folder;
  FormalResult result;
  result.log = write_aiger(files, top, folder);

  // Induction needs its base case, which the bounded check is, of one cycle more than its steps.
  const std::string shallow =
      ask_abc(folder, fmt::format("bmc3 -F 6 -T {0}; orpos; ind -F 5 -T {0}", seconds / 2), result.log);
  if (take_refutation(shallow, folder, result)) return result;
  const bool has_base = shallow.find("No output asserted in 6 frames") != std::string::npos;
  if (has_base && shallow.find("Networks are equivalent") != std::string::npos) {
    result.verdict = FormalVerdict::proved;
    return result;
  }
  const std::string deep = ask_abc(folder, fmt::format("pdr -T {}", seconds), result.log);
  if (take_refutation(deep, folder, result)) return result;
  if (deep.find("Property proved") != std::string::npos) result.verdict = FormalVerdict::proved;
  return result;
}

}  // namespace spintile::verif
