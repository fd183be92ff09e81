// The sub-commands of `spintile`, one file each.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace spintile::cli {

enum ExitCode : int {
  good = 0,
  check_failed = 1,
  bad_input = 2,  // usage, input, or a missing tool: nothing was checked
};

/// What to do once the whole command line is read; returns the exit code.
using Action = std::function<int()>;

/// Each adds its sub-command to `app`; when the user calls it, it sets `action`.
void add_bench(CLI::App& app, Action& action);
void add_coverage(CLI::App& app, Action& action);
void add_draw(CLI::App& app, Action& action);
void add_explain(CLI::App& app, Action& action);
void add_fp(CLI::App& app, Action& action);
void add_generate(CLI::App& app, Action& action);
void add_list(CLI::App& app, Action& action);
void add_replay(CLI::App& app, Action& action);
void add_schema(CLI::App& app, Action& action);
void add_study(CLI::App& app, Action& action);
void add_train(CLI::App& app, Action& action);
void add_verify(CLI::App& app, Action& action);

}  // namespace spintile::cli
