#include <memory>
#include <string>

#include "cli/progress.h"
#include "cli/study.h"
#include "host/file_replacement.h"
#include "verif/study/circuit_study.h"

namespace spintile::cli {
namespace {

struct CircuitCommand {
  bool quick = false;
  bool json = false;
  bool quiet = false;
  std::string output;
  std::string svg;
};

int circuit(const CircuitCommand& command) {
  const verif::CircuitStudy study = command.quick ? verif::CircuitStudy::quick() : verif::CircuitStudy{};
  Progress progress(command.quiet);
  const verif::CircuitResult result =
      verif::circuit_study(study, [&](int done, int total) { progress.show("crossbars with wires", done, total); });
  progress.clear();
  const std::string text = command.json ? verif::circuit_json(result) : verif::circuit_tables(result);
  write_report(text, command.output);
  if (!command.svg.empty()) host::replace_file(command.svg, verif::circuit_chart(result));
  return good;
}

}  // namespace

void add_circuit_study(CLI::App& study, Action& action) {
  CLI::App* command = study.add_subcommand(
      "circuit", "What wires, access devices, disturb and offsets of comparators do to reads and writes: seconds");
  const auto options = std::make_shared<CircuitCommand>();
  command->add_flag("--quick", options->quick, "Small crossbars");
  command->add_flag("--json", options->json, "JSON instead of tables");
  command->add_option("--output", options->output, "Write the tables (or JSON) to this file");
  command->add_option("--svg", options->svg, "Draw the losses by wires into this SVG file");
  command->add_flag("--quiet", options->quiet, "Show no progress");
  command->callback([&action, options] { action = [options] { return circuit(*options); }; });
}

}  // namespace spintile::cli
