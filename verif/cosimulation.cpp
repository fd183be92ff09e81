#include "verif/cosimulation.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "verif/float_unit_scoreboard.h"
#include "verif/float_unit_stimulus.h"
#include "verif/fuzz_converters.h"
#include "verif/scoreboard.h"
#include "verif/stimulus.h"

namespace spintile::verif {

namespace {

/// Cycles of the whole case.
std::uint64_t run_tile_case(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                            std::uint32_t seed, std::uint32_t case_number, const HarnessOptions& options,
                            int operations) {
  FuzzConverters converters(variant, seed, case_number);
  Scoreboard board(library, variant, converters, options);
  Stimulus(variant, seed, case_number, board).run(operations);
  return board.cycle();
}

std::uint64_t run_float_unit_case(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                                  std::uint32_t seed, std::uint32_t case_number, const HarnessOptions& options,
                                  int operations) {
  FloatUnitScoreboard board(library, variant, options);
  FloatUnitStimulus(variant, seed, case_number, board).run(operations);
  return board.cycle();
}

}  // namespace

CaseResult run_case(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                    std::uint32_t seed, std::uint32_t case_number, HarnessOptions options, int operations) {
  // Every other case starts from random state: what reset does not define must not matter.
  if (case_number % 2 == 1) options.random_state = seed + case_number;
  const auto run = variant.unit == spec::Unit::tile ? run_tile_case : run_float_unit_case;
  CaseResult result;
  result.case_number = case_number;
  try {
    result.cycles = run(library, variant, seed, case_number, options, operations);
  } catch (const MismatchError& error) {
    result.mismatch = error.mismatch();
    result.cycles = error.mismatch().cycle;
  }
  return result;
}

std::vector<CaseResult> run_cases(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                                  std::uint32_t seed, CaseRange range, int jobs,
                                  const std::function<void(std::uint32_t cases)>& done) {
  std::vector<CaseResult> results(range.count);
  std::vector<std::exception_ptr> failures(range.count);
  std::atomic<std::uint32_t> next = 0;
  std::uint32_t ended = 0;
  std::mutex progress_mutex;
  const auto work = [&] {
    for (std::uint32_t index = next++; index < range.count; index = next++) {
      try {
        results[index] = run_case(library, variant, seed, range.first + index);
      } catch (...) {
        failures[index] = std::current_exception();
      }
      const std::lock_guard lock(progress_mutex);
      ++ended;
      if (done) done(ended);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int job = 1; job < jobs; ++job) threads.emplace_back(work);
    work();
  }
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return results;
}

}  // namespace spintile::verif
