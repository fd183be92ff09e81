#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/package_diff.h"
#include "cli/package_folder.h"
#include "cli/variant_source.h"
#include "verif/self_check.h"

namespace spintile::cli {
namespace {

struct GenerateOptions {
  std::string variant;
  std::string output;
  std::vector<std::string> diff;  // two paths, or none
  bool check = false;
  bool force = false;
  bool quiet = false;
  bool json = false;
};

int check(const GenerateOptions& options, const gen::Package& package) {
  const auto stale = differences(package, options.output);
  for (const auto& line : stale) fmt::print("{}\n", line);
  if (!stale.empty()) return check_failed;
  if (!options.quiet) fmt::print("{}: up to date\n", options.output);
  return good;
}

int generate(const GenerateOptions& options) {
  if (!options.diff.empty()) {
    print_package_diff(options.diff.at(0), options.diff.at(1), options.json);
    return good;
  }
  const gen::Package package = verif::package_with_self_check(load_variant_or_default(options.variant));
  if (options.check) return check(options, package);
  place_package(package, options.output, options.force ? ForeignFiles::remove : ForeignFiles::refuse);
  if (!options.quiet) fmt::print("{}: {} files, top {}\n", options.output, package.files.size(), package.top);
  return good;
}

}  // namespace

void add_generate(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("generate", "Write the Verilog package of a variant");
  const auto options = std::make_shared<GenerateOptions>();
  CLI::Option* variant =
      command->add_option("variant", options->variant, "YAML file; the built-in variant when none is given");
  CLI::Option_group* what = command->add_option_group("What to do");
  what->add_option("-o,--output", options->output, "Folder to write, whole or not at all");
  CLI::Option* diff = what->add_option("--diff", options->diff,
                                       "OLD NEW, two variant files or package folders: write nothing, print what "
                                       "changes in ports, registers and latencies");
  diff->expected(2)->excludes(variant);
  what->require_option(1);
  command->add_flag("--json", options->json, "Print the differences as JSON")->needs(diff);
  command->add_flag("--check", options->check, "Write nothing; exit 1 and name the files when the folder is stale");
  command->add_flag("--force", options->force, "Also replace a package that files of yours were put into");
  command->add_flag("--quiet", options->quiet, "Print nothing but what is wrong");
  command->callback([&action, options] { action = [options] { return generate(*options); }; });
}

}  // namespace spintile::cli
