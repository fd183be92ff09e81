// How a tile core drives its array in a read: the sequencer, and the codes that its steps put on rows and columns.
#pragma once

#include <optional>

#include "gen/blocks/read_path.h"

namespace spintile::gen::blocks {

/// What the sequencer tells the rest of the read path.
struct ReadSteps {
  hdl::Expr drive;  // a phase begins in the next cycle, rows are driven
  hdl::Expr capture, clear_counters, clear_accumulators, combine;
  hdl::Expr finished;
  std::optional<hdl::Expr> pair;  // which MTJ of each line is sampled
};

class ArrayDrive {
 public:
  /// Adds the modules to the design.
  ArrayDrive(hdl::Design& design, const spec::Variant& variant);
  ReadSteps place(hdl::Module& module, const spec::Variant& variant, const ReadPins& pins,
                  const ReadSignals& signals) const;

 private:
  hdl::ModulePointer sequencer_, row_streamer_;
  std::optional<hdl::ModulePointer> column_streamer_;
};

}  // namespace spintile::gen::blocks
