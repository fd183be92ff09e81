#include "verif/float_unit_harness.h"

#include "spec/derive.h"

namespace spintile::verif {

FloatUnitHarness::FloatUnitHarness(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
                                   const HarnessOptions& options)
    : bus_(std::move(library), options) {
  if (variant.sot.array == spec::SotArray::pins) {
    macro_.emplace(bind_sot_ports(bus_.model()), variant.sot.rows, variant.sot.lanes,
                   variant.sot.exclusive_or == spec::SotXor::read_modify_write);
    if (spec::verifies_writes(variant)) macro_->expect_stores();
  }
  for (int i = 0; i < 3; ++i) bus_.step();  // the pins may be anything before the first clock edge
  bus_.set_reset(false);
}

BusHarness::Edge FloatUnitHarness::step() {
  if (macro_) {
    macro_->cycle(bus_.cycle());
    if (bus_.reset_wanted()) macro_->abandon();
  }
  return bus_.step();
}

bool FloatUnitHarness::run(std::uint64_t cycles) {
  const std::uint64_t end = bus_.cycle() + cycles;
  if (macro_) {
    SotMacro& macro = *macro_;
    for (; !bus_.interrupt() && bus_.cycle() < end; bus_.tick()) macro.cycle(bus_.cycle());
  } else {
    while (!bus_.interrupt() && bus_.cycle() < end) bus_.tick();
  }
  return bus_.interrupt();
}

}  // namespace spintile::verif
