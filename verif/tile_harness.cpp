#include "verif/tile_harness.h"

namespace spintile::verif {

// Before the first clock edge in reset the pins may be anything, so the cycle that the buses begin with is not checked.
TileHarness::TileHarness(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
                         ConverterSource& converters, const HarnessOptions& options)
    : bus_(std::move(library), options),
      ports_(bind_tile_ports(bus_.model())),
      monitor_(variant, ports_.analog),
      boundary_(variant, ports_.analog, converters) {
  for (int i = 0; i < 3; ++i) step();
  set_reset(false);
}

TileHarness::Edge TileHarness::step() {
  monitor_.check(cycle());
  boundary_.observe();
  if (bus_.reset_wanted()) monitor_.expect_standby();
  return bus_.step();
}

}  // namespace spintile::verif
