#include "verif/cosimulation.h"

#include "verif/fuzz_converters.h"
#include "verif/scoreboard.h"
#include "verif/stimulus.h"

namespace spintile::verif {

CaseResult run_case(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                    std::uint32_t seed, std::uint32_t case_number, const HarnessOptions& options, int operations) {
  FuzzConverters converters(variant, seed, case_number);
  CaseResult result;
  result.case_number = case_number;
  try {
    Scoreboard board(library, variant, converters, options);
    Stimulus(variant, seed, case_number, board).run(operations);
    result.cycles = board.cycle();
  } catch (const MismatchError& error) {
    result.mismatch = error.mismatch();
    result.cycles = error.mismatch().cycle;
  }
  return result;
}

}  // namespace spintile::verif
