#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace spintile::cli {

Progress::Progress(bool quiet) : mode_(quiet ? Mode::none : isatty(STDERR_FILENO) != 0 ? Mode::terminal : Mode::log) {}

Progress::~Progress() { clear(); }

void Progress::show(std::string_view stage, int done, int total) {
  const bool is_new = stage != stage_;
  if (mode_ == Mode::terminal) {
    fmt::print(stderr, "\r\033[K{}: {} of {}", stage, done, total);
    std::fflush(stderr);
  } else if (mode_ == Mode::log && is_new) {
    fmt::print(stderr, "{}\n", stage);
  }
  if (is_new) stage_ = stage;
}

void Progress::count(std::string_view stage, std::uint64_t done) {
  if (mode_ != Mode::terminal) return;
  fmt::print(stderr, "\r\033[K{} {}", done, stage);
  std::fflush(stderr);
  stage_ = stage;
}

void Progress::clear() {
  if (mode_ == Mode::terminal && !stage_.empty()) {
    fmt::print(stderr, "\r\033[K");
    std::fflush(stderr);
  }
  stage_.clear();
}

}  // namespace spintile::cli
