#include "gen/blocks/line_driver.h"

namespace spintile::gen::blocks {

using namespace hdl;

std::vector<Connection> of_line_driver(const std::string& side, const Expr& signs, const DriverSteps& steps,
                                       const LinePins& pins, const std::optional<LinePulses>& pulses) {
  std::vector<Connection> connections = {{"signs_i", signs},
                                         {"drive_i", steps.drive},
                                         {"release_i", pulses ? steps.release || pulses->release : steps.release},
                                         {side + "_sign_o", pins.sign},
                                         {side + "_level_o", pins.level}};
  if (pulses) {
    connections.insert(connections.end(),
                       {{"pulse_i", pulses->take}, {"pulse_signs_i", pulses->signs}, {"pulses_i", pulses->pulses}});
  }
  return connections;
}

}  // namespace spintile::gen::blocks
