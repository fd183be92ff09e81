// What `spintile verify` found, for people, for programs and for continuous integration.
#pragma once

#include <string>
#include <vector>

#include "spec/variant.h"
#include "verif/check_result.h"

namespace spintile::cli {

struct CheckedVariant {
  spec::Variant variant;
  std::string file;  // as the user named it; empty: the built-in variant
  std::vector<verif::CheckResult> results;
};

bool all_passed(const CheckedVariant& checked);

/// One line a check; a detail of several lines is indented below its check.
void print_text(const CheckedVariant& checked);
/// Prints only the checks that failed.
void print_failures(const CheckedVariant& checked);
void print_json(const std::vector<CheckedVariant>& all, std::uint32_t seed);
/// One suite; its cases are called variant.check.
std::string junit(const std::vector<CheckedVariant>& all);

}  // namespace spintile::cli
