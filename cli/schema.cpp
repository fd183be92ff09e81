#include <fmt/format.h>

#include "cli/command.h"
#include "spec/parse.h"

namespace spintile::cli {

void add_schema(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of a variant file, for editors");
  command->callback([&action] {
    action = [] {
      fmt::print("{}\n", spec::json_schema());
      return good;
    };
  });
}

}  // namespace spintile::cli
