// What the tiles of a network do in a step of training, as simulated hardware: cycles and time by phase, and how much
// of it each part is in use.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spec/variant.h"
#include "verif/study/metered_port.h"

namespace spintile::verif {

struct LayerFigures {
  spec::Variant variant;
  TileMeter meter;
};

struct HardwareFigures {
  std::vector<LayerFigures> layers;  // each a tile
  std::int64_t samples = 0;          // that these did
  double clock_mhz = 200.0;

  bool empty() const { return layers.empty() || samples == 0; }
};

/// Tables for people.
std::string to_text(const HardwareFigures& figures);
/// The same numbers as JSON.
std::string to_json(const HardwareFigures& figures);

}  // namespace spintile::verif
