#include "verif/cosimulation.h"

#include "verif/fuzz_converters.h"
#include "verif/scoreboard.h"
#include "verif/stimulus.h"

namespace spintile::verif {

CaseResult run_case(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                    std::uint32_t seed, std::uint32_t case_number, HarnessOptions options, int operations) {
  // Every other case starts from random state: what reset does not define must not matter.
  if (case_number % 2 == 1) options.random_state = seed + case_number;
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
