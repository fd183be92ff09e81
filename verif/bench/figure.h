// The speeds this project promises, each measured beside its target. Nothing asserts a time: machines differ.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/variant.h"

namespace spintile::verif {

struct Figure {
  std::string name;
  std::string meaning;
  std::string unit;  // "ms", "s", "%", or "times" of what the figure is compared with
  double value = 0.0;
  double target = 0.0;  // at most

  bool met() const { return value <= target; }
};

/// Names of all figures, in the order in which they are measured.
std::vector<std::string> figure_names();

/// Measures the figures whose name contains `filter`; `begin` is called as each begins. `tile` is the variant that is
/// linted and compiled. Throws std::runtime_error when a tool is missing.
std::vector<Figure> measure_figures(const spec::Variant& tile, std::string_view filter,
                                    const std::function<void(std::string_view name)>& begin = {});

/// What the shares are measured on: 256 x 256, four one-bit streams, up to four samples.
spec::Variant benchmark_variant();

/// Time that the harness takes of a co-simulation of benchmark_variant() with 4 samples, beyond the model's eval and
/// the analog array, buses and checks included; 0 to 1.
double harness_share();

/// Nanoseconds of an fp32 multiply-then-add in the Verilated float unit at 1024 lanes, the whole co-simulation counted;
/// with `moves` three operands go in and the result comes out over the stream.
double float_unit_result(bool moves);

/// Time that the harness takes of that beyond the model's eval; 0 to 1.
double float_unit_harness_share();

/// Time of the golden model for 64 vectors through benchmark_variant() with 4 samples, over that of what it cannot do
/// without: a plain float32 matrix product of the same shape (Eigen, same compiler flags) and the draws of the samples.
double golden_ratio();

}  // namespace spintile::verif
