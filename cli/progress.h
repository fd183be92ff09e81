// Says how far a long command is: one line that is rewritten on a terminal, a line for each stage in a log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spintile::cli {

/// Writes to the standard error output, so that what a command prints stays clean. Not for several threads at once.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` of `total` steps of `stage` are through.
  void show(std::string_view stage, int done, int total);
  /// `done` are through, of nobody knows how many: on a terminal only.
  void count(std::string_view stage, std::uint64_t done);
  /// Takes the line off the terminal, for output to follow.
  void clear();

 private:
  enum class Mode { none, terminal, log };

  Mode mode_;
  std::string stage_;  // last one shown
};

}  // namespace spintile::cli
