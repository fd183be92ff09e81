// Runs other programs (Verilator, a compiler, Icarus, Yosys) by argument vector: no shell, so no quoting trouble.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spintile::verif {

struct ProgramResult {
  int status = 0;   // exit status; 128 + signal when killed by one
  std::string log;  // standard output and standard error, interleaved
};

/// The first executable called `name` on PATH.
std::optional<std::filesystem::path> find_program(const std::string& name);

/// The same, or an exception that says what to install.
std::filesystem::path require_program(const std::string& name);

/// Runs argv[0] in `folder` to its end. Throws std::runtime_error when it cannot be started.
ProgramResult run_program(const std::vector<std::string>& argv, const std::filesystem::path& folder);

/// The same; throws std::runtime_error with the command line and the log when the status is not 0.
std::string run_program_or_throw(const std::vector<std::string>& argv, const std::filesystem::path& folder);

}  // namespace spintile::verif
