// Verilog package -> shared library with the Verilated model of its top module, built once and then taken from the
// cache.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gen/generate.h"
#include "verif/model_cache.h"

namespace spintile::verif {

struct ModelOptions {
  bool trace = false;     // can write FST wave forms (slow)
  bool coverage = false;  // counts lines and cover statements (2.3 times slower); see ModelLibrary::collect_coverage
};

class ModelBuilder {
 public:
  /// Finds Verilator and a compiler (clang++, or else g++). Throws std::runtime_error when one is missing.
  explicit ModelBuilder(ModelCache cache = ModelCache());

  /// Path of the shared library. Throws std::runtime_error with the tool's log when a tool refuses the package.
  std::filesystem::path build(const gen::Package& package, ModelOptions options = {}) const;

  const std::string& verilator_version() const { return verilator_version_; }
  const std::string& compiler_version() const { return compiler_version_; }

 private:
  std::filesystem::path runtime_library(ModelOptions options) const;
  std::vector<std::string> verilator_flags(ModelOptions options) const;
  std::vector<std::string> compiler_command(ModelOptions options) const;
  void make_model(const gen::Package& package, ModelOptions options, const std::filesystem::path& folder) const;

  ModelCache cache_;
  std::string verilator_;
  std::string compiler_;
  std::string verilator_version_;
  std::string verilator_include_;
  std::string compiler_version_;
  std::string processor_;  // what the compiler defines for it
};

}  // namespace spintile::verif
