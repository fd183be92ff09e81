#include "verif/tile_ports.h"

#include <algorithm>
#include <string>

namespace spintile::verif {

TilePorts bind_tile_ports(const VerilatedModel& model) {
  const auto port = [&](const std::string& name) { return model.port(name); };
  const auto pin = [&](const std::string& name) { return PinPort(model.port(name)); };
  const auto strobe = [&](const std::string& name) { return StrobePort(model.port(name)); };
  const auto has_port = [&](std::string_view name) {
    return std::ranges::find(model.library().ports(), name, &PortInfo::name) != model.library().ports().end();
  };
  const auto column_ports = [&]() -> std::optional<LinePorts> {
    if (!has_port("col_sign_o")) return std::nullopt;
    return LinePorts{port("col_sign_o"), port("col_level_o")};
  };
  return {bind_bus_ports(model),
          {.row_sign = port("row_sign_o"),
           .row_level = port("row_level_o"),
           .mtj_bit = port("mtj_bit_i"),
           .array_sel = pin("array_sel_o"),
           .reverse = pin("reverse_o"),
           .integ_rst = pin("integ_rst_o"),
           .integ_en = pin("integ_en_o"),
           .mtj_reset = strobe("mtj_reset_o"),
           .mtj_write = strobe("mtj_write_o"),
           .mtj_read = strobe("mtj_read_o"),
           .column_sel = has_port("column_sel_o") ? std::optional(strobe("column_sel_o")) : std::nullopt,
           .columns = column_ports(),
           .update_en = has_port("update_en_o") ? std::optional(pin("update_en_o")) : std::nullopt},
          has_port("sot_read_o") ? std::optional(bind_sot_ports(model)) : std::nullopt};
}

}  // namespace spintile::verif
