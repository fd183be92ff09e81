#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "cli/command.h"

namespace {

int run(int argc, char** argv) {
  using namespace spintile::cli;
  CLI::App app(
      "spintile: the digital periphery of in-memory training tiles, as Verilog that is proved against a golden model");
  app.set_version_flag("--version", "spintile " SPINTILE_VERSION);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 good, 1 a check failed, 2 bad usage or input.");

  Action action;
  add_verify(app, action);
  add_generate(app, action);
  add_bench(app, action);
  add_coverage(app, action);
  add_draw(app, action);
  add_explain(app, action);
  add_list(app, action);
  add_schema(app, action);
  add_fp(app, action);
  add_train(app, action);
  add_replay(app, action);
  add_study(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? good : bad_input;  // --help and --version come here too
  }
  return action();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const int exit_code = run(argc, argv);
    // A full disk behind a redirection must not pass for success.
    if (std::fflush(stdout) != 0) throw std::runtime_error("cannot write to the standard output");
    return exit_code;
  } catch (const std::exception& error) {
    fmt::print(stderr, "spintile: {}\n", error.what());
    return spintile::cli::bad_input;
  }
}
