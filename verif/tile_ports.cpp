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
  const auto mtj_ports = [&]() -> std::optional<MtjPorts> {
    if (has_port("cmp_i")) return std::nullopt;
    return MtjPorts{port("mtj_bit_i"), strobe("mtj_reset_o"), strobe("mtj_write_o"), strobe("mtj_read_o")};
  };
  const auto ramp_ports = [&]() -> std::optional<RampPorts> {
    if (!has_port("cmp_i")) return std::nullopt;
    return RampPorts{strobe("mux_o"), pin("ramp_rst_o"), pin("ramp_en_o"), port("cmp_i")};
  };
  return {bind_bus_ports(model),
          {.row_sign = port("row_sign_o"),
           .row_level = port("row_level_o"),
           .array_sel = pin("array_sel_o"),
           .reverse = pin("reverse_o"),
           .integ_rst = pin("integ_rst_o"),
           .integ_en = pin("integ_en_o"),
           .mtj = mtj_ports(),
           .ramp = ramp_ports(),
           .column_sel = has_port("column_sel_o") ? std::optional(strobe("column_sel_o")) : std::nullopt,
           .columns = column_ports(),
           .update_en = has_port("update_en_o") ? std::optional(pin("update_en_o")) : std::nullopt,
           .opu_phase = has_port("opu_phase_o") ? std::optional(strobe("opu_phase_o")) : std::nullopt},
          has_port("sot_read_o") ? std::optional(bind_sot_ports(model)) : std::nullopt};
}

}  // namespace spintile::verif
