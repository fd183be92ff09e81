// Everything `spintile verify` checks of one variant.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gen/generate.h"
#include "spec/variant.h"
#include "verif/check_result.h"
#include "verif/model_builder.h"
#include "verif/verilated_model.h"

namespace spintile::verif {

struct VerifyOptions {
  std::uint32_t seed = 1;
  std::uint32_t cases = 200;               // of the co-simulation
  std::optional<std::uint32_t> only_case;  // this case instead, and nothing but the co-simulation
  int jobs = 1;                            // threads that run cases
  std::string filter;                      // only checks whose name contains this
  std::filesystem::path trace;             // FST file of only_case, or of the first case that fails
  std::string variant_argument;            // how the user named the variant, for the rerun command; empty: its name
};

/// Names of the checks there are, and of those of a variant, in the order in which they run.
std::vector<std::string> check_names();
std::vector<std::string> check_names(const spec::Variant& variant);

/// Called when a check begins (done 0) and as it goes on.
using VerifyProgress = std::function<void(std::string_view check, std::uint32_t done, std::uint32_t total)>;

/// Runs the checks that the options select on the variant's package. A missing tool or a refused package is a failed
/// check, not an exception.
std::vector<CheckResult> verify(const spec::Variant& variant, const VerifyOptions& options,
                                const VerifyProgress& progress = {});
/// The same for another package with the unit of that variant.
std::vector<CheckResult> verify(const spec::Variant& variant, const gen::Package& package, const VerifyOptions& options,
                                const VerifyProgress& progress = {});

/// The variant's Verilated unit, from the cache or built now.
std::shared_ptr<const ModelLibrary> load_model(const spec::Variant& variant, ModelOptions options = {});

}  // namespace spintile::verif
