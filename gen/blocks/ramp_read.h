// The read of a tile with a ramp: lines driven in time, one comparator a line, one ramp for all; and the outer product,
// which drives the same rows.
#pragma once

#include "gen/blocks/read_path.h"

namespace spintile::gen::blocks {

class RampRead {
 public:
  /// Adds the modules to the design.
  RampRead(hdl::Design& design, const spec::Variant& variant);
  Conversion place(hdl::Module& module, const spec::Variant& variant, const ReadPins& pins,
                   const ReadSignals& signals) const;

 private:
  hdl::ModulePointer slot_counter_, sequencer_;
  std::optional<hdl::ModulePointer> outer_sequencer_;
  hdl::ModulePointer row_drivers_;
  std::optional<hdl::ModulePointer> column_drivers_;
  hdl::ModulePointer synchroniser_, capture_;
};

}  // namespace spintile::gen::blocks
