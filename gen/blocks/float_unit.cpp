#include "gen/blocks/blocks.h"
#include "gen/blocks/bus_wrapper.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer float_unit(Design& design, const spec::Variant& variant) {
  const auto core = float_core(design, variant);

  std::vector<std::string> pins = {"interrupt_o"};
  for (const auto& port : core->ports()) {
    if (port->name.starts_with("sot_")) pins.push_back(port->name);
  }
  return design.add(bus_wrapper(design, "float_unit", "the core of a floating-point unit", core, pins));
}

}  // namespace spintile::gen::blocks
