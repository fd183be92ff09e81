// Check results as JUnit XML, for continuous integration.
#pragma once

#include <span>
#include <string>

#include "verif/check_result.h"

namespace spintile::verif {

/// One <testsuite> called `suite` with a <testcase> for each result.
std::string junit_xml(const std::string& suite, std::span<const CheckResult> results);

}  // namespace spintile::verif
