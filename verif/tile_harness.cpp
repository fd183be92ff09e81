#include "verif/tile_harness.h"

#include "spec/derive.h"

namespace spintile::verif {

// Before the first clock edge in reset the pins may be anything, so the cycle that the buses begin with is not checked.
TileHarness::TileHarness(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
                         ConverterSource& converters, const HarnessOptions& options)
    : bus_(std::move(library), options),
      ports_(bind_tile_ports(bus_.model())),
      monitor_(options.check_pins ? std::optional<PinMonitor>(std::in_place, variant, ports_.analog) : std::nullopt),
      boundary_(variant, ports_.analog, converters) {
  for (int i = 0; i < 3; ++i) step();
  if (ports_.sot) {
    const spec::Sot sot = spec::float_unit_of(variant).sot;
    macro_.emplace(*ports_.sot, sot.rows, sot.lanes, sot.exclusive_or == spec::SotXor::read_modify_write);
  }
  set_reset(false);
}

void TileHarness::begin_cycle() {
  if (monitor_) monitor_->check(cycle());
  if (bus_.reset_wanted()) boundary_.forget_phases();
  boundary_.observe(cycle());
  if (macro_) macro_->cycle(cycle());
  if (macro_ && bus_.reset_wanted()) macro_->abandon();
  if (monitor_ && bus_.reset_wanted()) monitor_->expect_standby();
}

}  // namespace spintile::verif
