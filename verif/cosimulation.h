// The random co-simulation of a variant: independent numbered cases, each a function of (variant, seed, case) alone, so
// that any one is replayed by itself.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "spec/variant.h"
#include "verif/bus_harness.h"
#include "verif/mismatch.h"

namespace spintile::verif {

struct CaseResult {
  std::uint32_t case_number = 0;
  std::uint64_t cycles = 0;
  std::optional<Mismatch> mismatch;  // none: RTL and golden model agree in everything
};

/// Runs one case on a fresh instance of the model. options.random_state is set by the case.
CaseResult run_case(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                    std::uint32_t seed, std::uint32_t case_number, HarnessOptions options = {}, int operations = 24);

/// Cases first .. first + count - 1.
struct CaseRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// Runs the cases on `jobs` threads; results in order. `done` is called as cases end, from one thread at a time.
std::vector<CaseResult> run_cases(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                                  std::uint32_t seed, CaseRange range, int jobs,
                                  const std::function<void(std::uint32_t cases)>& done = {});

}  // namespace spintile::verif
