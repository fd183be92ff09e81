#include <fmt/format.h>

#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/variant_source.h"
#include "gen/drawing/block_diagram.h"
#include "gen/generate.h"
#include "host/file_replacement.h"
#include "verif/study/step_diagram.h"

namespace spintile::cli {

void add_draw(CLI::App& app, Action& action) {
  struct DrawOptions {
    std::string variant;
    std::string output;
    bool step = false;
  };
  CLI::App* command = app.add_subcommand(
      "draw", "Draw the blocks of a variant from its Verilog, or the timing of a training step, as SVG");
  const auto options = std::make_shared<DrawOptions>();
  command->add_option("variant", options->variant, "YAML file; the built-in variant when none is given");
  command->add_option("-o,--output", options->output, "File to write; standard output when none is given");
  command->add_flag("--step", options->step, "Run a training step through the Verilated tile, and draw its pins");
  command->callback([&action, options] {
    action = [options] {
      const spec::Variant variant = load_variant_or_default(options->variant);
      const std::string svg = options->step ? verif::timing_diagram_svg(verif::training_step_diagram(variant))
                                            : gen::drawing::block_diagram_svg(variant, gen::design(variant));
      if (options->output.empty()) {
        fmt::print("{}", svg);
      } else {
        host::replace_file(options->output, svg);
      }
      return good;
    };
  });
}

}  // namespace spintile::cli
