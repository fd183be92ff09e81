#include <memory>
#include <string>

#include "cli/progress.h"
#include "cli/study.h"
#include "host/file_replacement.h"
#include "verif/study/sot_fault_study.h"

namespace spintile::cli {
namespace {

struct SotFaultCommand {
  int threads = 1;
  bool quick = false;
  bool json = false;
  bool quiet = false;
  std::string output;
  std::string svg;
};

int sot_faults(const SotFaultCommand& command) {
  verif::SotFaultStudy study = command.quick ? verif::SotFaultStudy::quick() : verif::SotFaultStudy{};
  study.threads = command.threads;
  Progress progress(command.quiet);
  const verif::SotFaultResult result =
      verif::sot_fault_study(study, [&](int done, int total) { progress.show("cells that fail", done, total); });
  progress.clear();
  const std::string text = command.json ? verif::sot_fault_json(result) : verif::sot_fault_tables(result);
  write_report(text, command.output);
  if (!command.svg.empty()) host::replace_file(command.svg, verif::sot_fault_chart(result));
  return good;
}

}  // namespace

void add_sot_fault_study(CLI::App& study, Action& action) {
  CLI::App* command = study.add_subcommand(
      "sot-faults", "Floating point on cells that fail: wrong results, cost of verified writes, wear: minutes");
  const auto options = std::make_shared<SotFaultCommand>();
  command->add_option("--threads", options->threads, "Figures at a time; the same results")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->add_flag("--quick", options->quick, "bf16 alone, few lanes and rates: a second");
  command->add_flag("--json", options->json, "JSON instead of tables");
  command->add_option("--output", options->output, "Write the tables (or JSON) to this file");
  command->add_option("--svg", options->svg, "Draw the wrong results into this SVG file");
  command->add_flag("--quiet", options->quiet, "Show no progress");
  command->callback([&action, options] { action = [options] { return sot_faults(*options); }; });
}

}  // namespace spintile::cli
