// `spintile fp OPERATION`: cases in, results out, or held against the results that stand beside them.
#pragma once

#include <cstdio>
#include <string>

#include "spec/float_operation.h"
#include "verif/float_engine.h"

namespace spintile::cli {

struct EvaluateOptions {
  bool check = false;    // the columns behind the operands are the expected result and flags
  bool any_nan = false;  // any NaN equals any other; with check
  bool quiet = false;
};

/// Reads `input` to its end, block by block, and prints each case in order; with `check` only those that differ, and
/// how many did. `input_name` stands in messages. Returns the exit code. Throws std::runtime_error for a bad line,
/// after the cases before it were printed.
int evaluate_cases(const spec::FloatOperation& operation, verif::FloatEngine& engine, std::FILE* input,
                   const std::string& input_name, const EvaluateOptions& options);

}  // namespace spintile::cli
