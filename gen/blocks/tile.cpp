#include "gen/blocks/blocks.h"
#include "gen/blocks/bus_wrapper.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

ModulePointer tile(Design& design, const spec::Variant& variant) {
  const auto core = tile_core(design, variant);

  std::vector<std::string> pins = {"interrupt_o", "row_sign_o", "row_level_o", "integ_rst_o", "integ_en_o"};
  if (variant.crossbar.fast_array) pins.emplace_back("array_sel_o");
  if (variant.readout.column_mux > 1) pins.emplace_back("column_sel_o");
  for (const auto& port : core->ports()) {
    if (port->name.starts_with("col_") || port->name.starts_with("sot_") || port->name == "update_en_o" ||
        port->name == "opu_phase_o") {
      pins.push_back(port->name);
    }
  }
  if (spec::has_ramp(variant)) {
    pins.insert(pins.end(), {"mux_o", "ramp_rst_o", "ramp_en_o", "cmp_i"});
  } else {
    pins.insert(pins.end(), {"mtj_reset_o", "mtj_write_o", "mtj_read_o", "mtj_bit_i"});
  }
  const bool has_backward = spec::has_backward(variant);
  if (has_backward) pins.emplace_back("reverse_o");
  Module m = bus_wrapper(design, "tile", "the tile core", core, pins);

  // There is nothing else to choose from.
  if (!variant.crossbar.fast_array) m.assign(m.output("array_sel_o", 1, "0: array W"), literal(1, 0));
  if (!has_backward) m.assign(m.output("reverse_o", 1, "0: forward"), literal(1, 0));
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
