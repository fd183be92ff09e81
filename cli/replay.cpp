#include "verif/replay.h"

#include <fmt/format.h>

#include <memory>
#include <string>

#include "cli/command.h"
#include "verif/verify.h"

namespace spintile::cli {
namespace {

struct ReplayCommand {
  std::string folder;
  std::string wave;
};

int replay(const ReplayCommand& command) {
  const verif::TileCase tile_case = verif::read_case(command.folder);
  fmt::print("{}: {} calls of tile {} {}; then: {}\n", command.folder, tile_case.calls.size(),
             tile_case.tile.variant.name, tile_case.start ? "in a saved state" : "as it is made", tile_case.difference);
  const auto library = verif::load_model(tile_case.tile.variant, {.trace = !command.wave.empty()});
  const auto mismatch = verif::replay(tile_case, library, command.wave);
  if (!command.wave.empty()) fmt::print("wave form of the last call: {}\n", command.wave);
  if (!mismatch) {
    fmt::print("now: no difference\n");
    return good;
  }
  fmt::print("now: {}\n", verif::to_string(*mismatch));
  return check_failed;
}

}  // namespace

void add_replay(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("replay", "Repeat a difference that `train --engine lockstep` found; exit 1 if it is there");
  const auto options = std::make_shared<ReplayCommand>();
  command->add_option("folder", options->folder, "Where the run left it: RUN/mismatch/layer<i>")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--wave", options->wave, "FST file of the last call");
  command->callback([&action, options] { action = [options] { return replay(*options); }; });
}

}  // namespace spintile::cli
